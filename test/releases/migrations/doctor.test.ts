import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { schemaFaults } from '../../../src/check/json-schema.ts'
import { loadSchemas } from '../../../src/load.ts'
import { json5Value, parseJson5 } from '../../../src/merge/json5-tree.ts'
import { migrateText } from '../../../src/merge/migrate-text.ts'
import { catalogue, isSince } from '../../../src/releases/catalogue.ts'
import { withValue } from '../../../src/releases/migrations/json.ts'
import { migrateConfig } from '../../../src/releases/migrations/migrate-config.ts'
import { configOf, differencesOf, names, recorded, recordedNames, releaseOf, textOf } from './doctor.ts'

/** Whose doctors were asked. */
const releases = ['2026.8.2', '2026.9.6'] as const
const newest = releases[1]
const schemas = loadSchemas()

describe.each(releases)('a configuration of an older release, migrated to %s', (release) => {
  it.each(recordedNames(release))('is what the doctor makes of it: %s', (name) => {
    const before = configOf(name)
    const doctors = differencesOf(release).reduce((value, { remove }) => remove(value, before), recorded(name, release))
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

})

it('there is a recording of the newest doctor for each configuration, and none too many', () => {
  expect(recordedNames(newest)).toEqual(names)
  expect(names.length).toBeGreaterThanOrEqual(30)
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
  const named = releases.flatMap((release) => differencesOf(release).filter(({ release: only }) => only === release || (only === undefined && release === newest)).map((difference) => ({ ...difference, release })))

  it.each(named)('is there in $release: $what', ({ remove, release }) => {
    const meant = recordedNames(release).filter((name) => !isDeepStrictEqual(remove(recorded(name, release), configOf(name)), recorded(name, release)))
    expect(meant).not.toEqual([])
  })
})
