import { isRecord } from '../record.ts'

/** A value of JSON or TOML; a Date and a bigint come from TOML alone. `undefined` says that nothing is there. */
export type Value = string | number | boolean | bigint | null | Date | readonly Value[] | Table
export interface Table {
  readonly [key: string]: Value
}

/** Keys and indices from the root of a file. */
export type KeyPath = readonly (string | number)[]

export function isTable(value: Value | undefined): value is Table {
  return isRecord(value) && !(value instanceof Date)
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value)
}

/** Own keys alone: a key such as `constructor` is somebody's data. */
export function valueOf(table: Table, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

/** Whether two values say the same; the order of keys in a table says nothing. */
export function isSame(a: Value | undefined, b: Value | undefined): boolean {
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, index) => isSame(item, b[index]))
  if (isTable(a) && isTable(b)) {
    const keys = Object.keys(a)
    return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]))
  }
  // @iarna/toml prints dates and times of TOML's kinds as they were: a day is not its midnight.
  if (a instanceof Date && b instanceof Date) return a.toISOString() === b.toISOString()
  return Object.is(a, b) || (typeof a === 'number' && a === b)
}

/** `channels.discord.guilds["a b"][0]` */
export function formatPath(path: KeyPath): string {
  const parts = path.map((key) => (typeof key === 'number' ? `[${key}]` : /^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`))
  return parts.join('').replace(/^\./, '')
}

/** What stands at a path; undefined where nothing does. */
export function valueAt(value: Value | undefined, path: KeyPath): Value | undefined {
  return path.reduce<Value | undefined>((part, key) => (isList(part) ? part[Number(key)] : isTable(part) ? valueOf(part, String(key)) : undefined), value)
}

export function startsWith(path: KeyPath, start: KeyPath): boolean {
  return path.length >= start.length && start.every((key, index) => path[index] === key)
}

export function isSamePath(a: KeyPath, b: KeyPath): boolean {
  return a.length === b.length && startsWith(a, b)
}
