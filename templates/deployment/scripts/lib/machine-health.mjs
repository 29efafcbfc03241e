// @ts-check
import { fingerprintName } from './fingerprint.mjs'
import { changeByFly, describeLogs } from './fly.mjs'
import { listMachineRows } from './machines.mjs'
import { indent, UserError } from './messages.mjs'
import { quoteCommand } from './run-command.mjs'
import { toList, toRecord } from './shape.mjs'
import { waitFor } from './wait.mjs'

/**
 * @typedef {import('./fly.mjs').FlyContext} FlyContext
 * @typedef {import('./machines.mjs').Machine} Machine
 * @typedef {Machine & { checks: string[], expectsChecks: boolean, madeFrom: string | undefined }} Health
 *   `checks` are their states, such as passing; `madeFrom` is the fingerprint that the deploy left
 */

/**
 * What is missing in a row, or is not as expected, counts as not healthy.
 * @param {Machine} row
 * @returns {Health}
 */
function toHealth(row) {
  const { checks, config } = toRecord(row)
  const { env, checks: own, services } = toRecord(config)
  const madeFrom = toRecord(env)[fingerprintName]
  return {
    id: row.id,
    state: row.state,
    region: row.region,
    checks: toList(checks).map((check) => String(toRecord(check).status)),
    expectsChecks: Object.keys(toRecord(own)).length > 0 || toList(services).some((service) => toList(toRecord(service).checks).length > 0),
    madeFrom: typeof madeFrom === 'string' ? madeFrom : undefined,
  }
}

/**
 * @param {FlyContext} context
 * @returns {Promise<Health[]>}
 */
export async function listHealth(context) {
  return (await listMachineRows(context)).map(toHealth)
}

/** @param {Health} health */
export function isHealthy({ state, checks, expectsChecks }) {
  return state === 'started' && checks.every((status) => status === 'passing') && (checks.length > 0 || !expectsChecks)
}

/** @param {Health} health */
export function describeHealth({ id, state, region, checks }) {
  return `machine ${id} in ${region}: ${state}${checks.length > 0 ? `, check ${checks.join(', ')}` : ''}`
}

/**
 * Two gateways on one app would answer everything twice, each with a memory of its own.
 * @param {FlyContext} context
 * @param {readonly Health[]} machines
 */
export function refuseSeveral({ fly, deployment: { app } }, machines) {
  if (machines.length < 2) return
  const command = (/** @type {string[]} */ ...args) => quoteCommand([fly.name, ...args, '--app', app])
  throw new UserError(
    `The app ${app} has ${machines.length} machines, and a gateway has exactly one:\n${indent(machines.map(describeHealth).join('\n'))}`,
    `Which volume is whose: ${command('volumes', 'list')}\nThen remove the machine that is not the gateway, and run this again: ${command('machine', 'destroy', 'ID', '--force')}`,
  )
}

/**
 * Exactly one machine, started, its check passing. One that is stopped is started: a deploy leaves it stopped
 * (flyctl: internal/command/deploy/machines_launchinput.go, shouldSkipLaunch).
 * @param {FlyContext} context
 * @returns {Promise<Health>}
 */
export async function waitForHealthy(context) {
  const { deployment: { app }, timeLimit } = context
  let last = 'no machine at all'
  let started = false
  const look = async () => {
    const machines = await listHealth(context)
    refuseSeveral(context, machines)
    const [machine] = machines
    if (!machine) return undefined
    last = describeHealth(machine)
    if (/^(?:stopped|suspended)$/.test(machine.state) && !started) {
      started = true
      await changeByFly(context, ['machine', 'start', machine.id, '--app', app])
    }
    return isHealthy(machine) ? machine : undefined
  }
  const hint = `What the gateway says: ${describeLogs(context)}\nWhat is wrong, and the cure: npm run doctor\nIf it only needs more time: npm run deploy -- --time-limit 300`
  return waitFor(look, { limit: timeLimit, late: 'The gateway did not become healthy', hint }).catch((error) => {
    throw error instanceof UserError && error.hint === hint ? new UserError(error.message, `Last seen: ${last}\n${hint}`) : error
  })
}
