import { eraOf, type ChannelCatalog } from '../../channels/catalog.ts'
import type { Channel, ChannelAnswers } from '../../channels/define.ts'
import { holds, type ChoiceQuestion } from '../../channels/questions.ts'
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
  const base = channel.place === 'plugin' ? ['plugins', 'entries', channel.plugin?.id ?? channel.id, 'config'] : ['channels', channel.id]
  const settings = config.at(...base)
  if (era === undefined || !isTable(settings)) return combine([])
  const asked = { channel, era, settings, base, config }
  const choices = likeliestChoices(asked)
  const read = new Map<string, FoundAnswer>(Object.entries(choices).map(([name, value]) => [name, { key: `${channel.id}.${name}`, value, where: config.place(...base) }]))
  for (const name of typedQuestions(channel)) {
    const candidates = placesOf(asked, choices, name).flatMap((place) => answerAt(asked, name, place))
    const fit = firstFit(candidates, catalog).answers[0]
    if (fit !== undefined) read.set(name, fit)
  }
  const values = Object.fromEntries([...read].map(([name, { value }]) => [name, value as string | readonly string[]]))
  const answers = [...read].filter(([name]) => holds(channel.questions[name]!.when, channel.questions, values)).map(([, answer]) => answer)
  return { answers, notes: [] }
}

/** A channel as it is set up, and what would be written of it. */
interface Asked {
  readonly channel: Channel
  readonly era: Release
  readonly settings: Table
  /** Where the settings stand in the configuration. */
  readonly base: readonly string[]
  readonly config: Located
}

function typedQuestions({ questions }: Channel): readonly string[] {
  return Object.keys(questions).filter((name) => questions[name]!.kind !== 'choice')
}

/** The choices with which the preset would write what contradicts the settings least; those that are the default are left out. */
function likeliestChoices({ channel, era, settings }: Asked): Readonly<Record<string, string>> {
  const faults = (choices: ChannelAnswers): number => contradictions(writtenFor(channel, era, markedAnswers(channel, typedQuestions(channel), choices)), settings)
  const [first, ...others] = combinations(channel)
  let best = { choices: first!, faults: faults(first!) }
  for (const choices of others) {
    const found = faults(choices)
    if (found < best.faults) best = { choices, faults: found }
  }
  return Object.fromEntries(Object.entries(best.choices).filter(([name, value]) => value !== (channel.questions[name] as ChoiceQuestion).default))
}

/** Every set of choices, that of the defaults first. */
function combinations({ questions }: Channel): readonly Readonly<Record<string, string>>[] {
  return Object.entries(questions).reduce<readonly Readonly<Record<string, string>>[]>((sets, [name, question]) => {
    if (question.kind !== 'choice') return sets
    const values = [question.default, ...question.choices.map(({ value }) => value).filter((value) => value !== question.default)]
    return values.flatMap((value) => sets.map((set) => ({ ...set, [name]: value })))
  }, [{}])
}

/** How many of the written words and switches the settings say otherwise, or not at all. */
function contradictions(written: Value, present: Value | undefined): number {
  if (isMark(written as string)) return 0
  if (isTable(written)) return Object.entries(written).reduce((sum, [key, value]) => sum + (isMark(key) ? 0 : contradictions(value, isTable(present) ? present[key] : undefined)), 0)
  if (isList(written)) return 0
  return written === present ? 0 : 1
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
function placesOf({ channel, era }: Asked, choices: ChannelAnswers, name: string): readonly AnswerPlace[] {
  const rounds = [typedQuestions(channel), neededFor(channel, name)]
  return rounds.flatMap((names) => findMark(writtenFor(channel, era, markedAnswers(channel, names, choices)), markOf(name), []))
}

/** The question, and the typed ones that it depends on. */
function neededFor(channel: Channel, name: string): readonly string[] {
  const { kind, when } = channel.questions[name]!
  return [...(when === undefined ? [] : neededFor(channel, when.question)), ...(kind === 'choice' ? [] : [name])]
}

/** An address that nobody has: what is made of it stands for no answer. */
const SITE = { url: 'https://app.invalid', webhook: 'https://app.invalid/webhook' }

function writtenFor(channel: Channel, era: Release, answers: ChannelAnswers): Value {
  return channel.config(era, answers, SITE) as unknown as Value
}

function markedAnswers(channel: Channel, names: readonly string[], choices: ChannelAnswers): ChannelAnswers {
  return { ...choices, ...Object.fromEntries(names.map((name) => [name, channel.questions[name]!.kind === 'list' ? [markOf(name)] : markOf(name)])) }
}

function findMark(value: Value, mark: string, path: KeyPath): readonly AnswerPlace[] {
  if (value === mark) return [typeof path.at(-1) === 'number' ? { path: path.slice(0, -1), as: 'item' } : { path, as: 'value' }]
  if (isList(value)) return value.flatMap((item, index) => findMark(item, mark, [...path, index]))
  if (!isTable(value)) return []
  return Object.entries(value).flatMap(([key, item]) => (key === mark ? [{ path, as: 'key' } as const] : findMark(item, mark, [...path, key])))
}

/** What the settings have at such a place; a mark on the way stands for any key there. */
function answerAt({ channel, settings, base, config }: Asked, name: string, { path, as }: AnswerPlace): readonly FoundAnswer[] {
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
  const question = channel.questions[name]!
  return question.kind !== 'choice' && new RegExp(question.pattern, 'u').test(text.trim())
}
