// @ts-check
import { getInMachine, getListInMachine, setInMachine, unsetInMachine } from './live-values.mjs'
import { say } from './messages.mjs'

/** @typedef {import('./in-machine.mjs').InMachine} InMachine */

const originsPath = 'gateway.controlUi.allowedOrigins'
const mainPath = 'gateway.publicOrigin'

/**
 * Lets browsers in at these addresses, beside those that are allowed already, and makes `main` the one that the gateway
 * puts into links; without it, the gateway has no public address any more.
 * @param {InMachine} inMachine
 * @param {readonly string[]} origins
 * @param {string | undefined} main
 */
export async function allowInMachine(inMachine, origins, main) {
  const list = await getListInMachine(inMachine, originsPath)
  const missing = origins.filter((origin) => !list?.includes(origin))
  if (missing.length > 0) await setInMachine(inMachine, originsPath, [...list ?? [], ...missing], list)
  const old = await getInMachine(inMachine, mainPath)
  if (main === undefined && old !== undefined) await unsetInMachine(inMachine, mainPath)
  if (main !== undefined && old !== main) await setInMachine(inMachine, mainPath, main, old)
  say(`  the Control UI opens at ${origins.join(' and ')}`)
}
