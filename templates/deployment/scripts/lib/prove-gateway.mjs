// @ts-check
import { listAddresses, listAddressesArgs } from './addresses.mjs'
import { announceFly } from './fly.mjs'
import { enterMachine } from './in-machine.mjs'
import { describeHealth, waitForHealthy } from './machine-health.mjs'
import { listMachinesArgs } from './machines.mjs'
import { indent, say, UserError } from './messages.mjs'
import { trustInMachine } from './trusted-proxies.mjs'
import { proveOpen } from './web-proof.mjs'

/**
 * @typedef {import('./addresses.mjs').Address} Address
 * @typedef {import('./fly.mjs').FlyContext} FlyContext
 * @typedef {import('./in-machine.mjs').InMachine} InMachine
 */

/** @param {readonly Address[]} addresses */
export function refusePublic(addresses) {
  const open = addresses.filter(({ isPublic }) => isPublic)
  if (open.length === 0) return
  throw new UserError(
    `This deployment is private, but its app has public addresses:\n${indent(open.map(({ address, type }) => `${address}   ${type}`).join('\n'))}`,
    'Release them all, and prove it: npm run private',
  )
}

/**
 * What somebody would look at who does not believe the deploy: one healthy machine, its own addresses trusted, and the
 * page open to the world or to nobody.
 * @param {FlyContext} context
 * @param {{ addresses: string[], url: string, inMachine?: (inMachine: InMachine) => Promise<void> }} proof
 */
export async function proveGateway(context, { addresses, url, inMachine }) {
  const { deployment: { app, access } } = context
  announceFly(context, listMachinesArgs(app))
  say(`  ${describeHealth(await waitForHealthy(context))}`)
  if (access === 'public' || inMachine) {
    const entered = await enterMachine(context)
    await inMachine?.(entered)
    if (access === 'public') await trustInMachine(entered, addresses)
  }
  if (access === 'public') return proveOpen(context, url)
  announceFly(context, listAddressesArgs(app))
  refusePublic(await listAddresses(context))
  say('  no public address')
}
