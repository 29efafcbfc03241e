// @ts-check
import { deleteJournalOf, readJournalOf, writeJournalOf } from './journal.mjs'

/**
 * How far a restore has come. Fly is asked again for everything that may have changed; the journal only knows which of
 * the things at Fly are whose.
 * @typedef {{ kind: 'snapshot' | 'volume', id: string } | { kind: 'file', file: string, bytes: number, sha256: string }} Source
 * @typedef {{ id: string, name: string, sizeGb: number, region: string, days: number }} OldVolume
 * @typedef {{
 *   app: string, source: Source, machine: string, volume: OldVolume, known: string[],
 *   newVolume?: string, newMachine?: string, filled?: true, removed?: true,
 * }} Journal  `machine` and `volume` are the old ones, but `volume.region` is where the new one is wanted; `known` are all volumes from before
 */

/**
 * @param {unknown} value
 * @param {RegExp} pattern
 */
const isWord = (value, pattern) => typeof value === 'string' && pattern.test(value)

/**
 * What it names becomes words of commands.
 * @param {Journal} journal
 */
function isJournal({ app, source, machine, volume, known, newVolume, newMachine }) {
  const volumeId = /^vol_[A-Za-z0-9]+$/
  return isWord(app, /^[a-z0-9-]+$/) && isWord(machine, /^[a-z0-9]+$/) && isWord(volume?.id, volumeId) && isWord(volume?.name, /^[A-Za-z0-9_]+$/)
    && Number.isInteger(volume?.sizeGb) && Number.isInteger(volume?.days) && isWord(volume?.region, /^[a-z]{3}$/)
    && Array.isArray(known) && known.every((id) => isWord(id, volumeId))
    && (newVolume === undefined || isWord(newVolume, volumeId)) && (newMachine === undefined || isWord(newMachine, /^[a-z0-9]+$/))
    && (source?.kind === 'file' ? typeof source.file === 'string' && isWord(source.sha256, /^[\da-f]{64}$/) : isWord(source?.id, /^vs_[A-Za-z0-9]+$|^vol_[A-Za-z0-9]+$/))
}

/** @type {import('./journal.mjs').JournalKind<Journal>} */
const kind = { file: 'restore.json', what: 'a restore', isOurs: isJournal }

/**
 * @param {string} deployment  its folder
 * @returns {Journal | undefined} of a restore that is under way
 */
export function readJournal(deployment) {
  return readJournalOf(kind, deployment)
}

/**
 * @param {string} deployment  its folder
 * @param {Journal} journal
 */
export function writeJournal(deployment, journal) {
  writeJournalOf(kind, deployment, journal)
}

/** @param {string} deployment  its folder */
export function deleteJournal(deployment) {
  deleteJournalOf(kind, deployment)
}
