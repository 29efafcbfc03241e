import { describe, expect, test } from 'vitest'
import { canOpenStateOf, catalogue, factsOf, findRelease, isNewerThanKnown, isOneWay, nearestKnown, newestRelease, releases, schemaSource } from '../../src/releases/catalogue.ts'
import { compareReleases, isReleaseForm } from '../../src/releases/release.ts'
import { recordedReleases, schemas } from '../support/answers.ts'

const names = catalogue.map(({ release }) => release)
const withoutSchema = catalogue.filter(({ noSchema }) => noSchema !== undefined)

describe('the catalogue', () => {
  test('has every release once, oldest first', () => {
    expect(names.toSorted(compareReleases)).toEqual(names)
    expect(new Set(names).size).toBe(names.length)
    expect(names.every(isReleaseForm)).toBe(true)
    expect(names).toEqual(expect.arrayContaining(['2026.1.29', '2026.3.31', '2026.4.29', '2026.5.28', '2026.6.35', '2026.7.1-2', '2026.8.2', '2026.9.6']))
  })

  test('was built in the order of its numbers, but for the numbers from 33 on: those mend an older month later', () => {
    const mends = ({ release }: { readonly release: string }): boolean => Number(release.split(/[.-]/)[2]) >= 33
    const [late, usual] = [catalogue.filter(mends), catalogue.filter((facts) => !mends(facts))]
    expect(late.map(({ release }) => release)).toEqual(expect.arrayContaining(['2026.6.35', '2026.7.35']))
    for (const line of [late, usual]) {
      const days = line.map(({ built }) => built)
      expect(days.toSorted()).toEqual(days)
    }
  })

  test('says of every release how it is started, with which Node, and which channels it has in it', () => {
    for (const { entry, node, bundled, external } of catalogue) {
      expect([entry, node]).toEqual(['openclaw.mjs', expect.stringMatching(/^>=\d+\.\d+\.\d+/)])
      expect(bundled).toContain('telegram')
      expect(external.filter((id) => bundled.includes(id))).toEqual([])
    }
  })

  test('has no release that does not run on the newest Node 24, with which all are recorded', () => {
    expect(catalogue.filter(({ node }) => !/^>=22\.\d+\.\d+$|>=24\.\d+\.\d+ <25/.test(node))).toEqual([])
  })

  test('knows when Discord and Slack left the package', () => {
    const bundles = (id: string): string[] => catalogue.filter(({ bundled }) => bundled.includes(id)).map(({ release }) => release)
    expect([bundles('discord').at(-1), bundles('slack').at(-1)]).toEqual(['2026.4.29', '2026.5.7'])
  })

  test('does not know what it does not list', () => {
    expect([findRelease('2026.9.7'), findRelease('constructor'), findRelease('2026.9.1-beta.1')]).toEqual([undefined, undefined, undefined])
  })
})

describe('recorded schemas', () => {
  test('are those that the catalogue says there are', () => {
    expect(recordedReleases).toEqual(catalogue.filter(({ noSchema }) => noSchema === undefined).map(({ release }) => release))
    expect(recordedReleases.length).toBeGreaterThanOrEqual(30)
  })

  test.each(recordedReleases)('of %s is one of a configuration', (release) => {
    expect(schemas.get(release)).toMatchObject({ type: 'object', properties: { gateway: { type: 'object' }, channels: {} } })
  })

  test('of the newest release of each month are there, as soon as releases can print them', () => {
    const newestOfMonth = new Map(names.map((name) => [name.split('.')[1], name]))
    expect([...newestOfMonth.values()].filter((name) => compareReleases(name, '2026.3.28') >= 0 && !recordedReleases.includes(name))).toEqual([])
  })

  test('of a release that was not recorded are our bug', () => {
    expect(() => schemas.get('2020.1.1')).toThrow('no schema recorded for 2020.1.1')
  })

  test('are missing for a reason that is said', () => {
    for (const { release, noSchema } of withoutSchema)
      expect(noSchema, release).toMatch(compareReleases(release, '2026.3.28') < 0 ? /^this release has no command/ : /\S/)
  })
})

