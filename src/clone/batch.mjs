// @ts-check
import { closeSync, openSync, writeSync } from 'node:fs'

/**
 * Small files whose bytes lie together: for each its path, its mode and where its bytes begin and end.
 * @typedef {{ readonly bytes: Uint8Array, readonly files: readonly (readonly [path: string, mode: number, start: number, end: number])[] }} Batch
 */

/**
 * Writes without promises: they would cost more than the small files that a source tree is made of.
 * @param {Batch} batch
 */
export function writeBatch({ bytes, files }) {
  for (const [path, mode, start, end] of files) {
    const file = openSync(path, 'w', mode)
    try {
      for (let at = start; at < end;) at += writeSync(file, bytes, at, end - at)
    } finally {
      closeSync(file)
    }
  }
}
