// @ts-check
// Brings back what a backup or a snapshot holds, on a new volume: npm run restore
import { requireConsent } from './lib/consent.mjs'
import { readDeployment } from './lib/deployment.mjs'
import { findFly } from './lib/find-program.mjs'
import { readFlags, readTimeLimits, usageError } from './lib/flags.mjs'
import { formatHelp } from './lib/format-help.mjs'
import { changeByFly } from './lib/fly.mjs'
import { readFlyToml } from './lib/fly-toml.mjs'
import { findGatewayVolume } from './lib/gateway-volume.mjs'
import { listMachines } from './lib/machines.mjs'
import { exitCodes, runScript, say, UserError } from './lib/messages.mjs'
import { requireCommand } from './lib/old-releases.mjs'
import { destroyArgs, destroyVolumeArgs } from './lib/restore-commands.mjs'
import { deleteJournal, readJournal, writeJournal } from './lib/restore-journal.mjs'
import { describeProgress, describeRestore } from './lib/restore-report.mjs'
import { chooseSource, findSourceRelease, refuseNewerData } from './lib/restore-source.mjs'
import { attachVolume, deploy, fillVolume, provideVolume, removeOldMachine } from './lib/restore-steps.mjs'
import { quoteCommand } from './lib/run-command.mjs'
import { listVolumes } from './lib/volumes.mjs'

/**
 * @typedef {import('./lib/flags.mjs').Flags} Flags
 * @typedef {import('./lib/fly.mjs').FlyContext} FlyContext
 * @typedef {import('./lib/restore-journal.mjs').Journal} Journal
 */

const defaultLimit = 900
const sources = ['snapshot', 'file', 'volume']

const flagSpec = {
  snapshot: { value: 'ID', help: 'restore this snapshot at Fly' },
  file: { value: 'FILE', help: 'restore this backup, fetched by npm run backup' },
  volume: { value: 'ID', help: 'go back to this volume, such as the old one after a restore' },
  yes: { help: 'do not ask' },
  abandon: { help: 'give up a restore that was interrupted; the gateway stays on its old volume' },
  'dry-run': { help: 'say what would be lost and show the commands; change nothing' },
  'time-limit': { value: 'SECONDS', help: `how long one step may take (default ${defaultLimit})` },
  help: { help: 'show this' },
}

const help = formatHelp(`npm run restore [-- flags]

Brings back what a snapshot or a backup holds, on a new volume. Says first what will be lost, and asks. The gateway goes on running on its old volume until the new one is filled; the old one is kept. If it is interrupted, running it again goes on where it was. Without a flag it shows what there is to restore.

Back to the OpenClaw from before an upgrade, with its data: npm run rollback

Exit codes: 0 done, 1 failed, 2 wrong flag, 130 cancelled`, flagSpec, ['npm run restore', 'npm run restore -- --snapshot vs_AbC123 --dry-run', 'npm run restore -- --snapshot vs_AbC123'])

/** @param {string[]} argv */
function readRequest(argv) {
  const flags = readFlags(argv, flagSpec, help)
  const given = [...sources, 'abandon'].filter(flags.has)
  if (given.length > 1) throw usageError(`--${given[0]} and --${given[1]} do not go together.`)
  return flags
}

/**
 * Where fly.toml puts the machine: the way to another region is a restore, since a volume cannot move.
 * @param {FlyContext} context
 */
function wantedRegion({ deployment: { folder, config, region } }) {
  const { region: written = region } = readFlyToml(folder, config)
  if (!/^[a-z]{3}$/.test(written)) throw new UserError(`primary_region in ${config} is not a region of Fly.`, 'It is three letters, such as fra. All of them: fly platform regions')
  return written
}

/**
 * @param {FlyContext} context
 * @param {Flags} flags
 * @returns {Promise<{ journal: Journal, text: string }>}
 */
