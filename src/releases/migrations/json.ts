import { isRecord } from '../../record.ts'

/** A value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | Table
export interface Table {
  readonly [key: string]: Json
}

/** Keys and indices from the root of a configuration. */
export type KeyPath = readonly (string | number)[]

export function isTable(value: Json | undefined): value is Table {
  return isRecord(value)
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

/** What stands under a key or an index. Own keys alone: `constructor` may be somebody's agent. */
export function child(value: Json | undefined, key: string | number): Json | undefined {
  if (isList(value)) return typeof key === 'number' ? value[key] : undefined
  return isTable(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

export function valueAt(value: Json | undefined, path: KeyPath): Json | undefined {
  return path.reduce<Json | undefined>(child, value)
}

/**
 * The value with another one at `path`, or with none; tables that are missing on the way are made. What leads through
 * something that is neither a table nor an item of a list stays as it is.
 */
export function withValue(value: Json | undefined, path: KeyPath, inner: Json | undefined): Json | undefined {
  const [key, ...rest] = path
  if (key === undefined) return inner
  if (isList(value)) return typeof key === 'number' && key in value ? value.flatMap((item, index) => (index === key ? (withValue(item, rest, inner) ?? []) : [item])) : value
  if (value !== undefined && !isTable(value)) return value
  const before = child(value, key)
  if (before === undefined && inner === undefined) return value
  const after = withValue(before, rest, inner)
  const kept = Object.entries(value ?? {}).flatMap(([name, old]) => (name === key ? (after === undefined ? [] : [[name, after] as const]) : [[name, old] as const]))
  return Object.fromEntries(before === undefined && after !== undefined ? [...kept, [String(key), after]] : kept)
}

/** The table with everything of `other` that it lacks, at any depth. What both have stays as it is in `table`. */
export function fill(table: Table, other: Table): Table {
  return Object.entries(other).reduce<Table>((filled, [key, value]) => {
    const own = child(filled, key)
    if (own === undefined) return withValue(filled, [key], value) as Table
    return isTable(own) && isTable(value) ? (withValue(filled, [key], fill(own, value)) as Table) : filled
  }, table)
}
