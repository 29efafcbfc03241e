// @ts-check
// Goes back to the release from before an upgrade, with data that it can read: npm run rollback
import { requireConsent } from './lib/consent.mjs'
import { readDeployment } from './lib/deployment.mjs'
import { findFly } from './lib/find-program.mjs'
import { readFlags, readTimeLimits, usageError } from './lib/flags.mjs'
import { formatHelp } from './lib/format-help.mjs'
import { announceFly } from './lib/fly.mjs'
import { findGatewayVolume } from './lib/gateway-volume.mjs'
import { describeGenerator } from './lib/generator.mjs'
import { historyName, readHistory } from './lib/history.mjs'
import { enterMachine } from './lib/in-machine.mjs'
import { isHealthy, listHealth, refuseSeveral } from './lib/machine-health.mjs'
import { findRunningRelease } from './lib/machine-release.mjs'
import { listMachinesArgs } from './lib/machines.mjs'
import { exitCodes, runScript, say, UserError } from './lib/messages.mjs'
import { compareReleases, isRelease } from './lib/release.mjs'
import { describeHistory, describeRollback } from './lib/rollback-report.mjs'
import { forgetRollback, readRollback, writeRollback } from './lib/rollback-journal.mjs'
import { findDataRelease, findWaysBack } from './lib/rollback-plan.mjs'
import { bringDataBack, bringFolderBack, deployOlder, folderArgs } from './lib/rollback-steps.mjs'
import { chooseMeans } from './lib/rollback-means.mjs'
import { forgetUpgrade } from './lib/upgrade-journal.mjs'
import { proveRelease } from './lib/upgrade-proof.mjs'

/**
 * @typedef {import('./lib/flags.mjs').Flags} Flags
 * @typedef {import('./lib/fly.mjs').FlyContext} FlyContext
 * @typedef {import('./lib/release.mjs').Release} Release
 * @typedef {import('./lib/rollback-journal.mjs').Journal} Journal
 * @typedef {import('./lib/rollback-plan.mjs').Way} Way
 */

const defaultLimit = 900

const flagSpec = {
  to: { value: 'RELEASE', help: 'to this one; without it, to the one from before the last upgrade' },
  list: { help: 'show what was deployed when, and what leads back; change nothing' },
  backup: { help: 'from the backup in this folder, not from the snapshot at Fly' },
  abandon: { help: 'forget a rollback that was interrupted' },
  yes: { help: 'do not ask' },
  'dry-run': { help: 'say what would be lost and done; change nothing' },
  'time-limit': { value: 'SECONDS', help: `how long one step may take (default ${defaultLimit})` },
  help: { help: 'show this' },
}

const help = formatHelp(`npm run rollback [-- flags]

Goes back to the OpenClaw release from before an upgrade: this folder, the machine, and where the newer release converted the data, that too: what was on the volume before comes back on a new one, and what happened since then is lost. It says so first, and asks. The volume of now is kept.
Run it again after anything, Ctrl-C too: it goes on where it stopped.

Exit codes: 0 the older release runs, 1 failed, 2 wrong flag or nobody to ask, 130 cancelled`, flagSpec, ['npm run rollback', 'npm run rollback -- --list', 'npm run rollback -- --dry-run'])

/**
 * @param {FlyContext} context
 * @returns {Promise<{ running: Release | undefined, data: Release | undefined }>}
 */
async function lookUp(context) {
  announceFly(context, listMachinesArgs(context.deployment.app))
  const machines = await listHealth(context)
  refuseSeveral(context, machines)
  const [machine] = machines
  if (!machine) throw new UserError(`The app ${context.deployment.app} has no machine, so there is nothing to go back from.`, 'Deploy: npm run deploy')
  const running = await findRunningRelease(context, machine)
  return { running, data: findDataRelease(readHistory(context.deployment.folder), running, isHealthy(machine)) }
}

/**
 * @param {FlyContext} context
 * @param {Flags} flags
 * @returns {Promise<{ journal: Journal, way: Way }>}
 */