async function begin(context, flags) {
  const { app } = context.deployment
  const [machine, second] = await listMachines(context)
  if (!machine) throw new UserError(`The app ${app} has no machine to put a restored volume on.`, 'Deploy first, even if the gateway cannot start: npm run deploy')
  if (second) throw new UserError(`The app ${app} has more than one machine, and there must be one.`, `See them: ${quoteCommand([context.fly.name, 'machine', 'list', '--app', app])}\nWhy that is, and the cure: npm run doctor`)
  const volume = await findGatewayVolume(context)
  const volumes = await listVolumes(context)
  const { source, label, time } = await chooseSource(flags, context, volume, volumes)
  refuseNewerData(context.deployment, source)
  const { id, name, sizeGb, days } = volume
  const region = volumes.find((one) => source.kind === 'volume' && one.id === source.id)?.region ?? wantedRegion(context)
  /** @type {Journal} */
  const journal = { app, source, machine: machine.id, volume: { id, name, sizeGb, region, days }, known: volumes.map((one) => one.id), ...source.kind === 'volume' && { newVolume: source.id } }
  return { journal, text: describeRestore(context, journal, { label, time, now: new Date() }) }
}

/**
 * @param {FlyContext} context
 * @param {Flags} flags
 * @returns {Promise<{ journal: Journal, text: string }>}
 */
async function goOn(context, flags, /** @type {Journal} */ journal) {
  if (sources.some(flags.has)) throw usageError('A restore is under way already.', `Go on with it: npm run restore\nOr give it up first: npm run restore -- --abandon\n${describeProgress(journal)}`)
  if (journal.app !== context.deployment.app) throw new UserError(`A restore of another app (${journal.app}) is under way in this folder.`, 'Give it up: npm run restore -- --abandon')
  return { journal, text: `Going on with the restore that was interrupted.\n${describeProgress(journal)}` }
}

/**
 * @param {FlyContext} context
 * @param {Journal | undefined} journal
 */
async function abandon(context, journal) {
  if (!journal) throw usageError('No restore is under way, so there is nothing to give up.', '')
  if (journal.removed) throw new UserError('The old machine is gone already, so there is no way back but forward.', `Finish it: npm run restore\nThen go back, if you like: npm run restore -- --volume ${journal.volume.id}`)
  const volume = (await listVolumes(context)).find(({ id }) => id === journal.newVolume)
  const copy = journal.newMachine ?? volume?.machine
  if (copy && copy !== journal.machine && (await listMachines(context)).some(({ id }) => id === copy)) await changeByFly(context, destroyArgs(journal.app, copy))
  if (!context.dryRun) deleteJournal(context.deployment.folder)
  say(`Given up. The gateway is on ${journal.volume.id}, as before.`)
  if (volume && journal.source.kind !== 'volume') say(`What the new volume has is of no use any more: ${quoteCommand([context.fly.name, ...destroyVolumeArgs(journal.app, volume.id)])}`)
  return exitCodes.ok
}

/**
 * @param {import('./lib/deployment.mjs').Deployment} deployment
 * @param {string} volume
 */
function describeWayBack({ folder, release }, volume) {
  const of = findSourceRelease(folder, { kind: 'volume', id: volume })
  return `npm run restore -- --volume ${volume}${of && of.release !== release ? `   once this folder has ${of.release} again` : ''}`
}

/**
 * @param {FlyContext} context
 * @param {Journal} journal
 * @param {number} limit
 */
async function carryOut(context, journal, limit) {
  const restore = { context, journal, limit }
  writeJournal(context.deployment.folder, journal)
  for (const step of [provideVolume, attachVolume, fillVolume, removeOldMachine, deploy]) await step(restore)
  deleteJournal(context.deployment.folder)
  const { app, volume, newVolume } = journal
  say(`
Restored. The gateway runs on the volume ${newVolume}.
What was before is on ${volume.id}, attached to nothing. It costs something as long as it is there.
  Back to it:                ${describeWayBack(context.deployment, volume.id)}
  When you are sure, end it: ${quoteCommand([context.fly.name, ...destroyVolumeArgs(app, volume.id)])}`)
}

/** @param {string[]} argv */
async function main(argv) {
  const flags = readRequest(argv)
  const deployment = readDeployment()
  const { quick, long } = readTimeLimits(flags, defaultLimit)
  const context = { fly: findFly(), deployment, timeLimit: quick, dryRun: flags.has('dry-run') }
  const old = readJournal(deployment.folder)
  if (flags.has('abandon')) return abandon(context, old)
  if (flags.has('file') && !old) requireCommand(deployment, 'backup restore', 'A snapshot brings everything back too: npm run restore shows those that there are')
  const { journal, text } = old ? await goOn(context, flags, old) : await begin(context, flags)
  say(text)
  if (flags.has('dry-run')) return exitCodes.ok
  await requireConsent(flags.has('yes'), '\nGo on?')
  await carryOut(context, journal, long)
  return exitCodes.ok
}

await runScript(main)
