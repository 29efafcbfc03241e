import type { Release } from './release.ts'

/** A JSON Schema as `openclaw config schema` prints it. */
export type Schema = Readonly<Record<string, unknown>>

/** Configuration schemas by release; each is parsed only when it is asked for. */
export interface SchemaSet {
  readonly get: (release: Release) => Schema
}

/**
 * Reads the recorded schemas: UTF-8, one JSON object `{"release","schema"}` a line. They are 8 MB together, so no line
 * is decoded before it is asked for.
 * @throws TypeError for a release that was not recorded, which the catalogue's tests rule out.
 */
export function schemaSet(lines: Buffer): SchemaSet {
  return {
    get(release) {
      const start = lines.indexOf(`{"release":"${release}",`)
      if (start === -1) throw new TypeError(`no schema recorded for ${release}`)
      const end = lines.indexOf('\n', start)
      return (JSON.parse(lines.toString('utf8', start, end === -1 ? lines.length : end)) as { schema: Schema }).schema
    },
  }
}
