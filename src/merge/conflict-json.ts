import { printToml, readToml } from '../answers/toml.ts'
import { isRecord } from '../record.ts'
import type { Json } from '../render/config.ts'
import type { Conflict, Place } from './conflict.ts'
import { isList, isTable, type KeyPath, type Value } from './value.ts'

/**
 * A conflict as JSON. A table is `{ table: … }`, for what JSON lacks stands in an object too: `{ integer: "1" }`,
 * `{ date: "2026-09-06" }`, `{ number: "-inf" }`; what is not there has no key.
 */
export function conflictToJson({ place, base, mine, theirs }: Conflict): Json {
  const values = Object.entries({ base, mine, theirs }).flatMap(([side, value]) => (value === undefined ? [] : [[side, toJson(value)] as const]))
  return { place: { ...place }, ...Object.fromEntries(values) }
}

/** Somebody may have edited the file: undefined for everything that `conflictToJson` would not have written. */
export function conflictFromJson(json: unknown): Conflict | undefined {
  try {
    if (!isRecord(json) || Object.keys(json).some((key) => !['place', 'base', 'mine', 'theirs'].includes(key))) return undefined
    const place = placeFromJson(json['place'])
    const [base, mine, theirs] = ['base', 'mine', 'theirs'].map((side) => (Object.hasOwn(json, side) ? fromJson(json[side], 0) : undefined))
    const isWhole = place.kind !== 'lines' || [base, mine, theirs].every((text) => typeof text === 'string')
    return isWhole ? { place, base, mine, theirs } : undefined
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

class Malformed extends Error {}

function toJson(value: Value): Json {
  if (isList(value)) return value.map(toJson)
  if (isTable(value)) return { table: Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)])) }
  if (typeof value === 'bigint') return { integer: String(value) }
  if (value instanceof Date) return { date: value.toISOString() }
  return typeof value === 'number' && !isPlain(value) ? { number: Object.is(value, -0) ? '-0' : printToml(value) } : value
}

function isPlain(value: number): boolean {
  return Number.isFinite(value) && !Object.is(value, -0)
}

const odd: Readonly<Record<string, number>> = { '-0': -0, nan: Number.NaN, inf: Number.POSITIVE_INFINITY, '-inf': Number.NEGATIVE_INFINITY }

/** Deeper than any configuration; a text that goes on would exhaust the stack. */
const MAX_DEPTH = 200

function fromJson(json: unknown, depth: number): Value {
  if (depth > MAX_DEPTH) throw new Malformed()
  if (typeof json === 'string' || typeof json === 'boolean' || typeof json === 'number' || json === null) return json
  if (Array.isArray(json)) return json.map((item) => fromJson(item, depth + 1))
  const [tag, inner, ...more] = isRecord(json) ? Object.entries(json).flat() : []
  if (more.length > 0) throw new Malformed()
  if (tag === 'table' && isRecord(inner)) return Object.fromEntries(Object.entries(inner).map(([key, item]) => [key, fromJson(item, depth + 1)]))
  if (typeof inner !== 'string') throw new Malformed()
  if (tag === 'integer' && /^-?\d{1,19}$/.test(inner)) return BigInt(inner)
  if (tag === 'number' && Object.hasOwn(odd, inner)) return odd[inner]!
  if (tag === 'date') return dateFromText(inner)
  throw new Malformed()
}

/** TOML knows days, times of day and moments with and without a zone; its reader tells them apart. */
function dateFromText(text: string): Date {
  if (!/^[\dT:.Z+ -]{1,40}$/.test(text)) throw new Malformed()
  try {
    const { date } = readToml(`date = ${text}`)
    if (date instanceof Date) return date
  } catch {
    throw new Malformed()
  }
  throw new Malformed()
}

function placeFromJson(json: unknown): Place {
  if (!isRecord(json)) throw new Malformed()
  const { kind, path, at, from, to, above } = json
  if (kind === 'key' && isKeyPath(path)) return { kind, path }
  if (kind === 'item' && isKeyPath(path) && isCount(at)) return { kind, path, at }
  if (kind === 'lines' && isCount(from) && from > 0 && isCount(to) && to >= from - 1 && typeof above === 'string') return { kind, from, to, above }
  throw new Malformed()
}

function isKeyPath(json: unknown): json is KeyPath {
  return Array.isArray(json) && json.every((key) => typeof key === 'string' || isCount(key))
}

function isCount(json: unknown): json is number {
  return typeof json === 'number' && Number.isSafeInteger(json) && json >= 0
}
