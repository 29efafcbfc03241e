// @ts-check
import { encodeSecrets } from './encode-secrets.mjs'
import { callFly, readFlyJson, unreadableAnswer } from './fly.mjs'

/** @typedef {import('./fly.mjs').FlyContext} FlyContext */

/** @param {string} app */
export function listArgs(app) {
  return ['secrets', 'list', '--app', app, '--json']
}

/** @param {string} app */
export function importArgs(app) {
  return ['secrets', 'import', '--stage', '--app', app]
}

/**
 * An app with more than 100 machines gets no status from fly.
 * @param {unknown} row
 * @returns {row is { name: string, status?: string }}
 */
function isRow(row) {
  return typeof row === 'object' && row !== null && 'name' in row && typeof row.name === 'string'
    && (!('status' in row) || typeof row.status === 'string')
}

/**
 * @param {FlyContext} context
 * @returns {Promise<Map<string, string>>} name of each secret at Fly and its status: Deployed, Staged, Partial or Unknown
 */
export async function listSecretsAtFly(context) {
  const args = listArgs(context.deployment.app)
  const rows = await readFlyJson(context, args) ?? []
  if (!Array.isArray(rows) || !rows.every(isRow)) throw unreadableAnswer(context.fly, args, JSON.stringify(rows))
  return new Map(rows.map(({ name, status }) => [name, status ?? 'Unknown']))
}

/**
 * One call for all, so that there is no state in which half of them have arrived.
 * @param {FlyContext} context
 * @param {ReadonlyMap<string, string>} values
 */
export async function importSecrets(context, values) {
  const input = encodeSecrets(values)
  await callFly(context, importArgs(context.deployment.app), { input, ifStopped: 'See what has arrived at Fly: npm run secrets -- --list' })
}
