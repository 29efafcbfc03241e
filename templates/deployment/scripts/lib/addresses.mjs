// @ts-check
import { isIP } from 'node:net'
import { announceFly, changeByFly, readFlyJson, unreadableAnswer } from './fly.mjs'

/**
 * @typedef {import('./fly.mjs').FlyContext} FlyContext
 * @typedef {{ address: string, type: string, isPublic: boolean }} Address
 */

/** What Fly's edge answers on (flyctl: internal/command/ips/render.go); `private_v6` is reached from within the organisation alone. */
const publicTypes = ['v4', 'shared_v4', 'v6']
const ingressTypes = [...publicTypes, 'private_v6']

/** @param {string} app */
export function listAddressesArgs(app) {
  return ['ips', 'list', '--app', app, '--json']
}

/** @param {string} app */
function allocateArgs(app) {
  return { v6: ['ips', 'allocate-v6', '--app', app], v4: ['ips', 'allocate-v4', '--shared', '--app', app] }
}

/**
 * @param {string} app
 * @param {readonly string[]} addresses
 */
export function releaseArgs(app, addresses) {
  return ['ips', 'release', ...addresses, '--app', app]
}

/**
 * An address becomes a word of a command line and an entry of a configuration.
 * @param {unknown} row
 * @returns {row is { Address: string, Type: string }}
 */
function isAddress(row) {
  return typeof row === 'object' && row !== null
    && 'Address' in row && typeof row.Address === 'string' && isIP(row.Address) !== 0 && !row.Address.includes('%')
    && 'Type' in row && typeof row.Type === 'string'
}

/**
 * The addresses that requests come in by. Those for outgoing connections are none of them.
 * @param {FlyContext} context
 * @returns {Promise<Address[]>}
 */
export async function listAddresses(context) {
  const args = listAddressesArgs(context.deployment.app)
  const rows = await readFlyJson(context, args) ?? []
  if (!Array.isArray(rows) || !rows.every(isAddress)) throw unreadableAnswer(context.fly, args, JSON.stringify(rows))
  return rows.filter(({ Type }) => !Type.startsWith('egress')).map(({ Address, Type }) => ({
    address: Address,
    type: Type,
    // A kind that this script does not know is better taken for public than overlooked.
    isPublic: publicTypes.includes(Type) || !ingressTypes.includes(Type),
  }))
}

/**
 * Gives a public app the two addresses that cost nothing, if it has none of their kind. They do for a channel's own port
 * too: behind the shared IPv4 an app is found by its name wherever Fly's edge speaks TLS (fly.io/docs/networking/services).
 * Left to itself, flyctl asks for an IPv4 address of the app's own there, for $2 a month (DetermineIPType).
 * @param {FlyContext} context
 * @param {readonly Address[]} present
 * @returns {Promise<readonly Address[]>} all that it then has
 */
export async function allocateMissing(context, present) {
  const { app } = context.deployment
  const { v6, v4 } = allocateArgs(app)
  const needsV6 = !present.some(({ type }) => type === 'v6')
  const needsV4 = !present.some(({ type }) => type === 'v4' || type === 'shared_v4')
  const ifStopped = 'Run this again: it looks at what is there, and goes on.'
  if (needsV6) await changeByFly(context, v6, { ifStopped })
  if (needsV4) await changeByFly(context, v4, { ifStopped })
  if (context.dryRun || !(needsV6 || needsV4)) return present
  announceFly(context, listAddressesArgs(app))
  return listAddresses(context)
}
