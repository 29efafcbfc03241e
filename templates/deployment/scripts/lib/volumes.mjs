// @ts-check
import { readFlyJson, unreadableAnswer } from './fly.mjs'

/**
 * @typedef {import('./fly.mjs').FlyContext} FlyContext
 * @typedef {{ id: string, name: string, state: string, sizeGb: number, region: string, machine: string | undefined, days: number, createdAt: string }} Volume
 *   `machine` is the one it is attached to; `days` is how long Fly keeps its snapshots
 * @typedef {{ id: string, status: string, createdAt: string, days: number | undefined }} Snapshot  `id` is empty while Fly has not begun with it
 * @typedef {Record<string, unknown>} Row
 */

/** @param {string} app */
export function listVolumesArgs(app) {
  return ['volumes', 'list', '--app', app, '--json']
}

/**
 * @param {string} app
 * @param {string} volume
 */
export function listSnapshotsArgs(app, volume) {
  return ['volumes', 'snapshots', 'list', volume, '--app', app, '--json']
}

/**
 * @param {unknown} value
 * @param {RegExp} pattern
 */
const isText = (value, pattern) => typeof value === 'string' && pattern.test(value)
/** @param {unknown} value */
const isTime = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value))
/** @param {unknown} value */
const isCount = (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0

/**
 * Ids, names and regions become words of a command line, so they must look like Fly's.
 * @param {unknown} row
 * @returns {row is Row}
 */
function isVolume(row) {
  if (typeof row !== 'object' || row === null) return false
  const { id, name, state, size_gb: size, region, attached_machine_id: machine, created_at: created, snapshot_retention: days } = /** @type {Row} */ (row)
  return isText(id, /^vol_[A-Za-z0-9]+$/) && isText(name, /^[A-Za-z0-9_]+$/) && isText(state, /^[a-z_]+$/) && isCount(size)
    && isText(region, /^[a-z]{3}$/) && (machine === null || isText(machine, /^[a-z0-9]*$/)) && isTime(created) && (days === undefined || isCount(days))
}

/**
 * @param {unknown} row
 * @returns {row is Row}
 */
function isSnapshot(row) {
  if (typeof row !== 'object' || row === null) return false
  const { id, status, created_at: created, retention_days: days } = /** @type {Row} */ (row)
  return isText(id, /^(?:vs_[A-Za-z0-9]+)?$/) && isText(status, /^[a-z_]+$/) && isTime(created) && (days === null || days === undefined || isCount(days))
}

/** @param {Row} row */
function toVolume(row) {
  return /** @type {Volume} */ ({
    id: row.id,
    name: row.name,
    state: row.state,
    sizeGb: row.size_gb,
    region: row.region,
    machine: row.attached_machine_id || undefined,
    days: row.snapshot_retention ?? 5,
    createdAt: row.created_at,
  })
}

/**
 * The volumes of the app, without those that are gone or going.
 * @param {FlyContext} context
 * @returns {Promise<Volume[]>}
 */
export async function listVolumes(context) {
  const args = listVolumesArgs(context.deployment.app)
  const rows = await readFlyJson(context, args) ?? []
  if (!Array.isArray(rows) || !rows.every(isVolume)) throw unreadableAnswer(context.fly, args, JSON.stringify(rows))
  return rows.map(toVolume).filter(({ state }) => !/destroy/.test(state))
}

/**
 * @param {FlyContext} context
 * @param {string} volume
 * @returns {Promise<Snapshot[]>} newest first
 */
export async function listSnapshots(context, volume) {
  const args = listSnapshotsArgs(context.deployment.app, volume)
  const rows = await readFlyJson(context, args) ?? []
  if (!Array.isArray(rows) || !rows.every(isSnapshot)) throw unreadableAnswer(context.fly, args, JSON.stringify(rows))
  const snapshots = rows.map((row) => /** @type {Snapshot} */ ({ id: row.id, status: row.status, createdAt: row.created_at, days: row.retention_days ?? undefined }))
  snapshots.sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
  return snapshots
}

/**
 * What `fly volumes create --json` prints: one volume.
 * @param {FlyContext} context
 * @param {readonly string[]} args
 * @returns {Promise<Volume>}
 */
export async function createVolume(context, args) {
  const row = await readFlyJson(context, args)
  if (!isVolume(row)) throw unreadableAnswer(context.fly, args, JSON.stringify(row))
  return toVolume(row)
}
