// @ts-check
import { usageError } from './flags.mjs'
import { UserError } from './messages.mjs'

/** @typedef {import('./flags.mjs').Flags} Flags */

/** Milliseconds between two looks: soon at first, then calmly. */
const pauses = { first: 250, most: 5000 }

/** Milliseconds that fly gets for an answer that only has to be looked up. */
const quick = 60_000

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

/**
 * @param {Flags} flags
 * @param {number} fallback  seconds
 * @returns {{ quick: number, long: number }} milliseconds: for an answer that is looked up, and for what takes its time
 */
export function readTimeLimits(flags, fallback) {
  const seconds = Number(flags.values('time-limit')[0] ?? fallback)
  if (!(seconds > 0 && seconds <= 7200)) throw usageError('--time-limit needs a number of seconds, at most 7200.')
  return { quick: Math.min(quick, seconds * 1000), long: seconds * 1000 }
}
