// @ts-check
import { findApp, listAppsArgs, readAccount } from './account.mjs'
import { packWords } from './fetch-backup.mjs'
import { announceFly } from './fly.mjs'
import { describeGenerator, generatorArgs } from './generator.mjs'
import { describeInMachine, enterMachine } from './in-machine.mjs'
import { describeHealth, isHealthy, listHealth, refuseSeveral } from './machine-health.mjs'
import { readMachineRelease, withKnownVersions } from './machine-release.mjs'
import { listMachinesArgs } from './machines.mjs'
import { say, UserError } from './messages.mjs'
import { compareReleases, convertsData, isRelease } from './release.mjs'
import { quoteCommand } from './run-command.mjs'
import { snapshotArgs } from './take-snapshot.mjs'
import { proofCommands } from './upgrade-proof.mjs'

/**
 * What an upgrade starts from, and what it will do.
 * @typedef {import('./fly.mjs').FlyContext} FlyContext
 * @typedef {import('./in-machine.mjs').InMachine} InMachine
 * @typedef {import('./release.mjs').Release} Release
 */

/**
 * The one machine that an upgrade is for.
 * @param {FlyContext} context
 * @returns {Promise<InMachine & { healthy: boolean }>}
 */
export async function findMachine(context) {
  const { app } = context.deployment
  say(`  signed in as ${await readAccount(context)}`)
  announceFly(context, listAppsArgs)
  if (await findApp(context) === undefined) throw new UserError(`Your Fly account has no app ${app} yet.`, 'Nothing to upgrade: npm run deploy')
  announceFly(context, listMachinesArgs(app))
  const machines = await listHealth(context)
  refuseSeveral(context, machines)
  const [machine] = machines
  if (!machine) throw new UserError(`The app ${app} has no machine yet.`, 'Nothing to upgrade: npm run deploy')
  say(`  ${describeHealth(machine)}`)
  return { ...await enterMachine(context), healthy: isHealthy(machine) }
}

/**
 * @param {InMachine} inMachine
 * @returns {Promise<Release>} in the machine
 */
export async function compareWithMachine(inMachine) {
  const { release, folder } = inMachine.deployment
  const running = withKnownVersions(folder, await readMachineRelease(inMachine))
  if (!isRelease(release)) throw new UserError('scripts/deployment.json names a release that is none of OpenClaw\'s.', 'Write it as openclaw-fly.toml has it, such as 2026.9.6.')
  if (compareReleases(release, running.release) < 0) {
    throw new UserError(`The machine runs OpenClaw ${running.release}, and this folder has ${release}, which is older.`, `Back to an older release, with data that it can read: npm run rollback\nA newer one for this folder: ${describeGenerator(generatorArgs(inMachine.deployment, ['update', '--to', 'RELEASE'], 'latest'))}`)
  }
  return running
}

/**
 * @param {InMachine} inMachine
 * @param {{ running: Release, volume: string, withBackup: boolean }} about
 */
export function describePlan(inMachine, { running, volume, withBackup }) {
  const { deployment } = inMachine
  const { app, release, schemaVersions } = deployment
  const oneWay = convertsData({ release, schemaVersions }, running)
  const fly = (/** @type {string[]} */ args) => `  $ ${quoteCommand([inMachine.fly.name, ...args])}`
  return [
    `\nOpenClaw ${running.release} → ${release} on ${app}`,
    oneWay
      ? `${release} converts the data on the volume. ${running.release} cannot read it then: the way back is the snapshot, without\nwhat happens after it (npm run rollback).`
      : `Both read the same data, so npm run rollback keeps what happens after the upgrade.`,
    'The gateway is away for some minutes while the new release starts.',
    ...withBackup ? [`  $ ${describeInMachine(inMachine, packWords('/tmp/openclaw-fly-backup-RANDOM'))}`] : [],
    fly(snapshotArgs(app, volume)),
    `  $ npm run deploy`,
    ...proofCommands(inMachine).map((command) => `  $ ${command}`),
  ].join('\n')
}
