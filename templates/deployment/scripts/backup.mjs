// @ts-check
// Saves what the gateway knows, to a file here and as a snapshot at Fly: npm run backup
import { readDeployment } from './lib/deployment.mjs'
import { fetchBackup, getArgs, packWords } from './lib/fetch-backup.mjs'
import { findFly } from './lib/find-program.mjs'
import { readFlags, readTimeLimits, usageError } from './lib/flags.mjs'
import { formatHelp } from './lib/format-help.mjs'
import { findGatewayVolume } from './lib/gateway-volume.mjs'
import { describeInMachine, enterMachine } from './lib/in-machine.mjs'
import { backupsFolder, formatBytes } from './lib/local-backups.mjs'
import { exitCodes, joinErrors, note, runScript, say, UserError } from './lib/messages.mjs'
import { requireCommand } from './lib/old-releases.mjs'
import { quoteCommand } from './lib/run-command.mjs'
import { showBackups } from './lib/show-backups.mjs'
import { snapshotArgs, takeSnapshot } from './lib/take-snapshot.mjs'

/**
 * @typedef {import('./lib/deployment.mjs').Deployment} Deployment
 * @typedef {import('./lib/fly.mjs').FlyContext} FlyContext
 * @typedef {import('./lib/fetch-backup.mjs').Fetched} Fetched
 * @typedef {import('./lib/volumes.mjs').Snapshot} Snapshot
 */

const defaultLimit = 900

const flagSpec = {
  list: { help: 'show the backups here and the snapshots at Fly; make none' },
  'no-download': { help: 'only the snapshot at Fly' },
  'no-snapshot': { help: 'only the file here' },
  'dry-run': { help: 'show the commands; run none of them' },
  'time-limit': { value: 'SECONDS', help: `how long one step may take (default ${defaultLimit})` },
  help: { help: 'show this' },
}

const help = formatHelp(`npm run backup [-- flags]

Saves the gateway's configuration, credentials, sessions, memory and workspace, twice: OpenClaw's own verified backup, fetched into ${backupsFolder}/, and a snapshot of the volume, kept by Fly. The gateway goes on running.
Back again: npm run restore

Exit codes: 0 done, 1 failed, 2 wrong flag, 130 cancelled`, flagSpec, ['npm run backup', 'npm run backup -- --list'])

/** What OpenClaw 2026.9.6 leaves out, and what is not on the volume at all. */
const aboutFile = `It holds credentials and conversations: keep it as safe as a password, not only on this computer.
Not in it: the secrets at Fly (npm run secrets), plugin packages (they are fetched again), logs, replies
not yet sent, and whatever lies outside of the volume.`

/** @param {Deployment} deployment */
function showCommands({ app }, /** @type {{ file: boolean, snapshot: boolean }} */ wanted) {
  const folder = '/tmp/openclaw-fly-backup-RANDOM'
  if (wanted.file) {
    say(`$ ${describeInMachine({ fly: { name: 'fly' }, deployment: { app } }, packWords(folder))}`)
    say(`$ ${quoteCommand(['fly', ...getArgs(app, 'MACHINE_ID', folder, `${backupsFolder}/${app}-TIME.tar.gz`)])}`)
  }
  if (wanted.snapshot) say(`$ ${quoteCommand(['fly', ...snapshotArgs(app, 'VOLUME_ID')])}`)
}

/** @param {Fetched} fetched */
function reportFile({ file, bytes, sha256, missing }) {
  say(`Saved ${file}: ${formatBytes(bytes)}, as the machine made it (sha256 ${sha256}).`)
  if (missing.length > 0) note(`These vanished while OpenClaw read them, so they are not in it: ${missing.join(', ')}`)
}

/** @param {Snapshot} snapshot */
function reportSnapshot({ id, days }) {
  say(`Snapshot ${id} is there${days === undefined ? '' : `; Fly keeps it ${days} days`}.`)
}

/**
 * One that fails does not keep the other from being made.
 * @param {() => Promise<void>} step
 * @returns {Promise<UserError | undefined>}
 */
async function attempt(step) {
  try {
    await step()
    return undefined
  } catch (error) {
    if (error instanceof UserError && error.exitCode === exitCodes.failed) return error
    throw error
  }
}

/**
 * @param {FlyContext} context
 * @param {number} limit
 * @param {{ file: boolean, snapshot: boolean }} wanted
 */
async function save(context, limit, wanted) {
  const steps = [
    ...wanted.file ? [async () => reportFile(await fetchBackup({ ...await enterMachine(context), timeLimit: limit }, new Date()))] : [],
    ...wanted.snapshot ? [async () => reportSnapshot(await takeSnapshot(context, (await findGatewayVolume(context)).id, limit))] : [],
  ]
  /** @type {UserError[]} */
  const failures = []
  for (const step of steps) {
    const failure = await attempt(step)
    if (failure) failures.push(failure)
  }
  const [first, ...more] = failures
  if (first) throw joinErrors([first, ...more])
}

/** @param {string[]} argv */
async function main(argv) {
  const flags = readFlags(argv, flagSpec, help)
  const wanted = { file: !flags.has('no-download'), snapshot: !flags.has('no-snapshot') }
  if (!wanted.file && !wanted.snapshot) throw usageError('With --no-download and --no-snapshot nothing is left to do.')
  const deployment = readDeployment()
  const { quick, long } = readTimeLimits(flags, defaultLimit)
  if (flags.has('dry-run')) {
    showCommands(deployment, wanted)
    return exitCodes.ok
  }
  const context = { fly: findFly(), deployment, timeLimit: quick }
  if (flags.has('list')) {
    await showBackups(context)
    return exitCodes.ok
  }
  if (wanted.file) requireCommand(deployment, 'backup create', 'A snapshot has everything too, and Fly keeps it: npm run backup -- --no-download')
  await save(context, long, wanted)
  say(`\n${wanted.file ? `${aboutFile}\n` : ''}Bring it back: npm run restore`)
  return exitCodes.ok
}

await runScript(main)
