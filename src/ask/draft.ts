import { defaultAnswers, type Surroundings } from '../answers/defaults.ts'
import type { Given, GivenValue } from '../answers/given.ts'
import type { Parser } from '../answers/values.ts'
import type { ChannelCatalog } from '../channels/catalog.ts'
import { asGiven, problemFinder } from './find-problem.ts'
import type { AskIo } from './io.ts'
import { promptText, type TextQuestion } from './prompts/prompt-text.ts'

export interface AskContext {
  readonly surroundings: Surroundings
  readonly catalog: ChannelCatalog
  readonly io: AskIo
}

/** The answers so far: what was given, and what the person added. */
export interface Draft extends AskContext {
  readonly given: Map<string, GivenValue>
  readonly defaults: Given
}

export function startDraft(given: Given, context: AskContext): Draft {
  return { ...context, given: new Map(given), defaults: defaultAnswers(context.surroundings) }
}

export function put(draft: Draft, key: string, value: unknown): void {
  draft.given.set(key, asGiven(key, value))
}

/** The checked answer, or undefined where it is missing or wrong: what is wrong is told elsewhere, with everything else. */
export function read<T>(given: Given, key: string, parse: Parser<T>): T | undefined {
  const value = given.get(key)
  const parsed = value && parse(value)
  return parsed?.ok ? parsed.value : undefined
}

/** Asks for a text, checks it as a flag would be checked, and keeps what the parser made of it. */
export async function askText<T>(draft: Draft, key: string, parse: Parser<T>, question: Omit<TextQuestion, 'findProblem'>): Promise<void> {
  const text = await promptText(draft.io, { ...question, findProblem: problemFinder(key, parse) })
  if (text === undefined) return
  const parsed = parse(asGiven(key, text))
  if (!parsed.ok) throw new TypeError(`the suggestion for ${key} is wrong: ${parsed.problem.message}`)
  put(draft, key, parsed.value)
}
