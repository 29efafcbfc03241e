// @ts-check
import { lowerStamp } from './config-stamp.mjs'
import { readDeployment } from './deployment.mjs'
import { findGatewayVolume } from './gateway-volume.mjs'
import { generatorArgs, runGenerator } from './generator.mjs'
import { enterMachine } from './in-machine.mjs'
import { findRunningRelease } from './machine-release.mjs'
import { listMachines } from './machines.mjs'
import { exitCodes, say, UserError } from './messages.mjs'
import { readJournal } from './restore-journal.mjs'
import { quoteCommand, runScriptOf } from './run-command.mjs'

/**
 * The steps of a rollback, in their order. Each looks first whether it is done.
 * @typedef {import('./deployment.mjs').Deployment} Deployment
 * @typedef {import('./fly.mjs').FlyContext} FlyContext
 * @typedef {import('./rollback-journal.mjs').Journal} Journal
 */

const again = 'Then go on: npm run rollback'

/**
 * An update like any other: what the person changed stays.
 * @param {Pick<Deployment, 'generator'>} deployment
 * @param {string} to
 */
export function folderArgs(deployment, to) {
  return generatorArgs(deployment, ['update', '--to', to, '--rollback', '--yes'])
}

/**
 * @param {Deployment} deployment
 * @param {string} to
 * @returns {Promise<Deployment>} as the folder then says it
 */
export async function bringFolderBack(deployment, to) {
  if (deployment.release === to) return deployment
  const code = await runGenerator(deployment, folderArgs(deployment, to))
  if (code === exitCodes.cancelled) throw new UserError('Interrupted while this folder went back; nothing at Fly was changed.', again, code)
  const now = readDeployment()
  if (code !== 0 || now.release !== to) throw new UserError(`This folder did not go back to ${to} (exit code ${code}); nothing at Fly was changed.`, `See what it says above, and settle that. ${again}`)
  return now
}

/**
 * @param {Journal} journal
 * @returns {string[]} of npm run restore
 */
export function restoreArgs({ means }) {
  return [...means.kind === 'snapshot' ? ['--snapshot', means.id] : [], ...means.kind === 'file' ? ['--file', means.file] : [], '--yes']
}

/**
 * What was on the volume before, on a new one. The deploy is a part of it.
 * @param {FlyContext} context
 * @param {Journal} journal
 */
export async function bringDataBack(context, journal) {
  const { deployment } = context
  const underWay = readJournal(deployment.folder) !== undefined
  if (!underWay && (await findGatewayVolume(context)).id !== journal.volume) return deploy(context, [])
  const args = underWay ? ['--yes'] : restoreArgs(journal)
  say(`\n$ ${quoteCommand(['npm', 'run', 'restore', '--', ...args])}`)
  const code = await runScriptOf(deployment, 'restore', args)
  if (code !== 0) throw new UserError(`The data of before is not back yet (exit code ${code}).`, `See what it says above. ${again}`, code === exitCodes.cancelled ? code : exitCodes.failed)
}

/**
 * The older release on the data as it is.
 * @param {FlyContext} context
 * @param {Journal} journal
 */
export async function deployOlder(context, { to, means }) {
  const [machine] = await listMachines(context)
  const running = machine && await findRunningRelease(context, machine)
  if (means.kind === 'data' && machine?.state === 'started' && running?.release !== to) await lowerStamp(await enterMachine(context), to)
  await deploy(context, running?.release === to ? [] : ['--force'])
}

/**
 * @param {FlyContext} context
 * @param {readonly string[]} more
 */
async function deploy({ deployment }, more) {
  const args = [...more, '--any-release']
  say(`\n$ npm run deploy -- ${args.join(' ')}`)
  const code = await runScriptOf(deployment, 'deploy', args)
  if (code !== 0) throw new UserError(`The deploy did not come to its end (exit code ${code}).`, `See what it says above, and npm run doctor. ${again}`, code === exitCodes.cancelled ? code : exitCodes.failed)
}
