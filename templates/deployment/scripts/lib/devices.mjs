// @ts-check
import { explainInMachine, openclawWords, runInMachine } from './in-machine.mjs'
import { UserError } from './messages.mjs'
import { printable } from './printable.mjs'

/**
 * A browser, or another device, that waits for approval (`devices list --json` of OpenClaw 2026.9.6). Whoever asks wrote
 * the name, the platform and the client: only the address is the gateway's own word.
 * @typedef {{ id: string, device: string, address: string, client: string, access: string, at: number, isRepair: boolean }} Waiting  `at` in milliseconds since 1970
 * @typedef {import('./in-machine.mjs').InMachine} InMachine
 */

/** Of a request; it becomes a word of a command line. */
const idShape = /^[A-Za-z0-9][\w-]{3,127}$/

/** @param {string} word */
export function isRequestId(word) {
  return idShape.test(word)
}

/** @param {unknown} value */
function text(value) {
  return typeof value === 'string' ? value : ''
}

/** @param {unknown} value */
function list(value) {
  return Array.isArray(value) ? value.map(text).filter(Boolean) : []
}

/**
 * @param {any} row
 * @returns {Waiting}
 */
function toWaiting(row) {
  const names = [row.displayName, row.platform, row.clientId].map(text).filter(Boolean)
  const roles = list(row.roles).length > 0 ? list(row.roles) : [text(row.role)]
  return {
    id: row.requestId,
    device: text(row.deviceId),
    address: text(row.remoteIp) || 'unknown',
    client: names.join(', ') || 'unknown',
    access: describeAccess(roles, list(row.scopes)),
    at: typeof row.ts === 'number' ? row.ts : NaN,
    isRepair: row.isRepair === true,
  }
}

/**
 * @param {readonly string[]} roles
 * @param {readonly string[]} scopes
 */
function describeAccess(roles, scopes) {
  const all = scopes.includes('operator.admin') ? 'everything, as owner' : scopes.map((scope) => scope.replace(/^operator\./, '')).join(', ')
  return roles.every((role) => role === 'operator') ? all || 'nothing' : `as ${roles.join(', ')}: ${all || 'its own tools'}`
}

/**
 * @param {InMachine} inMachine
 * @returns {Promise<Waiting[]>} newest first
 */
export async function listWaiting(inMachine) {
  const words = openclawWords(['devices', 'list', '--json'])
  const ran = await runInMachine(inMachine, words)
  if (ran.code !== 0) throw ran.hasToken ? explainInMachine(inMachine, words, ran) : explainToken()
  const waiting = readPending(ran.stdout)
  waiting.sort((a, b) => b.at - a.at)
  return waiting
}

/** @param {string} json */
function readPending(json) {
  try {
    const { pending } = JSON.parse(json)
    if (Array.isArray(pending) && pending.every((row) => isRequestId(text(row?.requestId)))) return pending.map(toWaiting)
  } catch {
    // half an answer, or prose: said below
  }
  throw new UserError('The list of waiting browsers cannot be read.', 'Look at it by hand: npm run openclaw -- devices list')
}

function explainToken() {
  return new UserError(
    'OpenClaw in the machine has no OPENCLAW_GATEWAY_TOKEN, so the gateway does not tell it who waits.',
    'Is the secret set, and deployed? npm run secrets -- --list\nWithout it: a one-time link lets a browser in, npm run open -- --link',
  )
}

/**
 * @param {InMachine} inMachine
 * @param {Waiting} waiting
 */
export async function approve(inMachine, { id }) {
  const words = openclawWords(['devices', 'approve', id, '--json'])
  const ran = await runInMachine(inMachine, words)
  if (ran.code !== 0) throw explainInMachine(inMachine, words, ran)
}

/**
 * @param {Waiting} waiting
 * @param {number} now
 */
function describeAge({ at }, now) {
  const seconds = Math.max(0, Math.round((now - at) / 1000))
  if (Number.isNaN(seconds)) return 'at an unknown time'
  if (seconds < 60) return `${seconds} s ago`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min ago` : `${Math.round(seconds / 3600)} h ago`
}

/**
 * @param {Waiting} waiting
 * @param {number} now
 */
export function describeWaiting(waiting, now) {
  const { id, device, address, client, access, isRepair } = waiting
  return [
    `request  ${id}`,
    `from     ${printable(address)}   ${describeAge(waiting, now)}`,
    `client   ${printable(client)}   (in its own words)`,
    `device   ${printable(device, 16)}${isRepair ? '   asks anew: it was approved before' : ''}`,
    `wants    ${printable(access, 120)}`,
  ].join('\n')
}
