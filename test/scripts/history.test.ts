import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Entry } from './history-entry.ts'
import { load } from './sandbox.ts'

const { readHistory, recordBegun, recordProved } = await load<{
  readHistory: (folder: string) => Entry[]
  recordBegun: (folder: string, next: Partial<Entry>, now: Date) => void
  recordProved: (folder: string, seen: { madeFrom: string; volume: string | undefined }) => void
}>('history.mjs')

let folder = ''
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'history-')) })
afterEach(() => rmSync(folder, { recursive: true }))

const now = new Date('2026-10-01T12:00:00Z')
const [one, other] = ['a'.repeat(32), 'b'.repeat(32)] as const
const before = { release: '2026.9.5', snapshot: { id: 'vs_1', time: '2026-10-01T11:59:00.000Z', days: 14 } }
const begin = (next: Partial<Entry>) => recordBegun(folder, next, now)
const prove = (madeFrom: string, volume: string | undefined = 'vol_1') => recordProved(folder, { madeFrom, volume })
const write = (text: string) => {
  mkdirSync(join(folder, '.openclaw-fly'), { recursive: true })
  writeFileSync(join(folder, '.openclaw-fly/history.json'), text)
}

describe('.openclaw-fly/history.json', () => {
  it('has no entry where nothing was deployed', () => {
    expect(readHistory(folder)).toEqual([])
  })

  it('says of each deploy what it was, from before it begins, and that it was seen to run', () => {
    begin({ release: '2026.9.6', madeFrom: one, schemaVersions: { state: 18, agent: 23 } })
    expect(readHistory(folder)).toEqual([{ release: '2026.9.6', madeFrom: one, schemaVersions: { state: 18, agent: 23 }, time: '2026-10-01T12:00:00.000Z', proved: false }])
    prove(one)
    expect(readHistory(folder)).toMatchObject([{ proved: true, volume: 'vol_1' }])
    expect(readFileSync(join(folder, '.openclaw-fly/history.json'), 'utf8')).toMatch(/^\{\n {2}"format": 1,\n/)
  })

  it('goes on with a deploy that did not come to its end, and keeps the way back of its upgrade', () => {
    begin({ release: '2026.9.6', madeFrom: one, before })
    begin({ release: '2026.9.6', madeFrom: other })
    expect(readHistory(folder)).toMatchObject([{ madeFrom: other, before }])
  })

  it('adds another deploy of a release that was seen to run', () => {
    begin({ release: '2026.9.6', madeFrom: one, before })
    prove(one)
    begin({ release: '2026.9.6', madeFrom: other })
    expect(readHistory(folder).map(({ before: back }) => back?.release)).toEqual(['2026.9.5', undefined])
  })

  it('does not take one deploy for the proof of another', () => {
    begin({ release: '2026.9.6', madeFrom: one })
    prove(other)
    expect(readHistory(folder)).toMatchObject([{ proved: false }])
  })

  it('keeps the last hundred', () => {
    for (let count = 0; count < 103; count++) {
      begin({ release: `2026.9.${count}`, madeFrom: one })
      prove(one)
    }
    expect([readHistory(folder).length, readHistory(folder)[0]!.release]).toEqual([100, '2026.9.3'])
  })

  it.for<[string, string, string]>([
    ['of a newer program', '{"format":2,"entries":[]}', 'was written by a newer create-openclaw-fly (format 2)'],
    ['that is cut off', '{"format":1,"ent', 'which knows the way back, is damaged'],
    ['that names something else than Fly\'s ids', JSON.stringify({ format: 1, entries: [{ release: '2026.9.6', time: '2026-10-01T12:00:00Z', proved: true, volume: '--all' }] }), 'is damaged'],
    ['whose backup leads elsewhere', JSON.stringify({ format: 1, entries: [{ release: '2026.9.6', time: '2026-10-01T12:00:00Z', proved: true, before: { release: '2026.9.5', backup: 'backups/../../x' } }] }), 'is damaged'],
  ])('is not believed when it is one %s', ([, text, expected]) => {
    write(text)
    expect(() => readHistory(folder)).toThrow(expected)
  })

  it('is not replaced where it is damaged', () => {
    write('mine')
    expect(() => begin({ release: '2026.9.6' })).toThrow('is damaged')
    expect(readFileSync(join(folder, '.openclaw-fly/history.json'), 'utf8')).toBe('mine')
  })
})
