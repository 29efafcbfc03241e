import { parse } from '@iarna/toml'

/** A value of TOML. */
export type TomlValue = string | number | boolean | bigint | Date | readonly TomlValue[] | { readonly [key: string]: TomlValue }

/** The text is not TOML; `line` and `column` count from 1, where the parser tells them. */
export class TomlFault extends Error {
  override readonly name = 'TomlFault'
  readonly line: number | undefined
  readonly column: number | undefined

  constructor({ line, col }: { readonly line?: number; readonly col?: number }) {
    super('this is not TOML')
    this.line = typeof line === 'number' ? line + 1 : undefined
    this.column = typeof line === 'number' ? (col ?? 0) + 1 : undefined
  }
}

/**
 * Reads TOML as people's editors write it: with a byte order mark, or with the line ends of Windows, which @iarna/toml 3.0
 * takes for a control character behind a comment.
 * @throws TomlFault
 */
export function readToml(text: string): Readonly<Record<string, unknown>> {
  try {
    const value = parse(text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'))
    if (takeBackInherited()) throw new TomlFault({})
    return value
  } catch (error) {
    takeBackInherited()
    throw error instanceof TomlFault ? error : new TomlFault(error as { line?: number; col?: number })
  }
}

/**
 * @iarna/toml 3.0 takes what every object inherits for a table that is there already: `[a.constructor]` writes onto
 * JavaScript's own function `Object`, and is missing in what was read. No configuration has such a table, so the text is
 * refused, and the functions are as they were.
 * @returns whether something was written there
 */
function takeBackInherited(): boolean {
  const inherited = Object.getOwnPropertyNames(Object.prototype).filter((name) => name !== '__proto__').map((name) => (Object.prototype as unknown as Record<string, object>)[name]!)
  const written = inherited.flatMap((owner) => Object.keys(owner).map((key) => ({ owner, key })))
  for (const { owner, key } of written) Reflect.deleteProperty(owner, key)
  return written.length > 0
}

/** A value on one line. JSON's string escapes are TOML's too, but for DEL, which TOML wants escaped. */
export function printToml(value: TomlValue | null): string {
  if (isList(value)) return `[${value.map(printToml).join(', ')}]`
  if (typeof value === 'string') return JSON.stringify(value).replaceAll('\u007f', String.raw`\u007f`)
  if (value === null) throw new TypeError('TOML has no null')
  // @iarna/toml gives local dates and times a toISOString that writes them as they were.
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? printTable(value) : printPlain(value)
}

function isList(value: TomlValue | null): value is readonly TomlValue[] {
  return Array.isArray(value)
}

function printTable(table: { readonly [key: string]: TomlValue }): string {
  const entries = Object.entries(table)
  return entries.length === 0 ? '{}' : `{ ${entries.map(([key, item]) => `${printTomlKey(key)} = ${printToml(item)}`).join(', ')} }`
}

function printPlain(value: number | bigint | boolean): string {
  if (typeof value !== 'number' || Number.isFinite(value)) return String(value)
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
}

/** A key, quoted only where it must be. */
export function printTomlKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : printToml(key)
}
