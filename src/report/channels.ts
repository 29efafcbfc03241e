import type { Answers } from '../answers/answers.ts'
import { accountsFault, channelFault, pluginOf } from '../channels/availability.ts'
import type { ChannelCatalog } from '../channels/catalog.ts'
import type { Channel } from '../channels/define.ts'
import type { ChannelQuestion, Condition } from '../channels/questions.ts'
import type { Release } from '../releases/release.ts'
import { hanging, wrapWords } from './wrap.ts'

/** Below this width there is no room for a text beside the ids. */
const NARROW = 70

/** One line for each channel: whether it is set up, its id, its name and what it is. */
export function channelListLines(catalog: ChannelCatalog, release: Release, answers: Answers | undefined, width: number): readonly string[] {
  const ids = Math.max(...catalog.map(({ id }) => id.length)) + 2
  const rows = catalog.flatMap((channel) => {
    const mark = answers !== undefined && Object.hasOwn(answers.channels, channel.id) ? '* ' : '  '
    const text = `${channel.label}: ${channel.hint}${remark(channel, release)}`
    return width < NARROW ? [mark + channel.id, ...hanging('    ', text, width)] : hanging(mark + channel.id.padEnd(ids), text, width)
  })
  return [
    ...wrapWords(answers === undefined ? `Channels, for OpenClaw ${release}:` : `Channels, for OpenClaw ${release}; * is set up in ${answers.app}:`, width),
    '',
    ...rows,
    '',
    ...wrapWords('create-openclaw-fly channels CHANNEL says what one asks and needs; add CHANNEL adds it to a deployment.', width),
  ]
}

function remark(channel: Channel, release: Release): string {
  if (channel.notOnFly !== undefined) return ' (not on Fly)'
  return channelFault(channel, release) === undefined ? '' : ' (not in this release)'
}

/** All about one channel. */
export function channelLines(channel: Channel, release: Release, answers: Answers | undefined, width: number): readonly string[] {
  const { id, label, hint, notOnFly, secrets, questions, docs, aliases } = channel
  const plugin = pluginOf(channel, release)
  const fault = channelFault(channel, release)
  const paragraph = (text: string, indent = 0): readonly string[] => wrapWords(text, width - indent).map((line) => ' '.repeat(indent) + line)
  return [
    ...paragraph(`${label} (${[id, ...aliases].join(', ')}): ${hint}`),
    ...(answers === undefined ? [] : paragraph(setUpWords(channel, answers))),
    ...(notOnFly === undefined ? [] : paragraph(`Not on Fly: ${notOnFly.why} Instead: ${notOnFly.instead}`)),
    ...(fault === undefined ? [] : paragraph(`${fault}.`)),
    ...(plugin === undefined ? [] : paragraph(`Plugin: ${plugin.package}${plugin.maker === undefined ? '' : `, by ${plugin.maker}`}`)),
    ...needsOf(channel).flatMap((line) => paragraph(line)),
    '',
    ...(secrets.length === 0 ? ['No secrets.'] : ['Secrets (npm run secrets asks for them):', ...secrets.flatMap(({ name, label: what, where, optional, generate, when }) => [`  ${name}`, ...paragraph(`${what}${optional === true ? ', optional' : ''}${onlyWith(id, when)}`, 4), ...paragraph(generate === undefined ? `from ${where}` : where, 4)])]),
    '',
    ...(Object.keys(questions).length === 0 ? ['It asks nothing.'] : ['It asks:', ...Object.entries(questions).flatMap(([name, question]) => [`  --${id}.${name} ${valueWord(question)}`, ...paragraph(`${question.label}${question.required === true ? ' (needed)' : ''}${onlyWith(id, question.when)}. ${question.help}`, 4), ...choiceLines(question, paragraph)])]),
    ...(accountsFault(channel, release) === undefined ? ['', ...paragraph(`It takes several accounts: add ${id} --account NAME`)] : []),
    '',
    `More: ${docs}`,
    '',
  ]
}

function setUpWords({ id, label }: Channel, { app, channels, accounts }: Answers): string {
  if (!Object.hasOwn(channels, id)) return `Not set up in ${app}.`
  const names = Object.keys(accounts?.[id] ?? {})
  return `${label} is set up in ${app}${names.length === 0 ? '' : `, with the accounts default, ${names.join(', ')}`}.`
}

/** What it wants of the machine and of Fly's edge. */
function needsOf({ id, fly }: Channel): readonly string[] {
  if (fly === undefined) return []
  const { webhook, packages, memoryMb, state } = fly
  return [
    ...(webhook === undefined ? [] : [`Its service calls ${webhook.port === undefined ? `the gateway at ${webhook.path}` : `port ${webhook.publicPort ?? webhook.port} at ${webhook.path}`}${onlyWith(id, webhook.when)}: public access.`]),
    ...(packages === undefined ? [] : [`It needs programs in the machine: ${[...(packages.apt ?? []), ...(packages.fetch ?? []).map(({ to }) => to.replace(/^.*\//, ''))].join(', ')}${onlyWith(id, packages.when)}.`]),
    ...(memoryMb === undefined ? [] : [`It wants ${memoryMb} MB of memory on top.`]),
    ...(state === undefined ? [] : [`Its data is kept on the volume: ${state.map(({ place }) => place).join(', ')}.`]),
  ]
}

function onlyWith(id: string, when: Condition | undefined): string {
  return when === undefined ? '' : `, only with --${id}.${when.question}${when.is === undefined ? '' : ` ${when.is.join(' or ')}`}`
}

function valueWord(question: ChannelQuestion): string {
  return question.kind === 'choice' ? question.choices.map(({ value }) => value).join('|') : `${question.example}${question.kind === 'list' ? ' (repeatable)' : ''}`
}

function choiceLines(question: ChannelQuestion, paragraph: (text: string, indent: number) => readonly string[]): readonly string[] {
  if (question.kind !== 'choice') return []
  return question.choices.flatMap(({ value, label, hint }) => paragraph(`${value}: ${label}${hint === undefined ? '' : `, ${hint}`}${value === question.default ? ' (default)' : ''}`, 6))
}

/** The same for programs. */
export function channelJson(channel: Channel, release: Release, answers: Answers | undefined): object {
  const { id, label, hint, docs, aliases, since, secrets, questions, fly, notOnFly } = channel
  const fault = channelFault(channel, release)
  return {
    id, label, hint, docs, aliases, since,
    works: notOnFly === undefined && fault === undefined,
    ...(fault !== undefined && { fault }),
    ...(notOnFly !== undefined && { notOnFly }),
    plugin: pluginOf(channel, release) ?? null,
    accounts: accountsFault(channel, release) === undefined,
    secrets, questions,
    ...(fly !== undefined && { fly }),
    ...(answers !== undefined && { setUp: Object.hasOwn(answers.channels, id), answers: answers.channels[id] ?? null }),
  }
}
