import type { Answers } from '../answers/answers.ts'
import type { Channel } from '../channels/define.ts'
import { estimateMonth, formatEstimate, PRICE_DATE } from '../fly/price.ts'
import { describeRegion, findRegion } from '../fly/regions.ts'
import { findSize } from '../fly/sizes.ts'
import { imageReference, origins } from '../render/addresses.ts'
import { neededSecrets } from '../render/needed-secrets.ts'

/** What is about to be made, in lines for people: names on the left, values on the right. */
export function summaryLines(answers: Answers, channels: readonly Channel[], folder: string, files: number): readonly string[] {
  const { image, machine, model } = answers
  const estimate = estimateMonth(findSize(machine.size)!, machine.memoryMb, machine.volumeGb)
  const rows: readonly (readonly [string, string])[] = [
    ['Folder', folder],
    ['Fly app', answers.org === null ? answers.app : `${answers.app} (organisation ${answers.org})`],
    ['Region', `${answers.region}, ${describeRegion(findRegion(answers.region)!)}`],
    ['OpenClaw', `${answers.release}, ${image.build === 'source' ? `built from ${image.repository}` : imageReference(answers.release, image.variant)}`],
    ['Access', answers.access.mode === 'public' ? origins(answers).join(', ') : 'private: no public address, opened with fly proxy'],
    ['Machine', `${machine.size}, ${machine.memoryMb} MB, ${machine.volumeGb} GB volume`],
    ['Cost', estimate === undefined ? formatEstimate(estimate) : `about ${formatEstimate(estimate)} a month (estimate, Fly's prices of ${PRICE_DATE}; models are extra)`],
    ['Model', [model.primary, ...model.fallbacks].join(', then ')],
    ['Channels', channels.map(({ label }) => label).join(', ') || 'none: the Control UI is always there'],
    ['Secrets', neededSecrets(answers, channels).map((secret) => secret.name).join(', ')],
    ['', 'asked for by npm run secrets, sent to Fly alone'],
    ['Files', String(files)],
  ]
  return rows.map(([name, value]) => `${name.padEnd(10)}${value}`)
}
