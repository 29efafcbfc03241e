// @ts-check
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { backupsFolder, makeBackupsFolder } from './local-backups.mjs'
import { UserError } from './messages.mjs'
import { codeOf } from './shape.mjs'

/**
 * How far something of several steps has come, so that it can be interrupted anywhere and go on. It lies with the
 * backups, which git does not see.
 * @template T
 * @typedef {{ file: string, what: string, isOurs: (value: any) => boolean }} JournalKind  `what` is under way, for a person
 */

/**
 * @template T
 * @param {JournalKind<T>} kind
 * @param {string} deployment  its folder
 * @returns {T | undefined} of what is under way
 */
export function readJournalOf({ file: name, what, isOurs }, deployment) {
  const file = join(deployment, backupsFolder, name)
  try {
    const journal = JSON.parse(readFileSync(file, 'utf8'))
    if (isOurs(journal)) return journal
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error
  }
  throw new UserError(`The journal of ${what} is damaged: ${file}`, 'See what there is (npm run doctor), then delete that file and begin again.')
}

/**
 * @template T
 * @param {JournalKind<T>} kind
 * @param {string} deployment  its folder
 * @param {T} journal
 */
export function writeJournalOf({ file: name }, deployment, journal) {
  const file = join(makeBackupsFolder(deployment), name)
  writeFileSync(`${file}.half`, `${JSON.stringify(journal, undefined, 2)}\n`, { mode: 0o600, flush: true })
  renameSync(`${file}.half`, file)
}

/**
 * @param {{ file: string }} kind
 * @param {string} deployment  its folder
 */
export function deleteJournalOf({ file: name }, deployment) {
  rmSync(join(deployment, backupsFolder, name), { force: true })
}
