import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catalogue, isSince } from '../../../src/releases/catalogue.ts'
import { migrations } from '../../../src/releases/migrations/all.ts'
import { migrateConfig, migrationsBetween } from '../../../src/releases/migrations/migrate-config.ts'
import { config } from './arbitrary.ts'

const oldest = catalogue[0]!.release
const newest = catalogue.at(-1)!.release

describe('the list of migrations', () => {
  it('has every file of the folder once, under its name', () => {
    const files = readdirSync(fileURLToPath(new URL('../../../src/releases/migrations/each/', import.meta.url)))
    expect(migrations.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted())
  })

  it('is in the order of the releases, each one of the catalogue', () => {
    const order = migrations.map(({ since }) => catalogue.findIndex(({ release }) => release === since))
    expect(order).not.toContain(-1)
    expect(order).toEqual(order.toSorted((a, b) => a - b))
  })

  it('has a sentence for people for each', () => {
    for (const { title } of migrations) expect(title).toMatch(/^[A-Z`].*\.$/)
  })
})

describe('which migrations are done', () => {
  it('those after the release that is left, up to the one that is gone to', () => {
    for (const { since } of migrations) {
      const before = catalogue.findLast(({ release }) => !isSince(release, since))!.release
      expect(migrationsBetween(before, since).length).toBeGreaterThan(0)
      expect(migrationsBetween(since, newest).map((each) => each.since)).not.toContain(since)
    }
  })

  it('none for the same or an older release', () => {
    expect(migrationsBetween(newest, newest)).toEqual([])
    expect(migrationsBetween(newest, oldest)).toEqual([])
  })
})

describe('migrateConfig', () => {
  it('takes whatever it is given, and does nothing when it is done again', () => {
    fc.assert(
      fc.property(config, (value) => {
        const once = migrateConfig(value, oldest, newest)
        expect(migrateConfig(once.config, oldest, newest)).toEqual({ config: once.config, migrated: [] })
      }),
      { numRuns: 500 },
    )
  })

  it('never changes the value that it is given', () => {
    fc.assert(
      fc.property(config, (value) => {
        const before = structuredClone(value)
        migrateConfig(value, oldest, newest)
        expect(value).toEqual(before)
      }),
      { numRuns: 200 },
    )
  })

  it('says nothing where it did nothing, and the other way round', () => {
    fc.assert(
      fc.property(config, (value) => {
        const { config: after, migrated } = migrateConfig(value, oldest, newest)
        expect(after === value).toBe(migrated.length === 0)
      }),
      { numRuns: 500 },
    )
  })
})
