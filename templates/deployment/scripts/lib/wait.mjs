// @ts-check
import { UserError } from './messages.mjs'

/** Milliseconds between two looks: soon at first, then calmly. */
const pauses = { first: 250, most: 5000 }

/**
 * Looks again and again until there is something to see.
 * @template T
 * @param {() => Promise<T | undefined>} look
 * @param {{ limit: number, late: string, hint: string }} options  `limit` in milliseconds; `late` says what did not happen
 * @returns {Promise<T>}
 */
export async function waitFor(look, { limit, late, hint }) {
  const end = Date.now() + limit
  for (let pause = pauses.first; ; pause = Math.min(pause * 2, pauses.most)) {
    const seen = await look()
    if (seen !== undefined) return seen
    if (Date.now() + pause > end) throw new UserError(`${late} within ${limit / 1000} s.`, hint)
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}
