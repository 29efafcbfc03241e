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
  const lineAt = linesOf(packed)
  const starts = startsIn(packed)
  const nodes = new Map<number, unknown>()

  const node = (line: number): unknown => {
    let value = nodes.get(line)
    if (value === undefined) nodes.set(line, (value = fill(JSON.parse(lineAt(line)) as Inner)))
    return value
  }
  // A part is read when somebody looks at it: of some 20,000 a configuration meets a few dozen.
  const fill = (value: Inner): Inner => {
    for (const key of Object.keys(value)) {
      const inner = value[key]
      if (typeof inner !== 'object' || inner === null) continue
      if (Array.isArray(inner) && inner.length === 1 && typeof inner[0] === 'number') readLater(value, key, () => node(inner[0] as number))
      else fill(inner as Inner)
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
  return [...startsIn(packed).keys()]
}

/** By release the line that its schema begins with: the last line says it. */
function startsIn(packed: Buffer): ReadonlyMap<Release, number> {
  return new Map(Object.entries(JSON.parse(packed.toString('utf8', packed.lastIndexOf('\n', packed.length - 2) + 1)) as Record<Release, number>))
}

/** Gives each line by its number. They are found as far as they are asked for: the newest release's are the first ones. */
function linesOf(packed: Buffer): (line: number) => string {
  const ends: number[] = [-1]
  return (line) => {
    while (ends.length < line + 2) {
      const end = packed.indexOf('\n', ends.at(-1)! + 1)
      if (end === -1) throw new RangeError(`there is no line ${line}`)
      ends.push(end)
    }
    return packed.toString('utf8', ends[line]! + 1, ends[line + 1])
  }
}

/** The property is as any other, but what is in it is made at the first look. */
function readLater(object: Inner, key: string, read: () => unknown): void {
  Object.defineProperty(object, key, {
    enumerable: true,
    configurable: true,
    get() {
      const value = read()
      Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
      return value
    },
  })
}
