import type { ChannelCatalog } from '../../channels/catalog.ts'
import { parseChannelAnswer, parseChannels } from '../../answers/channel-answers.ts'
import type { GivenValue } from '../../answers/given.ts'
import { parsers } from '../../answers/parsers.ts'
import type { Parsed } from '../../answers/values.ts'
import type { Place } from '../rule.ts'

/** An answer as a file says it. */
export interface FoundAnswer {
  readonly key: string
  readonly value: unknown
  readonly where: Place
}

/** What was read out of files: answers that can be taken, and in words what could not. */
export interface ReadAnswers {
  readonly answers: readonly FoundAnswer[]
  readonly notes: readonly string[]
}

/** `fly.toml:12` */
export function placeWords({ file, line }: Place): string {
  return line === undefined ? file : `${file}:${line}`
}

export function givenOf({ value, where }: FoundAnswer): GivenValue {
  return { value, where: placeWords(where), layer: 'file' }
}

/** Of several places that say the same thing the first that can be taken; what each of the others lacks becomes a note. */
export function firstFit(candidates: readonly FoundAnswer[], catalog: ChannelCatalog): ReadAnswers {
  const notes: string[] = []
  for (const candidate of candidates) {
    const parsed = parse(candidate, catalog)
    if (parsed.ok) return { answers: [candidate], notes: [] }
    notes.push(`${candidate.key}: ${parsed.problem.where}: ${parsed.problem.message}${parsed.problem.hint === undefined ? '' : ` (${parsed.problem.hint})`}`)
  }
  return { answers: [], notes }
}

function parse(found: FoundAnswer, catalog: ChannelCatalog): Parsed<unknown> {
  const { key } = found
  if (key === 'channel') return parseChannels(givenOf(found), catalog)
  if (Object.hasOwn(parsers, key)) return parsers[key as keyof typeof parsers](givenOf(found))
  const [id, name] = key.split('.')
  const question = catalog.find((channel) => channel.id === id)?.questions[name!]
  if (question === undefined) throw new TypeError(`no answer ${key}`)
  return parseChannelAnswer(question, givenOf(found))
}

export function combine(parts: readonly ReadAnswers[]): ReadAnswers {
  return { answers: parts.flatMap(({ answers }) => answers), notes: parts.flatMap(({ notes }) => notes) }
}
