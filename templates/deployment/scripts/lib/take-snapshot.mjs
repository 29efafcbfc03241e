// @ts-check
import { callFly } from './fly.mjs'
import { say, UserError } from './messages.mjs'
import { quoteCommand } from './run-command.mjs'
import { listSnapshots, listSnapshotsArgs } from './volumes.mjs'
import { waitFor } from './wait.mjs'

/**
 * @typedef {import('./fly.mjs').FlyContext} FlyContext
 * @typedef {import('./volumes.mjs').Snapshot} Snapshot
 */

/**
 * @param {string} app
 * @param {string} volume
 */
export function snapshotArgs(app, volume) {
  return ['volumes', 'snapshots', 'create', volume, '--app', app]
}

/** @param {Snapshot} snapshot */
const isFailed = ({ status }) => /fail|error/.test(status)

/**
 * `fly volumes snapshots create` only schedules it and does not say its id (flyctl 2026-08-21, which ignores --json
 * there): it is the one that was not in the list before.
 * @param {FlyContext} context
 * @param {string} volume
 * @param {number} limit  milliseconds
 * @param {string[]} [known]  the ids from before, if it may have been scheduled already: then it is only waited for
 * @returns {Promise<Snapshot>} once it is there
 */
export async function takeSnapshot(context, volume, limit, known) {
  const { app } = context.deployment
  const present = await listSnapshots(context, volume)
  const before = new Set([...known ?? present.map(({ id }) => id), ...present.filter(isFailed).map(({ id }) => id)])
  const list = quoteCommand([context.fly.name, ...listSnapshotsArgs(app, volume)])
  // One that Fly has not begun with has no id yet.
  if (!known || !present.some(({ id }) => !before.has(id))) {
    say(`$ ${quoteCommand([context.fly.name, ...snapshotArgs(app, volume)])}`)
    await callFly(context, snapshotArgs(app, volume), { ifStopped: `See whether it was begun: ${list}` })
  }
  let last = ''
  return waitFor(async () => {
    const made = (await listSnapshots(context, volume)).find(({ id }) => id && !before.has(id))
    if (made && isFailed(made)) throw new UserError(`Fly could not make the snapshot ${made.id}: ${made.status}`, 'Is Fly well? https://status.flyio.net   Then run this again.')
    if (made?.status === 'created') return made
    const status = made ? `${made.id} is ${made.status}` : 'not begun yet'
    if (status !== last) say(`  ${last = status} …`)
  }, { limit, late: `The snapshot of ${volume} was not ready`, hint: `It may still come: ${list}\nGive it more time: --time-limit 3600` })
}
