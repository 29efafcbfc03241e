import { describe, expect, it } from 'vitest'
import { catalogue, isOneWay } from '../../src/releases/catalogue.ts'
import { compareReleases as ours } from '../../src/releases/release.ts'
import type { Entry } from './history-entry.ts'
import { load } from './sandbox.ts'

interface Release { readonly release: string; readonly schemaVersions?: { readonly state: number; readonly agent: number } | undefined }
const { compareReleases, convertsData } = await load<{ compareReleases: (a: string, b: string) => number; convertsData: (a: Release, b: Release) => boolean }>('release.mjs')
interface Way { readonly to: Release; readonly keepsData: boolean; readonly snapshot?: { readonly id: string }; readonly volume?: string }
const { findWaysBack, findDataRelease } = await load<{ findWaysBack: (history: readonly Entry[], data: Release) => Way[]; findDataRelease: (history: readonly Entry[], running: Release | undefined, healthy: boolean) => Release | undefined }>('rollback-plan.mjs')
const { findReason } = await load<{ findReason: (lines: readonly string[]) => string | undefined }>('upgrade-proof.mjs')
const { replaceStamp } = await load<{ replaceStamp: (text: string, release: string) => string | undefined }>('config-stamp.mjs')

const withSchemas = catalogue.filter(({ schemaVersions }) => schemaVersions !== undefined)

describe('the scripts compare releases', () => {
  it('as the program that made the deployment does', () => {
    for (const { release: a } of catalogue) for (const { release: b } of catalogue) expect(Math.sign(compareReleases(a, b))).toBe(Math.sign(ours(a, b)))
  })

  it('and know as it does which of them convert the data', () => {
    for (const [at, older] of withSchemas.entries()) for (const newer of withSchemas.slice(at)) expect(convertsData(older, newer)).toBe(isOneWay(older.release, newer.release))
  })

  it('and take it for a conversion where one of them does not say', () => {
    expect(convertsData({ release: '2026.7.1' }, { release: '2026.8.1', schemaVersions: { state: 15, agent: 19 } })).toBe(true)
    expect(convertsData({ release: '2026.7.1' }, { release: '2026.7.1' })).toBe(false)
  })
})

const schemas = { '2026.9.1': { state: 15, agent: 19 }, '2026.9.2': { state: 15, agent: 19 }, '2026.9.5': { state: 17, agent: 21 }, '2026.9.6': { state: 18, agent: 23 } }
type Known = keyof typeof schemas
const of = (release: Known) => ({ release, schemaVersions: schemas[release] })
const entry = (release: Known, from?: Known, more: Partial<Entry> = {}): Entry => ({
  ...of(release), time: '2026-10-01T12:00:00.000Z', proved: true, volume: 'vol_1',
  ...(from !== undefined && { before: { ...of(from), snapshot: { id: `vs_${from.replaceAll('.', '')}`, time: '2026-10-01T11:00:00.000Z' } } }), ...more,
})

describe('what leads back', () => {
  it('is the snapshot of the last upgrade, then that of the one before', () => {
    const ways = findWaysBack([entry('2026.9.2'), entry('2026.9.5', '2026.9.2'), entry('2026.9.6', '2026.9.5')], of('2026.9.6'))
    expect(ways).toMatchObject([{ to: of('2026.9.5'), keepsData: false, snapshot: { id: 'vs_202695' }, volume: 'vol_1' }, { to: of('2026.9.2'), keepsData: false, snapshot: { id: 'vs_202692' } }])
  })

  it('is the older release itself where it reads the data as it is, with or without an upgrade recorded', () => {
    expect(findWaysBack([entry('2026.9.1'), entry('2026.9.2')], of('2026.9.2'))).toMatchObject([{ to: of('2026.9.1'), keepsData: true }])
    expect(findWaysBack([entry('2026.9.2', '2026.9.1')], of('2026.9.2'))).toMatchObject([{ to: of('2026.9.1'), keepsData: true }])
  })

  it('is not what was gone back to already, nor a newer release', () => {
    expect(findWaysBack([entry('2026.9.6', '2026.9.5'), entry('2026.9.5')], of('2026.9.5'))).toEqual([])
  })

  it('is nothing where the data was converted and no snapshot is known', () => {
    expect(findWaysBack([entry('2026.9.5'), entry('2026.9.6')], of('2026.9.6'))).toEqual([])
  })
})

describe('whose data is on the volume', () => {
  const history = [entry('2026.9.5'), entry('2026.9.6', '2026.9.5', { proved: false })]
  it.for<[string, readonly Entry[], Release | undefined, boolean, string]>([
    ['the machine\'s, while an upgrade did not reach it', history, of('2026.9.5'), true, '2026.9.5'],
    ['the newer one\'s, which ran before the older one was put into the machine by hand', [entry('2026.9.6', '2026.9.5')], of('2026.9.5'), true, '2026.9.6'],
    ['perhaps the newer one\'s, where the older one in the machine does not run', history, of('2026.9.5'), false, '2026.9.6'],
    ['that of the last deploy, where the machine cannot be asked', history, undefined, false, '2026.9.6'],
    ['the machine\'s, where somebody else deployed', [entry('2026.9.5')], of('2026.9.6'), true, '2026.9.6'],
  ])('%s', ([, entries, running, healthy, expected]) => {
    expect(findDataRelease(entries, running, healthy)?.release).toBe(expected)
  })
})

describe('why a gateway is held', () => {
  // What the real 2026.9.5 says on the data of 2026.9.6.
  const refused = '[gateway] refused startup because 1 OpenClaw database schema(s) are newer than this build.'
  const held = ['[boot] uid 1000', refused, '[boot] the gateway ended with exit code 78', '[boot] waiting: the gateway cannot start (exit code 78; why is above).']

  it('is what it said last itself', () => {
    expect(findReason(held)).toBe(refused)
    expect(findReason(['a stack', ...held.slice(2)])).toBe('a stack')
  })

  it.for(['[gateway] ready', '[gateway] http server listening (13 plugins: anthropic; 1.9s)'])('is over once the log has %j', (line) => {
    expect(findReason([...held, line])).toBeUndefined()
  })

  it('is not asked while the boot program does not wait', () => {
    expect(findReason(['[gateway] starting...'])).toBeUndefined()
  })
})

describe('the stamp of a configuration', () => {
  it('is lowered in its place, and every other byte stays', () => {
    const text = '{\n  "gateway": { "port": 3000 },\n  "meta": {\n    "migrations": { "modelPolicyAllowlist": true },\n    "lastTouchedVersion": "2026.9.2"\n  }\n}\n'
    expect(replaceStamp(text, '2026.9.1')).toBe(text.replace('2026.9.2', '2026.9.1'))
  })

  it('stays in JSON5, which is not ours to write', () => {
    expect(replaceStamp('{ meta: { lastTouchedVersion: "2026.9.2" } }', '2026.9.1')).toBeUndefined()
  })
})
