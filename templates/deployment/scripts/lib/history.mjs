// @ts-check
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UserError } from './messages.mjs'
import { isRelease, isSchemaVersions } from './release.mjs'
import { codeOf, isRecord, toRecord } from './shape.mjs'

/**
 * What was deployed when, and how the one before it comes back. It goes through git with the folder; it has no secret.
 *
 * @typedef {import('./release.mjs').SchemaVersions} SchemaVersions
 * @typedef {{ id: string, time: string, days?: number }} KeptSnapshot  `time` it was made; `days` that Fly keeps it
 * @typedef {{ release: string, schemaVersions?: SchemaVersions, snapshot?: KeptSnapshot, backup?: string }} Before
 *   what was on the volume before an upgrade; without `snapshot` it is still being taken; `backup` is relative to the folder
 * @typedef {{
 *   release: string, time: string, proved: boolean, volume?: string, schemaVersions?: SchemaVersions,
 *   image?: string, madeFrom?: string, before?: Before,
 * }} Entry  `proved` is false from before the deploy until the gateway was seen to run: the data may be converted by then
 */

/** The one that this reads and writes. */
const format = 1

/** Of an app that is deployed every day, the last third of a year; Fly keeps no snapshot longer than 60 days. */
const mostEntries = 100

/** In the deployment's folder. */
export const historyName = '.openclaw-fly/history.json'

/** @type {(value: unknown, pattern: RegExp) => boolean} */
const isText = (value, pattern) => typeof value === 'string' && pattern.test(value)
/** @type {(value: unknown, check: (value: unknown) => boolean) => boolean} */
const maybe = (value, check) => value === undefined || check(value)
/** @param {unknown} value */
const isTime = (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value))

/** @param {unknown} value */
function isSnapshot(value) {
  return isRecord(value) && isText(value.id, /^vs_[A-Za-z0-9]+$/) && isTime(value.time) && maybe(value.days, Number.isInteger)
}

/** @param {unknown} value */
function isBefore(value) {
  return isRecord(value) && isRelease(value.release) && maybe(value.schemaVersions, isSchemaVersions) && maybe(value.snapshot, isSnapshot)
    && maybe(value.backup, (path) => isText(path, /^backups\/[\w.-]+$/))
}

/**
 * What it names becomes words of commands.
 * @param {unknown} value
 * @returns {value is Entry}
 */
function isEntry(value) {
  return isRecord(value) && isRelease(value.release) && isTime(value.time) && typeof value.proved === 'boolean'
    && maybe(value.volume, (id) => isText(id, /^vol_[A-Za-z0-9]+$/)) && maybe(value.schemaVersions, isSchemaVersions)
    && maybe(value.image, (name) => isText(name, /^[^\s-]\S*$/)) && maybe(value.madeFrom, (mark) => isText(mark, /^[\da-f]{32}$/)) && maybe(value.before, isBefore)
}

/** @param {string} folder */
function readText(folder) {
  try {
    return readFileSync(join(folder, historyName), 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw new UserError(`${historyName} cannot be read (${codeOf(error)}).`, 'Make it readable, then run this again.')
  }
}

/**
 * @param {string} text
 * @returns {unknown}
 */
function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // no JSON; the caller says so
  }
}

/**
 * @param {string} folder  of the deployment
 * @returns {Entry[]} oldest first; none where nothing was deployed from here yet
 */
export function readHistory(folder) {
  const text = readText(folder)
  if (text === undefined) return []
  const { format: written, entries } = toRecord(parse(text))
  if (typeof written === 'number' && written > format) {
    throw new UserError(`${historyName} was written by a newer create-openclaw-fly (format ${written}).`, 'Bring this folder up to it, then run this again: npx --yes create-openclaw-fly@latest update')
  }
  if (written === format && Array.isArray(entries) && entries.every(isEntry)) return entries
  throw new UserError(
    `${historyName}, which knows the way back, is damaged.`,
    'Take it from git. If there is no other, move it away: from then on nothing before it is known, and the way back is npm run restore.',
  )
}

/**
 * @param {string} folder
 * @param {readonly Entry[]} entries
 */
function writeHistory(folder, entries) {
  const file = join(folder, historyName)
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.half`, `${JSON.stringify({ format, entries: entries.slice(-mostEntries) }, undefined, 2)}\n`, { flush: true })
    renameSync(`${file}.half`, file)
  } catch (error) {
    throw new UserError(`${historyName} cannot be written (${codeOf(error)}), and without it there is no way back from an upgrade.`, 'Make room for it, then run this again.')
  }
}

/**
 * Before anything is done at Fly. What was begun for the same release and did not come to an end goes on: its way back
 * stays, unless a newer one is given.
 * @param {string} folder
 * @param {Omit<Entry, 'proved' | 'time'>} next
 * @param {Date} now
 */
export function recordBegun(folder, next, now) {
  const entries = readHistory(folder)
  const last = entries.at(-1)
  const goesOn = last && !last.proved && last.release === next.release
  const before = next.before ?? (goesOn ? last.before : undefined)
  const entry = { ...next, time: now.toISOString(), proved: false, ...(before && { before }) }
  writeHistory(folder, [...goesOn ? entries.slice(0, -1) : entries, entry])
}

/**
 * The gateway runs with what was deployed last.
 * @param {string} folder
 * @param {{ madeFrom: string, volume: string | undefined }} seen
 */
export function recordProved(folder, { madeFrom, volume }) {
  const entries = readHistory(folder)
  const last = entries.at(-1)
  if (!last || last.madeFrom !== madeFrom || (last.proved && last.volume === volume)) return
  writeHistory(folder, [...entries.slice(0, -1), { ...last, proved: true, ...(volume && { volume }) }])
}