describe('the schema that stands for a release', () => {
  test.each(recordedReleases)('%s is its own', (release) => {
    expect(schemaSource(release)).toEqual({ release, own: true })
  })

  test('that we do not know yet is that of the newest, and not its own', () => {
    expect(schemaSource('2027.1.1')).toEqual({ release: recordedReleases.at(-1), own: false })
  })

  test('without one is that of the nearest older release, never of a newer one', () => {
    for (const { release } of withoutSchema) {
      const source = schemaSource(release)
      expect(source?.own ?? false).toBe(false)
      expect(source?.release).toBe(recordedReleases.findLast((recorded) => compareReleases(recorded, release) < 0))
    }
  })

  test('from before the first schema is none', () => {
    expect([schemaSource('2026.1.29'), schemaSource('2026.3.13')]).toEqual([undefined, undefined])
  })
})

describe('the releases that the wizard shows', () => {
  test('are few, the newest, and each has a schema of its own', () => {
    expect(releases.length).toBeLessThanOrEqual(8)
    expect(releases).toEqual(catalogue.slice(-releases.length))
    for (const { release } of releases) expect(schemaSource(release)).toEqual({ release, own: true })
    expect(newestRelease).toBe(releases.at(-1)!.release)
  })
})

describe('a release that the catalogue does not have', () => {
  test('is taken for one like the newest, if it is newer than all of them', () => {
    expect([isNewerThanKnown('2099.1.1'), isNewerThanKnown(names.at(-1)!), isNewerThanKnown('2026.9.3-1')]).toEqual([true, false, false])
    expect(factsOf('2099.1.1')).toEqual({ ...catalogue.at(-1)!, release: '2099.1.1' })
  })

  test('is our bug otherwise', () => {
    expect(() => factsOf('2026.4.3')).toThrow('there is no OpenClaw 2026.4.3')
  })

  test.each([['2025.1.1', '2026.1.29'], ['2026.4.3', '2026.4.5'], ['2026.9.3-1', '2026.9.4'], ['2099.1.1', names.at(-1)!]])('%s is nearest to %s', (release, expected) => {
    expect(nearestKnown(release)).toBe(expected)
  })
})

describe('an upgrade', () => {
  test.each([
    ['2026.9.1', '2026.9.2', false],
    ['2026.9.3', '2026.9.4', true],
    ['2026.9.4', '2026.9.5', true],
    ['2026.9.5', '2026.9.6', true],
    ['2026.8.1', '2026.9.6', true],
    ['2026.7.1', '2026.8.1', true],
    ['2026.9.6', '2026.9.6', false],
    ['2026.1.29', '2026.1.29', false],
  ])('from %s to %s is one-way: %s', (from, to, expected) => {
    expect(isOneWay(from, to)).toBe(expected)
  })

  test.each([['2026.4.29', '2026.5.2'], ['2026.9.6', '2027.1.1'], ['2025.1.1', '2026.9.6']])('from %s to %s may be one-way: nobody knows', (from, to) => {
    expect(isOneWay(from, to)).toBe(undefined)
  })
})

describe('the volume of a release', () => {
  test.each([
    ['2026.9.5', '2026.9.6', 'allowed'],
    ['2026.9.6', '2026.9.6', 'allowed'],
    ['2026.9.2', '2026.9.1', 'allowed'],
    ['2026.9.6', '2026.9.5', 'refused-one-way'],
    ['2026.8.1', '2026.7.35', 'refused-one-way'],
    ['2026.9.6', '2026.1.29', 'refused-one-way'],
    ['2026.5.2', '2026.4.29', 'unknown'],
    ['2099.1.1', '2026.9.6', 'unknown'],
    ['2026.9.6', '2099.1.1', 'allowed'],
  ])('%s can be used by %s: %s', (ran, target, expected) => {
    expect(canOpenStateOf(ran, target)).toBe(expected)
  })

  test('can be used by the same release again, whichever it is', () => {
    expect(names.filter((name) => canOpenStateOf(name, name) !== 'allowed')).toEqual([])
  })
})
