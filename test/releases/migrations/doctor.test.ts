import { existsSync, readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { schemaFaults } from '../../../src/check/json-schema.ts'
import { loadSchemas } from '../../../src/load.ts'
import { json5Value, parseJson5 } from '../../../src/merge/json5-tree.ts'
import { migrateText } from '../../../src/merge/migrate-text.ts'
import { catalogue, isSince } from '../../../src/releases/catalogue.ts'
import { withValue } from '../../../src/releases/migrations/json.ts'
import { migrateConfig } from '../../../src/releases/migrations/migrate-config.ts'
import { configOf, differences, names, recorded, recordingOf, releaseOf, textOf } from './doctor.ts'

/** Whose doctors were asked. */
const releases = ['2026.9.6'] as const
const schemas = loadSchemas()

describe.each(releases)('a configuration of an older release, migrated to %s', (release) => {
  it.each(names)('is what the doctor makes of it: %s', (name) => {
    const before = configOf(name)
    const doctors = differences.reduce((value, { remove }) => remove(value, before), recorded(name, release))
    // Who wrote it last is the doctor's to say.
    expect(withValue(migrateConfig(before, releaseOf(name), release).config, ['meta'], undefined)).toEqual(doctors)
  })

  it.each(names)('is the same when its text is migrated: %s', (name) => {
    const { text, migrated } = migrateText(textOf(name), releaseOf(name), release)
    const wanted = migrateConfig(configOf(name), releaseOf(name), release)
    expect(json5Value(parseJson5(text))).toEqual(wanted.config)
    expect(migrated).toEqual(wanted.migrated)
    for (const comment of textOf(name).match(/^\/\/.*$/gm) ?? []) expect(text).toContain(comment)
  })

  it('has a recording for each, and none too many', () => {
    expect(readdirSync(dirname(recordingOf('x', release))).toSorted()).toEqual(names.map((name) => `${name}.json`))
    expect(names.length).toBeGreaterThanOrEqual(30)
  })
})

describe('a configuration', () => {
  const withSchema = catalogue.filter(({ noSchema }) => noSchema === undefined).map(({ release }) => release)

  it.each(names)('passes the schema of every release that it is migrated to: %s', (name) => {
    const faults = withSchema.filter((release) => isSince(release, releaseOf(name))).flatMap((release) => {
      const { config } = migrateConfig(configOf(name), releaseOf(name), release)
      return schemaFaults(schemas.get(release), config).map(({ path, message }) => `${release}: ${path.join('.')} ${message}`)
    })
    expect(faults).toEqual([])
  })
})

describe('a difference from the doctor that we name', () => {
  it.each(differences.map((difference) => [difference.what, difference] as const))('is there: %s', (_, { remove }) => {
    const meant = names.filter((name) => existsSync(recordingOf(name, releases[0])) && JSON.stringify(remove(recorded(name, releases[0]), configOf(name))) !== JSON.stringify(recorded(name, releases[0])))
    expect(meant).not.toEqual([])
  })
})
