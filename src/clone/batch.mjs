// @ts-check
import { closeSync, openSync, writeSync } from 'node:fs'

/**
 * Small files whose bytes lie together. Of each there are three numbers, one after the other: its mode, and where its
 * bytes begin and end. So a thread is told of them sooner than of an object for each.
 * @typedef {{ readonly bytes: Uint8Array, readonly paths: readonly string[], readonly numbers: readonly number[] }} Batch
 */

/**
 * Writes without promises: they would cost more than the small files that a source tree is made of.
 * @param {Batch} batch
 */
export function writeBatch({ bytes, paths, numbers }) {
  let at = 0
  for (const path of paths) writeOne(path, bytes, /** @type {number} */ (numbers[at++]), /** @type {number} */ (numbers[at++]), /** @type {number} */ (numbers[at++]))
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
