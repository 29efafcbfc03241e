import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSince } from '../../src/releases/catalogue.ts'
import { compareReleases, isReleaseForm, readTestRelease } from '../../src/releases/release.ts'

describe('releases', () => {
  test.each([['2026.9.6', '2026.9.10'], ['2026.9.6', '2026.10.1'], ['2025.12.31', '2026.1.1'], ['2026.7.1', '2026.7.1-2'], ['2026.7.1-2', '2026.7.1-10'], ['2026.7.1-2', '2026.7.2']])('%s comes before %s', (older, newer) => {
    expect(compareReleases(older, newer)).toBeLessThan(0)
    expect([isSince(newer, older), isSince(older, newer), isSince(older, older)]).toEqual([true, false, true])
  })

  test.each(['v2026.9.6', '2026.9', '2026.9.6-beta.1', '2026.9.6\n', ' 2026.9.6', 'latest', '', '2026.09.6', '2026.9.06', '2026.9.6-0', '02026.9.6'])('%j is not the form of a release', (text) => {
    expect(isReleaseForm(text)).toBe(false)
  })

  test.each([['2026.9.6-beta.1', { kind: 'beta', leadsTo: '2026.9.6' }], ['2026.7.2-rc.3', { kind: 'rc', leadsTo: '2026.7.2' }], ['2026.7.1-2', undefined], ['beta', undefined]])('%s is known as what comes before one', (text, expected) => {
    expect(readTestRelease(text)).toEqual(expected)
  })

  test('are put into one order, whichever way round they are compared', () => {
    const release = fc.tuple(fc.integer({ min: 2024, max: 2030 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 40 }), fc.option(fc.integer({ min: 1, max: 9 }))).map(([year, month, number, build]) => `${year}.${month}.${number}${build === null ? '' : `-${build}`}`)
    fc.assert(fc.property(release, release, (a, b) => {
      expect(Math.sign(compareReleases(a, b))).toBe(-Math.sign(compareReleases(b, a)) + 0)
    }))
  })
})
