// @ts-check
import { deleteJournalOf, readJournalOf, writeJournalOf } from './journal.mjs'
import { isRelease } from './release.mjs'

/**
 * What an upgrade has saved already, so that one that was interrupted saves nothing twice.
 * @typedef {import('./history.mjs').KeptSnapshot} KeptSnapshot
 * @typedef {{ app: string, volume: string, from: string, to: string, time: string }} Step
 * @typedef {Step & { known: string[], backup?: string, snapshot?: KeptSnapshot }} Journal  `known` are the volume's snapshots from before
 */

/** A snapshot that is older than this, in milliseconds, lacks too much of what was said since. */
const freshFor = 3_600_000

/** @type {import('./journal.mjs').JournalKind<Journal>} */
const kind = {
  file: 'upgrade.json',
  what: 'an upgrade',
  isOurs: ({ app, volume, from, to, time, known, backup, snapshot }) => [app, volume, time].every((text) => typeof text === 'string') && isRelease(from) && isRelease(to)
    && Array.isArray(known) && (backup === undefined || /^backups\/[\w.-]+$/.test(backup)) && (snapshot === undefined || /^vs_[A-Za-z0-9]+$/.test(snapshot.id)),
}

/**
 * The journal of this very step, if it was begun within the hour: with another release or volume in between, the data is
 * not what was saved then.
 * @param {string} folder
 * @param {Step} step
 * @returns {Journal | undefined}
 */
export function recallUpgrade(folder, { app, volume, from, to, time }) {
  const journal = readJournalOf(kind, folder)
  const isSame = journal && journal.app === app && journal.volume === volume && journal.from === from && journal.to === to
  return isSame && Date.parse(time) - Date.parse(journal.time) < freshFor ? journal : undefined
}

/**
 * @param {string} folder
 * @param {Journal} journal
 */
export function rememberUpgrade(folder, journal) {
  writeJournalOf(kind, folder, journal)
}

/** @param {string} folder */
export function forgetUpgrade(folder) {
  deleteJournalOf(kind, folder)
}
