import { describe, expect, test } from 'vitest'
import { appNameFault, suggestAppName } from '../../src/fly/app-name.ts'
import { estimateMonth, formatEstimate, PRICE_DATE } from '../../src/fly/price.ts'
import { findRegion, regions, retiredRegions } from '../../src/fly/regions.ts'
import { findSize, fittingMemory, heapFor, machineSizes, memoryFault } from '../../src/fly/sizes.ts'
import { regionForTimeZone } from '../../src/fly/time-zone.ts'

/** A machine's price without its volume, in the dearest region that Fly states one for (sjc). */
const dearest = (size: string, memoryMb: number): number => estimateMonth(findSize(size)!, memoryMb, 0)!.high

describe('the price', () => {
  // fly-catalog.json, statedPrices: about/cost-management of 2025-10-23 and blueprints/deploy-openclaw of 2026-04-10.
  test.each([['shared-cpu-1x', 256, 2.32], ['shared-cpu-1x', 512, 3.81], ['shared-cpu-1x', 1024, 6.79]])('of %s with %i MB is what Fly states, $%d', (size, memoryMb, dollars) => {
    expect(dearest(size, memoryMb)).toBeCloseTo(dollars, 1)
  })

  test('of the guide\'s machine lies in the range that Fly states, $20 to $25', () => {
    const { low, high } = estimateMonth(findSize('shared-cpu-2x')!, 4096, 0)!
    expect([low >= 20, low < high]).toEqual([true, true])
    expect(low).toBeLessThan(25)
  })

  test('of a volume is $0.15 a GB', () => {
    expect(estimateMonth(findSize('shared-cpu-2x')!, 2048, 10)!.volume).toBeCloseTo(1.5)
  })

  test('is shown rounded, and as unknown where Fly states none', () => {
    expect(formatEstimate(estimateMonth(findSize('shared-cpu-2x')!, 3072, 3))).toBe('$17–20')
    expect(formatEstimate(estimateMonth(findSize('performance-1x')!, 4096, 3))).toBe('see fly.io/docs/about/pricing')
    expect(PRICE_DATE).toMatch(/^\d{4}-\d\d-\d\d$/)
  })
})

describe('regions', () => {
  test('are 18, each once, none of them retired', () => {
    expect(new Set(regions.map(({ code }) => code)).size).toBe(18)
    expect(retiredRegions.filter((code) => findRegion(code))).toEqual([])
  })

  test('are there for every time zone of the world', () => {
    const zones = [...Intl.supportedValuesOf('timeZone'), 'UTC', '', 'Etc/GMT+5', 'No/Where', 'America/Argentina/Buenos_Aires']
    expect(zones.filter((zone) => findRegion(regionForTimeZone(zone)) === undefined)).toEqual([])
  })

  test.each([['Europe/Berlin', 'fra'], ['Europe/Madrid', 'cdg'], ['America/Sao_Paulo', 'gru'], ['America/Los_Angeles', 'lax'], ['America/New_York', 'iad'], ['Asia/Tokyo', 'nrt'], ['Africa/Johannesburg', 'jnb'], ['Australia/Perth', 'syd'], ['UTC', 'iad']])('are near: %s gets %s', (zone, code) => {
    expect(regionForTimeZone(zone)).toBe(code)
  })

  test.each(['constructor', '__proto__', 'toString/x'])('are not taken from the language itself for the zone %s', (zone) => {
    expect(regionForTimeZone(zone)).toBe('iad')
  })
})

describe('machine sizes', () => {
  test.each(machineSizes)('$name takes its own least and most memory', (size) => {
    expect([memoryFault(size, size.minMb), memoryFault(size, size.maxMb)]).toEqual([undefined, undefined])
    expect(memoryFault(size, size.maxMb + size.stepMb)).toBe(`${size.name} takes ${size.minMb} to ${size.maxMb} MB`)
    expect(memoryFault(size, size.minMb + 1)).toContain(`steps of ${size.stepMb} MB`)
    for (const wanted of [0, 2048, 3072, 5000, 1_000_000]) expect(memoryFault(size, fittingMemory(size, wanted))).toBeUndefined()
  })

  test.each([[2048, false, 1280], [2048, true, 768], [3072, false, 2048], [4096, false, 2816], [4096, true, 2304], [131_072, false, 91_648]])('%i MB (browser: %s) leave a heap of %i MB', (memoryMb, browser, heap) => {
    expect(heapFor(memoryMb, browser)).toBe(heap)
  })
})

describe('an app name', () => {
  test.each([['Größe Eins!', 'gro-e-eins'], ['São Paulo', 'sao-paulo'], ['--x--', 'x'], ['a'.repeat(62) + '-b', 'a'.repeat(62)], ['ﬁne', 'fine'], ['My App', 'my-app']])('is suggested for %j: %s', (text, name) => {
    expect(suggestAppName(text)).toBe(name)
    expect(appNameFault(name)).toBeUndefined()
  })

  test.each(['', '---', '日本', '🦞'])('is not made up where nothing is left of %j', (text) => {
    expect(suggestAppName(text)).toBeUndefined()
  })
})
