import { isList, isTable, type Value } from './value.ts'

/** A value on one line. JSON's string escapes are TOML's too, but for DEL, which TOML wants escaped. */
export function printToml(value: Value): string {
  if (isList(value)) return `[${value.map(printToml).join(', ')}]`
  if (isTable(value)) {
    const entries = Object.entries(value)
    return entries.length === 0 ? '{}' : `{ ${entries.map(([key, item]) => `${printTomlKey(key)} = ${printToml(item)}`).join(', ')} }`
  }
  if (typeof value === 'string') return JSON.stringify(value).replaceAll('\u007f', String.raw`\u007f`)
  if (value === null) throw new TypeError('TOML has no null')
  // @iarna/toml gives local dates and times a toISOString that writes them as they were.
  return value instanceof Date ? value.toISOString() : printNumber(value)
}

function printNumber(value: number | bigint | boolean): string {
  if (typeof value !== 'number' || Number.isFinite(value)) return String(value)
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
}

export function printTomlKey(key: string | number): string {
  const text = String(key)
  return /^[A-Za-z0-9_-]+$/.test(text) ? text : printToml(text)
}
