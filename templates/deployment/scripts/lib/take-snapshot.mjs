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

/**
 * `fly volumes snapshots create` only schedules it and does not say its id (flyctl 2026-08-21, which ignores --json
 * there): it is the one that was not in the list before.
 * @param {FlyContext} context
 * @param {string} volume
 * @param {number} limit  milliseconds
 * @returns {Promise<Snapshot>} once it is there
 */
export async function takeSnapshot(context, volume, limit) {
  const { app } = context.deployment
  const before = new Set((await listSnapshots(context, volume)).map(({ id }) => id))
  const list = quoteCommand([context.fly.name, ...listSnapshotsArgs(app, volume)])
  say(`$ ${quoteCommand([context.fly.name, ...snapshotArgs(app, volume)])}`)
  await callFly(context, snapshotArgs(app, volume), { ifStopped: `See whether it was begun: ${list}` })
  return waitFor(async () => {
    const made = (await listSnapshots(context, volume)).find(({ id }) => id && !before.has(id))
    if (made && /fail|error/.test(made.status)) throw new UserError(`Fly could not make the snapshot ${made.id}: ${made.status}`, 'Is Fly well? https://status.flyio.net   Then run this again.')
    return made?.status === 'created' ? made : undefined
  }, { limit, late: `The snapshot of ${volume} was not ready`, hint: `It may still come: ${list}\nGive it more time: --time-limit 3600` })
}
