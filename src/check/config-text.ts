import { json5Value, Json5Error, parseJson5 } from '../merge/json5-tree.ts'
import { schemaSource } from '../releases/catalogue.ts'
import type { Json } from '../releases/migrations/json.ts'
import { migrateConfig } from '../releases/migrations/migrate-config.ts'
import type { Release } from '../releases/release.ts'
import type { SchemaSet } from '../releases/schemas.ts'
import { schemaFaults } from './json-schema.ts'

/** Whether a release takes a configuration, as a value. */
export interface ConfigVerdict {
  readonly release: Release
  /** Whose schema it was held against; null where no release so old has one, and then nothing is known. */
  readonly schemaOf: Release | null
  /** Key path and what is wrong there: never the value, which may be a secret. */
  readonly faults: readonly { readonly path: string; readonly message: string }[]
  /** What OpenClaw's own repair changes first, a line each. */
  readonly migrated: readonly string[]
}

/**
 * Holds the text of an openclaw.json (JSON5, as OpenClaw reads it) against the schema of a release: its own, or that of
 * the nearest older one that has one.
 * @param from the release that the configuration is of, if it is an older one: then in the shape that `openclaw doctor
 *   --fix` of the newer one gives it
 */
export function judgeConfig(text: string, release: Release, schemas: SchemaSet, from = release): ConfigVerdict {
  const schemaOf = schemaSource(release)?.release ?? null
  try {
    const { config, migrated } = migrateConfig(json5Value(parseJson5(text)) as Json, from, release) // JSON5 has no bigint
    const faults = schemaOf === null ? [] : schemaFaults(schemas.get(schemaOf), config)
    return { release, schemaOf, faults: faults.map(({ path, message }) => ({ path: path.join('.'), message })), migrated: migrated.map(({ title }) => title) }
  } catch (error) {
    if (!(error instanceof Json5Error)) throw error
    return { release, schemaOf, faults: [{ path: '', message: `this is not JSON5: ${error.message} (character ${error.offset + 1})` }], migrated: [] }
  }
}
