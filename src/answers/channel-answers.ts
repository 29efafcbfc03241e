import { channelFault, nearestReleaseWith } from '../channels/availability.ts'
import { findChannel, type ChannelCatalog } from '../channels/catalog.ts'
import type { Channel, ChannelAnswers, ChannelQuestion } from '../channels/define.ts'
import { holds, type Condition } from '../channels/questions.ts'
import type { Problem } from '../errors.ts'
import { outranks, type Given, type GivenValue } from './given.ts'
import { looksLikeSecret } from './secret-shapes.ts'
import { nearest } from './suggest.ts'
import { accept, parseChoice, parseEach, parseText, problemsIn, refuse, type Parsed } from './values.ts'

/** The chosen channels, each once, or what is wrong with each name. */
export function parseChannels(given: GivenValue, catalog: ChannelCatalog): Parsed<readonly Channel[]> {
  const chosen = parseEach(given, (name) => parseChannel(name, catalog))
  return chosen.ok ? accept(chosen.value.toSorted((a, b) => (a.id < b.id ? -1 : 1))) : chosen
}

function parseChannel(given: GivenValue, catalog: ChannelCatalog): Parsed<Channel> {
  const name = parseText(given)
  if (!name.ok) return name
  const channel = findChannel(catalog, name.value)
  if (channel !== undefined) return accept(channel)
  const near = nearest(name.value, catalog.flatMap(({ id, aliases }) => [id, ...aliases]))
  return refuse(given, `${JSON.stringify(name.value)} is not a channel we know`, near ? `did you mean ${near}?` : `known are ${catalog.map(({ id }) => id).join(', ')}`)
}

/** Those of the given names that are channels: where another name is wrong, their answers are still checked. */
export function recognisedChannels(given: Given, catalog: ChannelCatalog): readonly Channel[] {
  const names = [given.get('channel')?.value ?? []].flat()
  return catalog.filter((channel) => names.some((name) => typeof name === 'string' && findChannel(catalog, name.trim()) === channel))
}

/** Checks every answer to the channels' own questions, and that none is left over. */
export function resolveChannelAnswers(
  channels: readonly Channel[],
  catalog: ChannelCatalog,
  release: string | undefined,
  given: Given,
): { readonly answers: Readonly<Record<string, ChannelAnswers>>; readonly problems: readonly Problem[] } {
  const problems: Problem[] = strayAnswers(channels, catalog, given)
  const answers = channels.map((channel) => {
    const fault = release === undefined ? undefined : channelFault(channel, release)
    if (fault !== undefined) {
      const nearby = nearestReleaseWith(channel, release!)
      problems.push({ where: '--channel', message: fault, ...(nearby !== undefined && { hint: `the nearest release with ${channel.label} is ${nearby}` }) })
    }
    return [channel.id, answersOf(channel, given, problems)] as const
  })
  return { answers: Object.fromEntries(answers), problems }
}

/** First each answer by itself, then whether what it goes with was answered so. @param at `discord`, or `telegram.accounts.work` */
export function answersOf(channel: Channel, given: Given, problems: Problem[], at = channel.id): ChannelAnswers {
  const answers: Record<string, string | readonly string[]> = {}
  for (const [name, question] of Object.entries(channel.questions)) {
    const value = given.get(`${at}.${name}`)
    if (value === undefined) continue
    const parsed = parseChannelAnswer(question, value)
    if (!parsed.ok) problems.push(...problemsIn(parsed))
    else if (parsed.value.length > 0) answers[name] = parsed.value
  }
  for (const [name, question] of Object.entries(channel.questions)) {
    const value = given.get(`${at}.${name}`)
    if (holds(question.when, channel.questions, answers)) {
      if (value === undefined && question.required) problems.push({ where: `--${at}.${name}`, message: `${channel.label} needs it: ${question.label}`, hint: question.help })
    } else if (value !== undefined) {
      delete answers[name]
      if (!isOutOfTheWay(at, question.when!, value, given)) problems.push({ where: value.where, message: `this goes with ${flagFor(at, question.when!)}` })
    }
  }
  return answers
}

/** What makes a condition hold: `--discord.guild-id`, or `--slack.mode http`; the first that fails where one needs another. */
function flagFor(at: string, { question, is }: Condition): string {
  return `--${at}.${question}${is === undefined ? ', which is missing' : ` ${is.join(' or ')}`}`
}

/** A file's answer to what a flag has just chosen against is not in its way. */
function isOutOfTheWay(at: string, { question }: Condition, value: GivenValue, given: Given): boolean {
  const chosen = given.get(`${at}.${question}`)
  return chosen !== undefined && outranks(chosen, value)
}

/** One answer to a channel's question. */
export function parseChannelAnswer(question: ChannelQuestion, given: GivenValue): Parsed<string | readonly string[]> {
  if (question.kind === 'choice') return parseChoice(given, question.choices.map(({ value }) => value))
  const fits = (text: string): boolean => new RegExp(question.pattern, 'u').test(text)
  const parse = (item: GivenValue): Parsed<string> => {
    // Some ids are as long and random as a token, the example too: then the form alone tells them apart.
    const parsed = looksLikeSecret(question.example) && typeof item.value === 'string' && fits(item.value.trim()) ? accept(item.value.trim()) : parseText(item)
    if (!parsed.ok || fits(parsed.value)) return parsed
    return refuse(item, `${JSON.stringify(parsed.value)} is not ${question.form}`, `for instance ${question.example}`)
  }
  return question.kind === 'list' ? parseEach(given, parse) : parse(given)
}

function strayAnswers(channels: readonly Channel[], catalog: ChannelCatalog, given: Given): Problem[] {
  const problems: Problem[] = []
  for (const [key, value] of given) {
    const [id, name] = splitOnce(key)
    if (name === undefined || isReserved(name) || channels.some((channel) => channel.id === id && Object.hasOwn(channel.questions, name))) continue
    const channel = findChannel(catalog, id)
    if (channel === undefined) continue
    if (!Object.hasOwn(channel.questions, name)) {
      const near = nearest(name, Object.keys(channel.questions))
      problems.push({ where: value.where, message: `${channel.label} has no such question`, hint: near ? `did you mean ${near}?` : `it has ${Object.keys(channel.questions).join(', ') || 'none'}` })
    } else if (!overruled(value, given)) problems.push({ where: value.where, message: `${channel.label} is not among the channels`, hint: `add --channel ${channel.id}` })
  }
  return problems
}

/** Not a channel's own question: `account-answers.ts` sees to these. */
function isReserved(name: string): boolean {
  return name === 'agent' || name === 'accounts' || name.startsWith('accounts.')
}

/** A list of channels given as flags replaces the file's, and what the file answers for the others goes with them. */
function overruled(value: GivenValue, given: Given): boolean {
  const channels = given.get('channel')
  return channels !== undefined && outranks(channels, value)
}

function splitOnce(key: string): [string, string | undefined] {
  const dot = key.indexOf('.')
  return dot === -1 ? [key, undefined] : [key.slice(0, dot), key.slice(dot + 1)]
}
