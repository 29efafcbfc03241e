import type { Problem } from '../errors.ts'
import type { GivenValue } from './given.ts'
import { looksLikeSecret } from './secret-shapes.ts'
import { nearest } from './suggest.ts'

/** A checked value, or what is wrong with what was given; of a list, all that is wrong. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem; readonly others?: readonly Problem[] }

export type Parser<T> = (given: GivenValue) => Parsed<T>

export const SECRET_HINT = 'answers end up in files: leave it out here, npm run secrets in the deployment asks for secrets and sends them to Fly alone'

export function accept<T>(value: T): Parsed<T> {
  return { ok: true, value }
}

/** Refuses without repeating the value: it may be a secret that landed in the wrong place. */
export function refuse(given: GivenValue, message: string, hint?: string): Parsed<never> {
  return { ok: false, problem: { where: given.where, message, ...(hint !== undefined && { hint }) } }
}

/** A string without control characters that does not look like a secret. Numbers of a file count as their digits. */
export function parseText(given: GivenValue): Parsed<string> {
  const { value } = given
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value
  if (typeof text !== 'string') return refuse(given, 'this must be a text')
  if (looksLikeSecret(text)) return refuse(given, 'this looks like a secret', SECRET_HINT)
  if (/[\p{Cc}\p{Bidi_Control}]/u.test(text)) return refuse(given, 'this has a line break or another control character')
  if (!text.isWellFormed()) return refuse(given, 'this is not valid Unicode')
  const trimmed = text.trim()
  return trimmed === '' ? refuse(given, 'this is empty') : accept(trimmed)
}

/** A list, each item checked by itself and kept once; a single value counts as a list of one. */
export function parseEach<T>(given: GivenValue, parse: Parser<T>): Parsed<readonly T[]> {
  const items: readonly unknown[] = Array.isArray(given.value) ? given.value : [given.value]
  const parsed = items.map((value) => parse({ ...given, value }))
  const [first, ...others] = parsed.flatMap((each) => (each.ok ? [] : [each.problem]))
  if (first !== undefined) return { ok: false, problem: first, others }
  return accept([...new Set(parsed.flatMap((each) => (each.ok ? [each.value] : [])))])
}

export function problemsIn(parsed: Parsed<unknown>): readonly Problem[] {
  return parsed.ok ? [] : [parsed.problem, ...(parsed.others ?? [])]
}

/** One of a few words; a near miss is named. `what` is the plural: `regions`. */
export function parseChoice<T extends string>(given: GivenValue, choices: readonly T[]): Parsed<T> {
  const parsed = parseText(given)
  if (!parsed.ok) return parsed
  const choice = choices.find((candidate) => candidate === parsed.value.toLowerCase())
  if (choice !== undefined) return accept(choice)
  const near = nearest(parsed.value, choices)
  return refuse(given, `${JSON.stringify(parsed.value)} is not one of ${choices.join(', ')}`, near && `did you mean ${near}?`)
}

/** A whole number, or a text such as `3gb` or `3072mb` counted in `unit`. */
export function parseSize(given: GivenValue, unit: 'MB' | 'GB'): Parsed<number> {
  const text = typeof given.value === 'number' ? String(given.value) : given.value
  if (typeof text === 'string' && looksLikeSecret(text)) return refuse(given, 'this looks like a secret', SECRET_HINT)
  const match = typeof text === 'string' ? /^\s*(\d{1,7})\s*(mb|gb)?\s*$/i.exec(text) : null
  if (match === null) return refuse(given, `this must be a whole number of ${unit}`)
  const number = Number(match[1])
  const written = match[2]?.toUpperCase() ?? unit
  if (written === unit) return accept(number)
  if (unit === 'MB') return accept(number * 1024)
  return refuse(given, 'this is counted in GB', `write ${Math.max(1, Math.ceil(number / 1024))}`)
}
