// @ts-check
import { createHash } from 'node:crypto'
import { printable } from './printable.mjs'
import { findSecretPaths } from './secret-values.mjs'
import { isRecord } from './shape.mjs'

/** @typedef {{ path: string[], from: unknown, to: unknown }} Difference  a value that is not there is undefined */

/**
 * Keys in order, so that equal configurations give equal text.
 * @param {unknown} value
 * @returns {unknown}
 */
function sortKeys(value) {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (!isRecord(value)) return value
  const keys = Object.keys(value)
  keys.sort()
  return Object.fromEntries(keys.map((key) => [key, sortKeys(value[key])]))
}

/**
 * OpenClaw stamps each file that it writes with `meta`: its version, and the migrations it did.
 * @param {Record<string, unknown>} config
 */
export function withoutStamps(config) {
  return Object.fromEntries(Object.entries(config).filter(([key]) => key !== 'meta'))
}

/**
 * @param {Record<string, unknown>} config
 * @returns {string} the same for configurations that mean the same
 */
export function fingerprintOf(config) {
  return createHash('sha256').update(JSON.stringify(sortKeys(withoutStamps(config)))).digest('hex')
}

/**
 * Where two configurations differ, stamps left out. A list is compared as a whole.
 * @param {Record<string, unknown>} from
 * @param {Record<string, unknown>} to
 * @returns {Difference[]}
 */
export function findDifferences(from, to) {
  return compare([], withoutStamps(from), withoutStamps(to))
}

/**
 * @param {string[]} path
 * @param {unknown} from
 * @param {unknown} to
 * @returns {Difference[]}
 */
function compare(path, from, to) {
  if (!isRecord(from) || !isRecord(to)) {
    return JSON.stringify(sortKeys(from)) === JSON.stringify(sortKeys(to)) ? [] : [{ path, from, to }]
  }
  const keys = new Set([...Object.keys(from), ...Object.keys(to)])
  return [...keys].flatMap((key) => compare([...path, key], own(from, key), own(to, key)))
}

/**
 * @param {Record<string, unknown>} record
 * @param {string} key
 */
function own(record, key) {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

/** @param {readonly string[]} path */
function formatPath(path) {
  return path.map((key) => /^[\w-]+$/.test(key) ? key : JSON.stringify(printable(key))).join('.')
}

/**
 * @param {readonly string[]} path
 * @param {unknown} value
 */
function formatValue(path, value) {
  if (value === undefined) return '(not there)'
  return findSecretPaths(value, path).length > 0 ? '(hidden: it looks like a secret)' : printable(JSON.stringify(value))
}

/**
 * @param {readonly Difference[]} differences
 * @param {{ from: string, to: string }} names
 */
export function formatDifferences(differences, names) {
  const width = Math.max(names.from.length, names.to.length)
  return differences.map(({ path, from, to }) => [
    formatPath(path),
    `  ${names.from.padEnd(width)}  ${formatValue(path, from)}`,
    `  ${names.to.padEnd(width)}  ${formatValue(path, to)}`,
  ].join('\n')).join('\n')
}

/** docs/gateway/configuration/hot-reload.md of 2026.9.6: these keys of `gateway` need no restart, all others do. */
const hotKeys = ['trustedProxies', 'publicOrigin', 'controlUi.allowedOrigins', 'auth.rateLimit', 'auth.token', 'auth.password', 'reload', 'remote']

/**
 * @param {readonly Difference[]} differences
 * @returns {string[]} key paths that make the gateway restart, as far as it is known from here
 */
export function findRestartKeys(differences) {
  const paths = differences.filter(({ path: [top] }) => top === 'gateway').map(({ path }) => path.slice(1).join('.'))
  return paths.filter((path) => !hotKeys.some((key) => path === key || path.startsWith(`${key}.`))).map((path) => path ? `gateway.${path}` : 'gateway')
}
