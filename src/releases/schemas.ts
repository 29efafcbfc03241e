import type { Release } from './release.ts'

/** A JSON Schema as `openclaw config schema` prints it, without titles and descriptions. Parts of it may be shared: read only. */
export type Schema = Readonly<Record<string, unknown>>

/** Configuration schemas by release; each is put together only when it is asked for. */
export interface SchemaSet {
  readonly get: (release: Release) => Schema
}

type Inner = Record<string, unknown>

/**
 * Reads the recorded schemas. UTF-8 lines, each an object or an array in JSON, in which an array of one number stands
 * for the line of that number (from 0): what two schemas, or two places of one, have in common is there once, so that
 * 60 releases are 2 MB and not 30. The last line says which line each release's schema is.
 * @throws TypeError for a release that was not recorded, which the catalogue's tests rule out.
 */
export function schemaSet(packed: Buffer): SchemaSet {
  const lines = packed.toString('utf8').trimEnd().split('\n')
  const starts = new Map(Object.entries(JSON.parse(lines.at(-1)!) as Record<Release, number>))
  const nodes = new Map<number, unknown>()

  const node = (line: number): unknown => {
    let value = nodes.get(line)
    if (value === undefined) nodes.set(line, (value = fill(JSON.parse(lines[line]!) as Inner)))
    return value
  }
  // In place: a schema has some 20,000 parts, and to copy them takes longer than to read them.
  const fill = (value: Inner): Inner => {
    for (const key of Object.keys(value)) {
      const inner = value[key]
      if (typeof inner !== 'object' || inner === null) continue
      value[key] = Array.isArray(inner) && inner.length === 1 && typeof inner[0] === 'number' ? node(inner[0]) : fill(inner as Inner)
    }
    return value
  }

  return {
    get(release) {
      const start = starts.get(release)
      if (start === undefined) throw new TypeError(`no schema recorded for ${release}`)
      return node(start) as Schema
    },
  }
}

/** The releases whose schemas are in there, oldest first. */
export function releasesOf(packed: Buffer): readonly Release[] {
  return Object.keys(JSON.parse(packed.toString('utf8', packed.lastIndexOf('\n', packed.length - 2) + 1)) as Record<Release, number>)
}
