// @ts-check
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, renameSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { callFly } from './fly.mjs'
import { describeInMachine, openclawWords, runInMachine } from './in-machine.mjs'
import { backupName, makeBackupsFolder, measureFile } from './local-backups.mjs'
import { runMachineProgram } from './machine-program.mjs'
import { note, say, UserError } from './messages.mjs'
import { openclawProgram } from './places.mjs'
import { quoteCommand } from './run-command.mjs'

/**
 * @typedef {import('./in-machine.mjs').InMachine} InMachine
 * @typedef {import('./local-backups.mjs').Measure} Measure
 * @typedef {Measure & { file: string, missing: string[] }} Fetched  `file` relative to the deployment; `missing`: paths that vanished while OpenClaw read them
 */

/** @param {string} folder  in the machine */
export function packWords(folder) {
  return openclawWords(['backup', 'create', '--output', `${folder}/backup.tar.gz`, '--verify', '--json'])
}

/**
 * @param {string} app
 * @param {string} machine
 * @param {string} folder  in the machine
 * @param {string} file
 */
export function getArgs(app, machine, folder, file) {
  return ['ssh', 'sftp', 'get', `${folder}/backup.tar.gz`, file, '--app', app, '--machine', machine, '--quiet']
}

/**
 * Lets OpenClaw make a backup in the machine, and brings it here: whole and with the machine's own checksum, or not at
 * all. The machine keeps nothing of it.
 * @param {InMachine} inMachine
 * @param {Date} now
 * @returns {Promise<Fetched>}
 */
export async function fetchBackup(inMachine, now) {
  const place = makeBackupsFolder(inMachine.deployment.folder)
  const target = join(place, backupName(inMachine.deployment.app, now))
  if (existsSync(target)) throw new UserError(`${target} is there already, and a backup is never replaced.`, 'Run this again.')
  const folder = `/tmp/openclaw-fly-backup-${randomBytes(6).toString('hex')}`
  try {
    say(`$ ${describeInMachine(inMachine, packWords(folder))}`)
    const packed = toPacked(await runMachineProgram(inMachine, 'pack-backup', [openclawProgram, folder]))
    await download(inMachine, folder, `${target}.half`, packed)
    renameSync(`${target}.half`, target)
    return { ...packed, file: relative(inMachine.deployment.folder, target) }
  } finally {
    rmSync(`${target}.half`, { force: true })
    await removeFromMachine(inMachine, folder)
  }
}

/**
 * @param {Record<string, unknown>} answer
 * @returns {Measure & { missing: string[] }}
 */
function toPacked({ bytes, sha256, verified, missing }) {
  if (verified !== true || typeof bytes !== 'number' || typeof sha256 !== 'string' || !Array.isArray(missing)) {
    throw new UserError('OpenClaw made a backup and did not say that it verified it, so it was not fetched.', 'Look at it by hand: npm run openclaw -- backup create --dry-run --json')
  }
  return { bytes, sha256, missing: missing.map(String) }
}

/**
 * @param {InMachine} inMachine
 * @param {string} folder
 * @param {string} file
 * @param {Measure} packed
 */
async function download(inMachine, folder, file, packed) {
  const args = getArgs(inMachine.deployment.app, inMachine.machine, folder, relative(inMachine.deployment.folder, file))
  say(`$ ${quoteCommand([inMachine.fly.name, ...args])}`)
  await callFly(inMachine, args)
  chmodSync(file, 0o600) // fly makes it readable for all (0644); until here the folder kept others out
  const got = await measureFile(file)
  if (got.bytes !== packed.bytes || got.sha256 !== packed.sha256) {
    throw new UserError(`The backup did not arrive as it left the machine (${got.bytes} of ${packed.bytes} bytes), so it was thrown away.`, 'Run this again.')
  }
}

/**
 * Never hides why we are here: a failure is told, not thrown.
 * @param {InMachine} inMachine
 * @param {string} folder
 */
async function removeFromMachine(inMachine, folder) {
  const words = ['rm', '-rf', folder]
  await runInMachine(inMachine, words).catch(() => {
    note(`The machine may still hold the backup in ${folder}, until the next deploy. Remove it: ${describeInMachine(inMachine, words)}`)
  })
}