async function plan(context, flags) {
  const { app, folder, release } = context.deployment
  const { running, data } = await lookUp(context)
  const [wanted] = flags.values('to')
  if (!data) throw explainNothing()
  const { id: volume } = await findGatewayVolume(context)
  const isAhead = running && running === data && isRelease(release) && compareReleases(release, running.release) > 0
  if (isAhead && (wanted ?? running.release) === running.release) {
    return { journal: { app, from: release, to: running.release, means: { kind: 'untouched' }, volume }, way: { to: running, keepsData: true } }
  }
  const ways = findWaysBack(readHistory(folder), data)
  const way = wanted === undefined ? ways.find(({ to }) => to.release === release) ?? ways[0] : ways.find(({ to }) => to.release === wanted)
  if (!way) throw ways.length === 0 ? explainNothing() : explainUnknown(ways)
  return { journal: { app, from: data.release, to: way.to.release, means: await chooseMeans(context, way, flags.has('backup')), volume }, way }
}

function explainNothing() {
  return new UserError(`${historyName} knows no older release that leads back.`, 'What there is to restore: npm run backup -- --list\nWith an older release as well: RUNBOOK.md, "Go back"')
}

/** @param {readonly Way[]} ways */
function explainUnknown(ways) {
  return usageError(`--to: nothing leads back to that release. What does: ${ways.map(({ to }) => to.release).join(', ')}`, 'More: npm run rollback -- --list')
}

/**
 * @param {FlyContext} context
 * @param {Journal} journal
 */
async function carryOut(context, journal) {
  writeRollback(context.deployment.folder, journal)
  const deployment = await bringFolderBack(context.deployment, journal.to)
  const there = { ...context, deployment }
  const { kind } = journal.means
  await (kind === 'snapshot' || kind === 'file' ? bringDataBack : deployOlder)(there, journal)
  await proveRelease(await enterMachine(there))
  forgetRollback(deployment.folder)
  forgetUpgrade(deployment.folder) // what that saved is not what the next one starts from
  say(`\nOpenClaw ${journal.to} runs again. What the configuration in use has and this folder's has not: npm run config -- diff`)
}

/**
 * @param {FlyContext} context
 * @param {Journal | undefined} journal
 */
function abandon({ deployment }, journal) {
  if (!journal) throw usageError('No rollback is under way, so there is nothing to forget.', '')
  forgetRollback(deployment.folder)
  say(`Forgotten. This folder has ${deployment.release}. A restore that it began: npm run restore -- --abandon\nBack to ${journal.from}: ${describeGenerator(['--yes', 'create-openclaw-fly@latest', 'update', '--to', journal.from])}`)
  return exitCodes.ok
}

/**
 * @param {FlyContext} context
 * @param {Flags} flags
 * @param {Journal | undefined} old
 */
async function begin(context, flags, old) {
  if (old) {
    if ((flags.values('to')[0] ?? old.to) !== old.to) throw usageError(`A rollback to ${old.to} is under way already.`, 'Go on with it: npm run rollback\nOr forget it: npm run rollback -- --abandon')
    say(`Going on with the rollback to ${old.to}.`)
    return old
  }
  const { journal, way } = await plan(context, flags)
  say(describeRollback(context, journal, way, { now: new Date(), folder: describeGenerator(folderArgs(context.deployment, journal.to)) }))
  return journal
}

/** @param {string[]} argv */
async function main(argv) {
  const flags = readFlags(argv, flagSpec, help)
  const [to] = flags.values('to')
  if (to !== undefined && !isRelease(to)) throw usageError('--to needs a release of OpenClaw, such as 2026.9.5.')
  const deployment = readDeployment()
  if (flags.has('list')) {
    say(describeHistory(readHistory(deployment.folder)))
    return exitCodes.ok
  }
  const { quick } = readTimeLimits(flags, defaultLimit)
  const context = { deployment, timeLimit: quick, fly: findFly() }
  const old = readRollback(deployment.folder)
  if (flags.has('abandon')) return abandon(context, old)
  const journal = await begin(context, flags, old)
  if (flags.has('dry-run')) return exitCodes.ok
  await requireConsent(flags.has('yes') || old !== undefined, '\nGo back?')
  await carryOut(context, journal)
  return exitCodes.ok
}

await runScript(main)
