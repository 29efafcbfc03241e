// @ts-check
import { closeSync, openSync, writeSync } from 'node:fs'

/**
 * Small files whose bytes lie together. Their paths are one text, each with a NUL behind it, and of each there are three
 * numbers: its mode, and where its bytes begin and end. So a thread is told of them soonest.
 * @typedef {{ readonly bytes: Uint8Array, readonly paths: string, readonly numbers: readonly number[] }} Batch
 */

/**
 * Writes without promises: they would cost more than the small files that a source tree is made of.
 * @param {Batch} batch
 */
export function writeBatch({ bytes, paths, numbers }) {
  for (let at = 0, from = 0; from < paths.length; at += 3) {
    const to = paths.indexOf('\0', from)
    writeOne(paths.slice(from, to), bytes, /** @type {number} */ (numbers[at]), /** @type {number} */ (numbers[at + 1]), /** @type {number} */ (numbers[at + 2]))
    from = to + 1
  }
}

/**
 * @param {string} path
 * @param {Uint8Array} bytes
 * @param {number} mode
 * @param {number} start
 * @param {number} end
 */
function writeOne(path, bytes, mode, start, end) {
  const file = openSync(path, 'w', mode)
  try {
    for (let at = start; at < end;) at += writeSync(file, bytes, at, end - at)
  } finally {
    closeSync(file)
  }
}
