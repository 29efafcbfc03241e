import { modelsOf, type Answers } from '../answers/answers.ts'
import { limitsOf } from '../channels/catalog.ts'
import type { Channel } from '../channels/define.ts'
import { estimateMonth, formatEstimate, PRICE_DATE } from '../fly/price.ts'
import { describeRegion, findRegion } from '../fly/regions.ts'
import { findSize } from '../fly/sizes.ts'
import { imageReference, origins } from '../render/addresses.ts'
import type { FileSet } from '../render/file-set.ts'
import { neededSecrets } from '../render/needed-secrets.ts'
import { wrapWords } from './wrap.ts'

const NAMES = 10

/** What is about to be made, in lines of at most `width` columns: names on the left, values on the right. */
export function summaryLines(answers: Answers, channels: readonly Channel[], folder: string, files: FileSet, width: number): readonly string[] {
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
    ['Model', modelsOf(model).join(', then ')],
    ['Channels', channels.map((channel) => channelWords(channel, answers)).join(', ') || 'none: the Control UI is always there'],
    ['Secrets', `${neededSecrets(answers, channels).map((secret) => secret.name).join(', ')}: npm run secrets will ask for them and send them to Fly alone`],
    ['Files', `${topLevel(files).join(', ')} (${files.size} in all)`],
  ]
  return rows.flatMap(([name, value]) => wrapWords(value, width - NAMES).map((line, index) => `${(index === 0 ? name : '').padEnd(NAMES)}${line}`))
}

function channelWords(channel: Channel, { channels }: Answers): string {
  const limits = limitsOf(channel, channels[channel.id] ?? {}).map(({ what }) => what)
  return limits.length === 0 ? channel.label : `${channel.label} (${limits.join(', ')})`
}

/** What a person sees when they open the folder. */
function topLevel(files: FileSet): readonly string[] {
  return [...new Set([...files.keys()].map((path) => path.replace(/\/.*$/, '/')))]
}
