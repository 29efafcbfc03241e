// @ts-check
import { findApp, listAppsArgs } from './account.mjs'
import { listAddresses, listAddressesArgs } from './addresses.mjs'
import { readMachine } from './doctor-machine.mjs'
import { callFly, logsArgs } from './fly.mjs'
import { listArgs, listSecretsAtFly } from './fly-secrets.mjs'
import { knock } from './knock.mjs'
import { cleanLine } from './log-lines.mjs'
import { runMachineProgram } from './machine-program.mjs'
import { listMachineRows, listMachinesArgs } from './machines.mjs'
import { exitCodes, UserError } from './messages.mjs'
import { openclawProgram, stateDir } from './places.mjs'
import { isRecord, toRecord } from './shape.mjs'
import { listVolumes, listVolumesArgs } from './volumes.mjs'

/**
 * @typedef {import('./fly.mjs').FlyContext} FlyContext
 * @typedef {import('./doctor-machine.mjs').MachineFacts} MachineFacts
 * @typedef {{ port?: unknown, bind?: unknown, authMode?: unknown, trustedProxies?: unknown, allowedOrigins?: unknown }} GatewayConfig
 * @typedef {{ channel: string, accountId?: string, configured?: boolean, running?: boolean, error?: string }} SilentChannel
 * @typedef {{
 *   app: boolean, machines: MachineFacts[], volumes: import('./volumes.mjs').Volume[], addresses: import('./addresses.mjs').Address[],
 *   secrets: Map<string, string>, logs: string[], web: import('./knock.mjs').WebAnswer,
 *   space: { freeMb: number, sizeMb: number }, owners: { paths: string[], more: number }, health: number, config: GatewayConfig,
 *   validity: { valid: boolean, issues: string[] }, channels: SilentChannel[], devices: { waiting: number },
 * }} Facts  from `space` on it is what the machine says of itself
 * @typedef {keyof Facts} Source
 * @typedef {{ [S in Source]: { found: Facts[S] } | { failed: string } }} Gathered
 */

/** @param {unknown} value */
const isTexts = (value) => Array.isArray(value) && value.every((one) => typeof one === 'string')

/**
 * What each part of the machine's answer must look like: the machine runs what strangers talk to.
 * @type {Record<string, (value: unknown) => boolean>}
 */
const inside = {
  space: (value) => Number.isFinite(toRecord(value).freeMb) && Number.isFinite(toRecord(value).sizeMb),
  owners: (value) => isTexts(toRecord(value).paths) && Number.isFinite(toRecord(value).more),
  health: Number.isFinite,
  config: isRecord,
  validity: (value) => typeof toRecord(value).valid === 'boolean' && isTexts(toRecord(value).issues),
  channels: (value) => Array.isArray(value) && value.every((one) => typeof toRecord(one).channel === 'string'),
  devices: (value) => Number.isFinite(toRecord(value).waiting),
}

/** How many answers of OpenClaw one look into the machine waits for. */
const commandsInside = 3

/** Every fly command that gathering runs, for people. @param {string} app */
export function gatherCommands(app) {
  return [listAppsArgs, listMachinesArgs(app), listVolumesArgs(app), listAddressesArgs(app), listArgs(app), logsArgs(app)]
}

/**
 * A source that fails takes only its own rules with it.
 * @template T
 * @param {Promise<T>} source
 * @returns {Promise<{ found: T } | { failed: string }>}
 */
async function attempt(source) {
  try {
    return { found: await source }
  } catch (error) {
    if (!(error instanceof UserError) || error.exitCode === exitCodes.cancelled) throw error
    return { failed: cleanLine(error.message.split('\n')[0] ?? '') }
  }
}

/** @param {FlyContext} context */
async function readLogs(context) {
  const { app, secrets } = context.deployment
  const text = await callFly(context, logsArgs(app))
  return text.split('\n').filter((line) => line.trim()).map((line) => cleanLine(line, secrets))
}

/**
 * @param {FlyContext} context
 * @param {Promise<MachineFacts[]>} machines
 */
async function lookAround(context, machines) {
  const started = (await machines).filter(({ state }) => state === 'started')
  const [machine, second] = started
  if (!machine) throw new UserError('no machine runs', '')
  if (second) throw new UserError('more than one machine runs', '')
  const { port } = context.deployment
  const timeLimit = context.timeLimit * commandsInside
  return runMachineProgram({ ...context, timeLimit, machine: machine.id, user: 'node' }, 'look-around', [openclawProgram, stateDir, String(port)])
}

/**
 * @param {Record<string, unknown>} answer
 * @param {string} name
 * @returns {{ found: any } | { failed: string }}
 */
function toPart(answer, name) {
  const { found, failed } = toRecord(answer[name])
  if (inside[name]?.(found)) return { found }
  return { failed: typeof failed === 'string' ? cleanLine(failed) : 'the machine does not say it in the way that is expected' }
}

/**
 * All at once; only the look into the machine waits for the list of machines.
 * @param {FlyContext} context
 * @param {string} url  where the gateway answers in public mode
 * @returns {Promise<Gathered>}
 */
export async function gatherFacts(context, url) {
  const rows = listMachineRows(context).then((all) => all.map(readMachine))
  const [app, machines, volumes, addresses, secrets, logs, web, machine] = await Promise.all([
    attempt(findApp(context).then((org) => org !== undefined)),
    attempt(rows),
    attempt(listVolumes(context)),
    attempt(listAddresses(context)),
    attempt(listSecretsAtFly(context)),
    attempt(readLogs(context)),
    attempt(context.deployment.access === 'public' ? knock(url) : Promise.reject(new UserError('a private gateway has no public page', ''))),
    attempt(lookAround(context, rows)),
  ])
  const parts = Object.fromEntries(Object.keys(inside).map((name) => [name, 'failed' in machine ? machine : toPart(machine.found, name)]))
  return /** @type {Gathered} */ ({ app, machines, volumes, addresses, secrets, logs, web, ...parts })
}
