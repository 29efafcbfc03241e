// @ts-check
import { describeLogs, readFlyJson, unreadableAnswer } from './fly.mjs'
import { indent, UserError } from './messages.mjs'
import { quoteCommand } from './run-command.mjs'

/**
 * @typedef {import('./fly.mjs').FlyContext} FlyContext
 * @typedef {{ id: string, state: string, region: string }} Machine
 */

/** @param {string} app */
export function listMachinesArgs(app) {
  return ['machine', 'list', '--app', app, '--json']
}

/** The id becomes a word of a command line, so it must look like one of Fly's. */
/**
 * @param {unknown} row
 * @returns {row is Machine}
 */
function isMachine(row) {
  return typeof row === 'object' && row !== null
    && 'id' in row && typeof row.id === 'string' && /^[a-z0-9]+$/.test(row.id)
    && 'state' in row && typeof row.state === 'string' && /^[a-z_-]+$/.test(row.state)
    && 'region' in row && typeof row.region === 'string' && /^[a-z0-9]*$/.test(row.region)
}

/**
 * The machines of the app as flyctl prints them, without those that are gone or going; `null` for an app without any.
 * @param {FlyContext} context
 * @returns {Promise<Machine[]>}  each with further keys, which nobody has looked at yet
 */
export async function listMachineRows(context) {
  const args = listMachinesArgs(context.deployment.app)
  const rows = await readFlyJson(context, args) ?? []
  if (!Array.isArray(rows) || !rows.every(isMachine)) throw unreadableAnswer(context.fly, args, JSON.stringify(rows))
  return rows.filter(({ state }) => !state.startsWith('destroy'))
}

/**
 * @param {FlyContext} context
 * @returns {Promise<Machine[]>}
 */
export async function listMachines(context) {
  return (await listMachineRows(context)).map(({ id, state, region }) => ({ id, state, region }))
}

/**
 * Every gateway has exactly one machine, so with two it is not for us to guess which one is meant.
 * @param {FlyContext} context
 * @param {string} [wanted]  a machine's id
 * @returns {Promise<Machine>} one that is started
 */
export async function chooseMachine(context, wanted) {
  const machines = await listMachines(context)
  if (machines.length === 0) throw explainNone(context)
  const asked = wanted === undefined ? machines : machines.filter(({ id }) => id === wanted)
  if (asked.length === 0) throw explainUnknown(context, machines)
  const [started, second] = asked.filter(({ state }) => state === 'started')
  if (!started) throw explainNotStarted(context, asked)
  if (second) throw explainSeveral(context, machines)
  return started
}

/** @param {readonly Machine[]} machines */
function describe(machines) {
  return indent(machines.map(({ id, state, region }) => `${id}  ${state}  ${region}`).join('\n'))
}

/** @param {FlyContext} context */
function explainNone({ deployment: { app } }) {
  return new UserError(`The app ${app} has no machine yet: it was not deployed.`, 'Deploy it, then run this again: npm run deploy')
}

/**
 * @param {FlyContext} context
 * @param {readonly Machine[]} machines
 */
function explainUnknown({ deployment: { app } }, machines) {
  return new UserError(`The app ${app} has no machine of that id. It has:\n${describe(machines)}`, 'Give one of these, or leave --machine out.')
}

/**
 * @param {FlyContext} context
 * @param {readonly Machine[]} machines
 */
function explainNotStarted(context, machines) {
  const { fly, deployment: { app } } = context
  const [first] = machines
  const change = machines.find(({ state }) => !/^(stopped|suspended|failed)$/.test(state))
  const start = quoteCommand([fly.name, 'machine', 'start', first?.id ?? '', '--app', app])
  return new UserError(
    `The machine of ${app} does not run, so nothing can be done in it:\n${describe(machines)}`,
    change
      ? `It is on its way from one state to another: wait a minute, then run this again. What happens: ${quoteCommand([fly.name, 'logs', '--app', app])}`
      : `Start it, then run this again: ${start}\nWhy it stopped: ${describeLogs(context)}`,
  )
}

/**
 * @param {FlyContext} context
 * @param {readonly Machine[]} machines
 */
function explainSeveral({ fly, deployment: { app } }, machines) {
  return new UserError(
    `The app ${app} has more than one running machine, and which one is meant is not clear:\n${describe(machines)}`,
    `Choose one: --machine ID\nTwo gateways answer everything twice. If one is too many, look at its volume first (${quoteCommand([fly.name, 'volumes', 'list', '--app', app])}), then remove it: ${quoteCommand([fly.name, 'machine', 'destroy', 'ID', '--force', '--app', app])}`,
  )
}
