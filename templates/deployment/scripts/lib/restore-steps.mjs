// @ts-check
import { existsSync } from 'node:fs'
import { changeByFly, announceFly } from './fly.mjs'
import { callInMachine, describeInMachine } from './in-machine.mjs'
import { measureFile } from './local-backups.mjs'
import { runMachineProgram } from './machine-program.mjs'
import { listMachines } from './machines.mjs'
import { exitCodes, note, say, UserError } from './messages.mjs'
import { openclawProgram, stateDir } from './places.mjs'
import { printable } from './printable.mjs'
import { cloneArgs, createVolumeArgs, destroyArgs, machineFolder, putArgs, stopArgs, unpackWords } from './restore-commands.mjs'
import { writeJournal } from './restore-journal.mjs'
import { runScriptOf } from './run-command.mjs'
import { createVolume, listVolumes } from './volumes.mjs'
import { waitFor } from './wait.mjs'

/**
 * @typedef {import('./fly.mjs').FlyContext} FlyContext
 * @typedef {import('./restore-journal.mjs').Journal} Journal
 * @typedef {{ context: FlyContext, limit: number, journal: Journal }} Restore  `limit`: milliseconds for one long step
 */

/** @param {Restore} restore */
function save({ context, journal }) {
  writeJournal(context.deployment.folder, journal)
}

/** @param {Restore} restore */
function findNewVolume({ context, journal }) {
  return listVolumes(context).then((volumes) => volumes.find(({ id }) => id === journal.newVolume))
}

/** @param {Journal} journal */
function explainLost({ newVolume }) {
  return new UserError(`The new volume ${newVolume} is gone, so this restore cannot go on.`, 'Give it up, then begin again: npm run restore -- --abandon')
}

/**
 * A volume that was made just before an interruption is found again: it is the one that was not there before.
 * @param {Restore} restore
 */
export async function provideVolume(restore) {
  const { context, journal, limit } = restore
  if (journal.newVolume === undefined) {
    const made = (await listVolumes(context)).filter(({ id, name, machine }) => !journal.known.includes(id) && name === journal.volume.name && !machine)
    if (made.length > 1) throw new UserError(`Since this restore began, several volumes were made: ${made.map(({ id }) => id).join(', ')}`, 'Destroy those that you do not need, then run this again.')
    const args = createVolumeArgs(journal)
    if (made.length === 0) announceFly(context, args)
    journal.newVolume = (made[0] ?? await createVolume({ ...context, timeLimit: limit }, args)).id
    save(restore)
  }
  await waitFor(async () => {
    const volume = await findNewVolume(restore)
    if (!volume) throw explainLost(journal)
    return volume.state === 'created' || undefined
  }, { limit, late: `The new volume ${journal.newVolume} was not ready`, hint: 'Large snapshots take long. Run this again: it goes on from here.' })
}

/** @param {Restore} restore */
export async function attachVolume(restore) {
  const { context, journal, limit } = restore
  if (journal.newMachine !== undefined) return
  const { newVolume = '' } = journal
  if (!(await findNewVolume(restore))?.machine) await changeByFly({ ...context, timeLimit: limit }, cloneArgs(journal, newVolume))
  journal.newMachine = await waitFor(async () => (await findNewVolume(restore))?.machine, {
    limit: context.timeLimit, late: `No machine took the new volume ${newVolume}`, hint: 'Run this again: it goes on from here.',
  })
  save(restore)
}

/** @param {Restore} restore */
export async function fillVolume(restore) {
  const { context, journal, limit } = restore
  const { source, newMachine = '' } = journal
  if (source.kind !== 'file' || journal.filled) return
  await waitFor(async () => (await listMachines(context)).find(({ id, state }) => id === newMachine && state === 'started'), {
    limit, late: `The machine ${newMachine} did not start`, hint: 'Run this again: it goes on from here.',
  })
  await checkFile(source)
  const inMachine = { ...context, timeLimit: limit, machine: newMachine, user: /** @type {const} */ ('node') }
  await callInMachine(inMachine, ['sh', '-c', 'rm -rf "$1" && mkdir -m 700 "$1"', 'sh', machineFolder])
  await changeByFly(inMachine, putArgs(journal, source.file, newMachine))
  say(`$ ${describeInMachine(inMachine, unpackWords())}`)
  const about = await runMachineProgram(inMachine, 'unpack-backup', [openclawProgram, `${machineFolder}/backup.tar.gz`, String(source.bytes), source.sha256, stateDir, context.deployment.release])
  await callInMachine(inMachine, ['rm', '-rf', machineFolder])
  journal.filled = true
  save(restore)
  tellLimits(about)
}

/**
 * What the machine says of the backup that it unpacked. OpenClaw 2026.9.6 knows its scheduled jobs by the path of the
 * state directory.
 * @param {Record<string, unknown>} about
 */
function tellLimits(about) {
  if (about.source !== stateDir) note(`The backup was made of ${printable(String(about.source))}, and here the data is in ${stateDir}: scheduled jobs do not come back.`)
  if (Array.isArray(about.elsewhere) && about.elsewhere.length > 0) note(`Only what is kept on the volume was restored. Also in the backup: ${about.elsewhere.map((path) => printable(String(path))).join(', ')}`)
}

/** @param {Extract<Journal['source'], { kind: 'file' }>} source */
async function checkFile({ file, bytes, sha256 }) {
  const now = existsSync(file) ? await measureFile(file) : undefined
  if (now?.bytes === bytes && now.sha256 === sha256) return
  throw new UserError(`${file} is not the file any more that this restore began with.`, 'Put it back and run this again, or give it up: npm run restore -- --abandon')
}

/**
 * Only now does the old gateway end. Its volume stays.
 * @param {Restore} restore
 */
export async function removeOldMachine(restore) {
  const { context, journal, limit } = restore
  const patient = { ...context, timeLimit: Math.max(limit, 90_000) }
  const old = journal.removed ? undefined : (await listMachines(context)).find(({ id }) => id === journal.machine)
  if (old?.state === 'started') {
    await changeByFly(patient, stopArgs(journal)).catch((error) => {
      if (!(error instanceof UserError) || error.exitCode !== exitCodes.failed) throw error
      note(`${error.message}\nIt is ended all the same; its volume stays as it is.`)
    })
  }
  if (old) await changeByFly(patient, destroyArgs(journal.app, journal.machine))
  journal.removed = true
  save(restore)
}

/**
 * Brings back the start command and the release that this folder names, on the new volume; what the machine ran on the
 * old one does not matter.
 * @param {Restore} restore
 */
export async function deploy({ context: { deployment } }) {
  say('\n$ npm run deploy -- --force --any-release')
  const code = await runScriptOf(deployment, 'deploy', ['--force', '--any-release'])
  if (code === exitCodes.cancelled) throw new UserError('Interrupted during the deploy.', 'Go on with it: npm run restore', code)
  if (code !== 0) {
    throw new UserError(`The data is in place, and the deploy failed (exit code ${code}).`, 'See what it says above, and npm run doctor. Then go on: npm run restore')
  }
}
