// @ts-check
import { openclawWords } from './in-machine.mjs'
import { stateDir } from './places.mjs'

/**
 * Every fly command of a restore, in the order of its steps.
 * @typedef {import('./restore-journal.mjs').Journal} Journal
 */

/** Where the backup lies in the machine, outside of the volume. */
export const machineFolder = '/tmp/openclaw-fly-restore'

/**
 * `--yes`: without it fly asks whether one volume is enough. The new one may share hardware with the old one, which is
 * only kept for a while.
 * @param {Journal} journal
 */
export function createVolumeArgs({ app, source, volume: { name, region, sizeGb, days } }) {
  return [
    'volumes', 'create', name, '--app', app, '--region', region, '--size', String(sizeGb),
    ...source.kind === 'snapshot' ? ['--snapshot-id', source.id] : [],
    '--snapshot-retention', String(days), '--require-unique-zone=false', '--yes', '--json',
  ]
}

/**
 * A copy of the machine that holds the new volume and does nothing: a deploy cannot swap a machine's volume, and from two
 * loose volumes of one name it would take either (flyctl 2026-08-21, internal/command/deploy/machines_launchinput.go).
 * `--detach`: its health check cannot pass while it sleeps.
 * @param {Journal} journal
 * @param {string} newVolume
 */
export function cloneArgs({ app, machine, volume: { region } }, newVolume) {
  return ['machine', 'clone', machine, '--app', app, '--region', region, '--attach-volume', newVolume, '--override-cmd', 'sleep infinity', '--detach']
}

/**
 * @param {Journal} journal
 * @param {string} file
 * @param {string} newMachine
 */
export function putArgs({ app }, file, newMachine) {
  return ['ssh', 'sftp', 'put', file, `${machineFolder}/backup.tar.gz`, '--app', app, '--machine', newMachine, '--quiet']
}

/** What unpack-backup.mjs has OpenClaw do. */
export function unpackWords() {
  return openclawWords(['backup', 'restore', `${machineFolder}/backup.tar.gz`, '--target', `${stateDir}/.openclaw-fly-restore.half`, '--json'])
}

/**
 * The gateway ends cleanly within this time or is ended. Fly waits for 60 seconds at most (fly-go 0.9.6, flaps_machines_wait.go).
 * @param {Journal} journal
 */
export function stopArgs({ app, machine }) {
  return ['machine', 'stop', machine, '--app', app, '--timeout', '45', '--wait-timeout', '60s']
}

/**
 * @param {string} app
 * @param {string} machine
 */
export function destroyArgs(app, machine) {
  return ['machine', 'destroy', machine, '--force', '--app', app]
}

/**
 * @param {string} app
 * @param {string} volume
 */
export function destroyVolumeArgs(app, volume) {
  return ['volumes', 'destroy', volume, '--app', app, '--yes']
}
