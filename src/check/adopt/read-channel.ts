import { eraOf, type ChannelCatalog } from '../../channels/catalog.ts'
import type { Channel, ChannelAnswers } from '../../channels/define.ts'
import { isList, isTable, type KeyPath, type Table, type Value } from '../../merge/value.ts'
import type { Release } from '../../releases/release.ts'
import type { Located } from '../subject/located.ts'
import { channelsIn } from '../subject/subject.ts'
import { combine, firstFit, type FoundAnswer, type ReadAnswers } from './found-answer.ts'

/** Which channels are set up, and what the presets' questions would have been answered with. */
export function readChannels(config: Located, release: Release, catalog: ChannelCatalog): ReadAnswers {
  const there = channelsIn(config)
  const known = there.flatMap(([id]) => catalog.find((channel) => channel.id === id) ?? [])
  const unknown = there.map(([id]) => id).filter((id) => !known.some((channel) => channel.id === id))
  const places = known.length === 0 ? [] : [{ key: 'channel', value: known.map(({ id }) => id), where: config.place('channels') }]
  return combine([
    { answers: places, notes: unknown.map((id) => `channels.${id} is none that this program asks about: it stays as it is in ${config.name}`) },
    ...known.map((channel) => readChannel(channel, config, release, catalog)),
  ])
}

/**
 * Reads answers back out of a channel's settings, without the preset's help: it is asked what it would write for answers
 * that can be told apart, and where those stand is looked at.
 */
function readChannel(channel: Channel, config: Located, release: Release, catalog: ChannelCatalog): ReadAnswers {
  const era = eraOf(channel, release) ?? channel.eraStarts[0]
  const settings = config.at('channels', channel.id)
  if (era === undefined || !isTable(settings)) return combine([])
  const read = new Map<string, FoundAnswer>()
  for (const name of Object.keys(channel.questions)) {
    const candidates = placesOf(channel, name, era).flatMap((place) => answerAt(channel, name, place, settings, config))
    const fit = firstFit(candidates, catalog).answers[0]
    if (fit !== undefined) read.set(name, fit)
  }
  const answers = [...read].filter(([name]) => hasNeeded(channel, name, read)).map(([, answer]) => answer)
  return { answers, notes: [] }
}

function hasNeeded(channel: Channel, name: string, read: ReadonlyMap<string, unknown>): boolean {
  const { needs } = channel.questions[name]!
  return needs === undefined || read.has(needs)
}

/** Where an answer stands: keys, of which some are answers themselves. */
interface AnswerPlace {
  readonly path: KeyPath
  readonly as: 'key' | 'item' | 'value'
}

const MARK = '\u0001'

/** What stands for the answer to a question: no key or value that a preset writes by itself has it. */
function markOf(name: string): string {
  return `${MARK}${name}${MARK}`
}

function isMark(key: string | number | undefined): boolean {
  return typeof key === 'string' && key.startsWith(MARK)
}

/** Places of one answer, with all questions answered, and with no more than it needs. */
function placesOf(channel: Channel, name: string, era: Release): readonly AnswerPlace[] {
  const all = Object.keys(channel.questions)
  const { needs } = channel.questions[name]!
  const rounds = [all, needs === undefined ? [name] : [needs, name]]
  return rounds.flatMap((names) => findMark(channel.config(era, markedAnswers(channel, names)) as unknown as Value, markOf(name), []))
}

function markedAnswers(channel: Channel, names: readonly string[]): ChannelAnswers {
  return Object.fromEntries(names.map((name) => [name, channel.questions[name]!.kind === 'list' ? [markOf(name)] : markOf(name)]))
}

function findMark(value: Value, mark: string, path: KeyPath): readonly AnswerPlace[] {
  if (value === mark) return [typeof path.at(-1) === 'number' ? { path: path.slice(0, -1), as: 'item' } : { path, as: 'value' }]
  if (isList(value)) return value.flatMap((item, index) => findMark(item, mark, [...path, index]))
  if (!isTable(value)) return []
  return Object.entries(value).flatMap(([key, item]) => (key === mark ? [{ path, as: 'key' } as const] : findMark(item, mark, [...path, key])))
}

/** What the settings have at such a place; a mark on the way stands for any key there. */
function answerAt(channel: Channel, name: string, { path, as }: AnswerPlace, settings: Table, config: Located): readonly FoundAnswer[] {
  const base = ['channels', channel.id]
  return pathsTo(settings, path, []).flatMap((real) => {
    const value = config.at(...base, ...real)
    const values = as === 'key' ? Object.keys(isTable(value) ? value : {}) : as === 'item' ? (isList(value) ? value.map(textOf) : []) : [textOf(value)]
    const texts = values.filter((one): one is string => one !== undefined && fits(channel, name, one))
    if (texts.length === 0) return []
    const isListed = channel.questions[name]!.kind === 'list'
    const where = config.place(...base, ...real, ...(as === 'key' && !isListed ? [texts[0]!] : []))
    return [{ key: `${channel.id}.${name}`, value: isListed ? texts : texts[0], where }]
  })
}

function pathsTo(value: Value | undefined, pattern: KeyPath, path: KeyPath): readonly KeyPath[] {
  const [key, ...rest] = pattern
  if (key === undefined) return [path]
  if (!isTable(value)) return []
  const keys = isMark(key) ? Object.keys(value) : Object.hasOwn(value, key) ? [String(key)] : []
  return keys.flatMap((one) => pathsTo(value[one], rest, [...path, one]))
}

function textOf(value: Value | undefined): string | undefined {
  return typeof value === 'string' ? value : Number.isSafeInteger(value) ? String(value) : undefined
}

/** What is no answer to the question, such as `*` for everybody, is left to the file. */
function fits(channel: Channel, name: string, text: string): boolean {
  return new RegExp(channel.questions[name]!.pattern, 'u').test(text.trim())
}
