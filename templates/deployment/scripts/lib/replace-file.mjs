// @ts-check
import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import process from 'node:process'

/**
 * Puts a new text in a file's place: whole or not at all, with the same mode, and where a link leads.
 * @param {string} file  one that exists
 * @param {string} text
 */
export function replaceFile(file, text) {
  const target = realpathSync(file)
  const half = `${target}.half-${process.pid}`
  try {
    writeFileSync(half, text, { flag: 'wx', flush: true })
    chmodSync(half, statSync(target).mode & 0o777)
    renameSync(half, target)
  } finally {
    rmSync(half, { force: true })
  }
}
