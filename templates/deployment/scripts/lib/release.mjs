// @ts-check
import { isRecord } from './shape.mjs'

/**
 * What two OpenClaw releases mean for the data on the volume.
 * @typedef {{ state: number, agent: number }} SchemaVersions  of the databases of a release, from its package.json (`openclaw.schemaVersions`, there since 2026.8.1)
 * @typedef {{ release: string, schemaVersions?: SchemaVersions }} Release
 */

/** `2026.9.6`; OpenClaw calls a later build of the same one `2026.7.1-2`. */
const form = /^(\d{4})\.(\d{1,2})\.(\d{1,3})(?:-(\d{1,3}))?$/

/**
 * @param {unknown} value
 * @returns {value is string}
 */
export function isRelease(value) {
  return typeof value === 'string' && form.test(value)
}

/**
 * @param {unknown} value
 * @returns {value is SchemaVersions}
 */
export function isSchemaVersions(value) {
  return isRecord(value) && Number.isInteger(value.state) && Number.isInteger(value.agent)
}

/**
 * @param {string} a
 * @param {string} b
 * @returns {number} negative, zero or positive, as for Array.sort
 */
export function compareReleases(a, b) {
  const [left, right] = [a, b].map((release) => (form.exec(release) ?? []).slice(1).map((part) => Number(part ?? 0)))
  const at = left?.findIndex((part, index) => part !== right?.[index]) ?? -1
  return at < 0 ? 0 : (left?.[at] ?? 0) - (right?.[at] ?? 0)
}

/**
 * Whether the newer release of two converts the data so that the older one refuses them. Measured: 2026.9.5 on the data
 * of 2026.9.6 ends with 78, "database schema(s) are newer than this build". Where one does not say its versions: yes, to be safe.
 * @param {Release} one
 * @param {Release} other
 */
export function convertsData({ release, schemaVersions }, other) {
  if (release === other.release) return false
  if (!schemaVersions || !other.schemaVersions) return true
  return schemaVersions.state !== other.schemaVersions.state || schemaVersions.agent !== other.schemaVersions.agent
}
