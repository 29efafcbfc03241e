import type { Release } from '../../src/releases/release.ts'
import { compareReleases } from '../../src/releases/release.ts'
import type { Schema } from '../../src/releases/schemas.ts'

/**
 * Characters from which on a part of a schema gets a line of its own. Measured with 17 releases, brotli at its best:
 * 0 yields 46.9 KB (0.6 MB unpacked), 120 yields 44.2 KB (1.2 MB), 250 yields 42.9 KB (1.5 MB), 1,000 42.5 KB (2.8 MB).
 */
const OWN_LINE_FROM = 120

/** Writes schemas in the form that `schemaSet` reads. The same schemas yield the same bytes, however they are ordered. */
export function packSchemas(schemas: ReadonlyMap<Release, Schema>): Buffer {
  const table = new LineTable()
  const newestFirst = [...schemas].toSorted(([a], [b]) => compareReleases(b, a))
  const starts = newestFirst.map(([release, schema]): [Release, number] => [release, table.lineOf(schema)])
  return Buffer.from(`${[...table.lines, JSON.stringify(Object.fromEntries(starts.toReversed()))].join('\n')}\n`)
}

/** Lines of JSON, each there once. */
class LineTable {
  readonly lines: string[] = []
  readonly #numbers = new Map<string, number>()
  /** A schema read from a packed file shares its parts with others: most are met many times. */
  readonly #parts = new WeakMap<object, string>()

  lineOf(value: object): number {
    const text = this.#text(value)
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#numbers.set(text, this.lines.length)
    return this.lines.push(text) - 1
  }

  #text(value: object): string {
    if (Array.isArray(value)) return `[${value.map((inner) => this.#part(inner)).join(',')}]`
    return `{${Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${this.#part(inner)}`).join(',')}}`
  }

  #part(value: unknown): string {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value)
    const known = this.#parts.get(value)
    if (known !== undefined) return known
    const text = this.#text(value)
    // An array of one number would be read as a reference.
    const part = text.length >= OWN_LINE_FROM || /^\[-?[\d.eE+-]+\]$/.test(text) ? `[${this.lineOf(value)}]` : text
    this.#parts.set(value, part)
    return part
  }
}
