// @ts-check
import { listMachines } from './machines.mjs'
import { UserError } from './messages.mjs'
import { quoteCommand } from './run-command.mjs'
import { listVolumes } from './volumes.mjs'

/**
 * @typedef {import('./fly.mjs').FlyContext} FlyContext
 * @typedef {import('./volumes.mjs').Volume} Volume
 */

/**
 * The volume of the one machine; without a machine, the only volume.
 * @param {FlyContext} context
 * @returns {Promise<Volume>}
 */
export async function findGatewayVolume(context) {
  const [machines, volumes] = [await listMachines(context), await listVolumes(context)]
  const attached = volumes.filter(({ machine }) => machines.some(({ id }) => id === machine))
  const [volume, second] = machines.length > 0 ? attached : volumes
  if (volume && !second) return volume
  const list = quoteCommand([context.fly.name, 'volumes', 'list', '--app', context.deployment.app])
  if (!volume) throw new UserError(`No volume holds the data of ${context.deployment.app}: there is nothing to save.`, `Deploy first: npm run deploy\nWhat there is: ${list}`)
  throw new UserError('There are several volumes, and which one is meant is not clear.', `See them: ${list}\nWhy that is, and the cure: npm run doctor`)
}
