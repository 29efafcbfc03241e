// @ts-check
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fetchBackup } from './fetch-backup.mjs'
import { exitCodes, say, UserError } from './messages.mjs'
import { takeSnapshot } from './take-snapshot.mjs'
import { recallUpgrade, rememberUpgrade } from './upgrade-journal.mjs'
import { listSnapshots } from './volumes.mjs'

/**
 * @typedef {import('./history.mjs').Before} Before
 * @typedef {import('./in-machine.mjs').InMachine} InMachine
 * @typedef {import('./release.mjs').Release} Release
 * @typedef {import('./upgrade-journal.mjs').Journal} Journal
 */

/**
 * Saves what is on the volume, twice: OpenClaw's own backup, here, and a snapshot, at Fly. What was saved within the
 * hour for the same step is not saved again.
 * @param {InMachine} inMachine
 * @param {{ running: Release, volume: string, withBackup: boolean, limit: number }} about  `limit`: milliseconds for one long step
 * @returns {Promise<Before>}
 */
export async function saveBefore(inMachine, { running, volume, withBackup, limit }) {
  const { app, folder, release } = inMachine.deployment
  const step = { app, volume, from: running.release, to: release, time: new Date().toISOString() }
  const old = recallUpgrade(folder, step)
  /** @type {Journal} */
  const journal = old ?? { ...step, known: (await listSnapshots(inMachine, volume)).map(({ id }) => id) }
  const save = () => rememberUpgrade(folder, journal)
  save()
  if (journal.backup && existsSync(join(folder, journal.backup))) say(`  the backup is there: ${journal.backup}`)
  else if (withBackup) {
    journal.backup = (await fetchBackup({ ...inMachine, timeLimit: limit }, new Date()).catch(explainNoBackup)).file
    save()
    say(`  saved ${journal.backup}`)
  }
  journal.snapshot = await provideSnapshot(inMachine, journal, { limit, wasBegun: old !== undefined })
  save()
  return { ...running, snapshot: journal.snapshot, ...(journal.backup && { backup: journal.backup.replaceAll('\\', '/') }) }
}

/**
 * @param {InMachine} inMachine
 * @param {Journal} journal
 * @param {{ limit: number, wasBegun: boolean }} options
 * @returns {Promise<import('./history.mjs').KeptSnapshot>}
 */
async function provideSnapshot(inMachine, { volume, snapshot, known }, { limit, wasBegun }) {
  const isThere = snapshot && (await listSnapshots(inMachine, volume)).some(({ id, status }) => id === snapshot.id && status === 'created')
  if (isThere) {
    say(`  the snapshot is there: ${snapshot.id}`)
    return snapshot
  }
  const { id, createdAt, days } = await takeSnapshot(inMachine, volume, limit, wasBegun ? known : undefined)
  say(`  ${id} is there${days === undefined ? '' : `; Fly keeps it ${days} days`}`)
  return { id, time: new Date(createdAt).toISOString(), ...(days !== undefined && { days }) }
}

/**
 * @param {unknown} error
 * @returns {never}
 */
function explainNoBackup(error) {
  if (!(error instanceof UserError) || error.exitCode !== exitCodes.failed) throw error
  throw new UserError(error.message, `${error.hint}\nNothing was deployed. The snapshot alone is a way back, too: npm run upgrade -- --no-backup`)
}
