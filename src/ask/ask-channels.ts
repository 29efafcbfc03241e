import { parseChannelAnswer, parseChannels } from '../answers/channel-answers.ts'
import { parsers } from '../answers/parsers.ts'
import { parseText, type Parser } from '../answers/values.ts'
import { looksLikeSecret } from '../answers/secret-shapes.ts'
import { channelFault } from '../channels/availability.ts'
import type { Channel, ChannelQuestion } from '../channels/define.ts'
import { holds, type ChannelAnswers, type ChoiceQuestion, type TypedQuestion } from '../channels/questions.ts'
import { askText, put, read, type Draft } from './draft.ts'
import { mark } from './mend-channels.ts'
import { promptChoice } from './prompts/prompt-choice.ts'
import { promptMany } from './prompts/prompt-search.ts'
import { texts } from './texts.ts'

/** Offers the channels that work in the release. */
export async function askChannels(draft: Draft): Promise<void> {
  if (draft.given.has('channel')) return
  const release = read(draft.given, 'release', parsers.release)
  const options = draft.catalog
    .filter((channel) => channel.notOnFly === undefined && (release === undefined || channelFault(channel, release) === undefined))
    .map(({ id, label, hint, aliases }) => ({ value: id, label, hint, words: aliases.join(' ') }))
  mark(draft, 'channels')
  put(draft, 'channel', await promptMany(draft.io, { ...texts.channel, options }))
}

/** Asks the questions of some channels, or of one more account of a channel. */
export async function askQuestionsOf(draft: Draft, channels: readonly Channel[], account?: string): Promise<void> {
  for (const channel of channels) {
    const at = account === undefined ? channel.id : `${channel.id}.accounts.${account}`
    for (const [name, question] of Object.entries(channel.questions)) await askChannelQuestion(draft, channel, at, name, { ...question, label: titleOf(channel, account, question) })
  }
}

/** Each question says whose it is, for there may be several channels that ask how messages come in. */
function titleOf({ label }: Channel, account: string | undefined, question: ChannelQuestion): string {
  if (account !== undefined) return texts.channelQuestion(texts.account(label, account), question.label)
  const isNamed = question.label.toLowerCase().includes(label.split(' ')[0]!.toLowerCase())
  return isNamed ? question.label : texts.channelQuestion(label, question.label)
}

export async function askChannelQuestions(draft: Draft): Promise<void> {
  const chosen = read(draft.given, 'channel', (value) => parseChannels(value, draft.catalog)) ?? []
  await askQuestionsOf(draft, chosen)
}

async function askChannelQuestion(draft: Draft, channel: Channel, at: string, name: string, question: ChannelQuestion): Promise<void> {
  const key = `${at}.${name}`
  if (draft.given.has(key)) return
  if (!holds(question.when, channel.questions, answersSoFar(draft, channel, at))) return
  mark(draft, 'channels')
  if (question.kind === 'choice') return askChannelChoice(draft, key, question)
  await askText(draft, key, answerParser(question), { title: question.label, help: helpOf(question), optional: question.required !== true })
}

function helpOf({ kind, help, example }: TypedQuestion): string {
  return [help, ...(help.includes(example) ? [] : [texts.example(example)]), ...(kind === 'list' ? [texts.several] : [])].join(' ')
}

async function askChannelChoice(draft: Draft, key: string, { label, help, choices, default: suggestion }: ChoiceQuestion): Promise<void> {
  put(draft, key, await promptChoice(draft.io, { title: label, help, options: choices, suggestion }))
}

/** The channel's own answers, as far as they can be taken. */
function answersSoFar({ given }: Draft, channel: Channel, at: string): ChannelAnswers {
  const taken = Object.entries(channel.questions).flatMap(([name, question]) => {
    const value = given.get(`${at}.${name}`)
    const parsed = value && parseChannelAnswer(question, value)
    return parsed?.ok ? [[name, parsed.value] as const] : []
  })
  return Object.fromEntries(taken)
}

/** A list is typed in one line; its parts are checked one by one, but a secret is also looked for in the whole. */
function answerParser(question: ChannelQuestion): Parser<string | readonly string[]> {
  return (given) => {
    if (question.kind !== 'list') return parseChannelAnswer(question, given)
    const parts = { ...given, value: String(given.value).split(/[\s,]+/).filter((part) => part !== '') }
    const text = parseText(given)
    return text.ok || looksLikeSecret(question.example) ? parseChannelAnswer(question, text.ok || parts.value.length > 0 ? parts : given) : text
  }
}
