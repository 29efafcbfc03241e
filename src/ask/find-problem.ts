import type { GivenValue } from '../answers/given.ts'
import type { Parser } from '../answers/values.ts'
import type { Problem } from '../errors.ts'

/** What is wrong with a text that somebody types, found as for a flag. */
export function problemFinder(key: string, parse: Parser<unknown>): (text: string) => Problem | undefined {
  return (text) => {
    const parsed = parse(asGiven(key, text))
    return parsed.ok ? undefined : parsed.problem
  }
}

export function asGiven(key: string, value: unknown): GivenValue {
  return { value, where: key, layer: 'prompt' }
}
