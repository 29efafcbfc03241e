// @ts-check
import { deleteJournalOf, readJournalOf, writeJournalOf } from './journal.mjs'
import { isRelease } from './release.mjs'

/**
 * A rollback that was begun: running it again goes on with the same one, and not another step back.
 * @typedef {{ kind: 'data' } | { kind: 'untouched' } | { kind: 'snapshot', id: string } | { kind: 'file', file: string }} Means
 *   `data` stays as it is; `untouched`: the newer release never reached the machine
 * @typedef {{ app: string, from: string, to: string, means: Means, volume: string }} Journal  `volume` is the gateway's at the beginning
 */

/** @type {import('./journal.mjs').JournalKind<Journal>} */
const kind = {
  file: 'rollback.json',
  what: 'a rollback',
  isOurs: ({ app, from, to, means, volume }) => typeof app === 'string' && isRelease(from) && isRelease(to) && typeof volume === 'string' && isMeans(means),
}

/** @param {any} means */
function isMeans({ kind: name, id, file }) {
  return name === 'data' || name === 'untouched' || (name === 'snapshot' && /^vs_[A-Za-z0-9]+$/.test(id)) || (name === 'file' && /^backups\/[\w.-]+$/.test(file))
}

/** @param {string} folder */
export function readRollback(folder) {
  return readJournalOf(kind, folder)
}

/**
 * @param {string} folder
 * @param {Journal} journal
 */
export function writeRollback(folder, journal) {
  writeJournalOf(kind, folder, journal)
}

/** @param {string} folder */
export function forgetRollback(folder) {
  deleteJournalOf(kind, folder)
}
