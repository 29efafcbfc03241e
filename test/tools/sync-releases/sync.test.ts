import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { UserError } from '../../../src/errors.ts'
import type { Npm } from '../../../tools/sync-releases/registry.ts'
import { ProgramFailure } from '../../../tools/sync-releases/run-program.ts'
import { Store } from '../../../tools/sync-releases/store.ts'
import { syncReleases, type SyncFailure, type SyncIo } from '../../../tools/sync-releases/sync.ts'
import { packTar } from '../../clone/tarball.ts'

const scratch = mkdtempSync(join(tmpdir(), 'openclaw-sync-test-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** What an installed release prints: a schema with its own name in it. */
const program = (release: string): string => `console.log(JSON.stringify({ title: 'x', type: 'object', properties: { release: { const: '${release}' }, home: { enum: [process.env.HOME === undefined ? 'none' : 'own'] } } }))`

interface Faults {
  /** The program that is installed instead, by release. */
  readonly programs?: Readonly<Record<string, string>>
  readonly install?: (release: string) => void
  readonly pack?: (release: string) => void
}

/** A folder of recorded data, and a stand-in for npm that notes what it was asked. */
class Bench {
  readonly data = mkdtempSync(join(scratch, 'data-'))
  readonly work = `${this.data}-work`
  readonly store = new Store(this.data)
  readonly asked: string[] = []
  readonly said: string[] = []
  readonly stop = new AbortController()

  sync(releases: readonly string[], { force = [], ...faults }: Faults & { readonly force?: readonly string[] } = {}): Promise<readonly SyncFailure[]> {
    const io: SyncIo = { npm: this.#npm(faults), store: this.store, scratch: this.work, node: () => Promise.resolve(process.execPath), say: (line) => this.said.push(line), signal: this.stop.signal }
    return syncReleases(releases, new Set(force), io)
  }

  #npm({ programs = {}, install, pack }: Faults): Npm {
    return ([verb, spec], cwd) => {
      const release = spec!.replace('openclaw@', '')
      this.asked.push(`${verb} ${release}`)
      if (verb === 'pack') {
        pack?.(release)
        writeFileSync(join(cwd, 'package.tgz'), packTar([
          { path: 'package/package.json', text: JSON.stringify({ version: release, bin: { openclaw: 'openclaw.mjs' }, engines: { node: '>=24' } }) },
          { path: 'package/dist/build-info.json', text: '{"builtAt":"2026-09-23T16:33:12.144Z"}' },
          { path: 'package/openclaw.mjs' },
        ]))
        return Promise.resolve('[{"filename":"package.tgz"}]')
      }
      install?.(release)
      mkdirSync(join(cwd, 'node_modules', 'openclaw'), { recursive: true })
      writeFileSync(join(cwd, 'node_modules', 'openclaw', 'openclaw.mjs'), programs[release] ?? program(release))
      return Promise.resolve('')
    }
  }

  reasonOf(release: string): string | undefined {
    return this.store.facts().find((facts) => facts.release === release)!.noSchema
  }
}

describe.concurrent('syncing releases', () => {
  test('records facts and schema of each, and leaves nothing else behind', async ({ expect }) => {
    const bench = new Bench()
    expect(await bench.sync(['2026.9.6', '2026.9.5'])).toEqual([])
    expect(bench.store.facts().map(({ release, noSchema }) => [release, noSchema])).toEqual([['2026.9.5', undefined], ['2026.9.6', undefined]])
    expect(bench.store.releasesWithSchema()).toEqual(['2026.9.5', '2026.9.6'])
    expect(readdirSync(bench.data).toSorted()).toEqual(['catalogue.json', 'schemas.br'])
    expect(existsSync(bench.work)).toBe(false)
  })

  test('does nothing again that is recorded', async ({ expect }) => {
    const bench = new Bench()
    await bench.sync(['2026.9.6'])
    expect(await bench.sync(['2026.9.6', '2026.9.5'])).toEqual([])
    expect(bench.asked).toEqual(['pack 2026.9.6', 'install 2026.9.6', 'pack 2026.9.5', 'install 2026.9.5'])
    await bench.sync(['2026.9.6'], { force: ['2026.9.6'] })
    expect(bench.asked.slice(4)).toEqual(['pack 2026.9.6', 'install 2026.9.6'])
  })

  test('yields the same bytes when a release is recorded anew', async ({ expect }) => {
    const bench = new Bench()
    const files = (): readonly Buffer[] => ['catalogue.json', 'schemas.br'].map((name) => readFileSync(join(bench.data, name)))
    await bench.sync(['2026.9.6', '2026.9.5', '2026.9.4'])
    const before = files()
    await bench.sync(['2026.9.5'], { force: ['2026.9.5'] })
    expect(files()).toEqual(before)
  })

  test('goes on after a release that cannot be installed, names it, and tries it again next time', async ({ expect }) => {
    const bench = new Bench()
    const install = (release: string): void => {
      if (release === '2026.9.5') throw new ProgramFailure('E404: Not Found')
    }
    expect(await bench.sync(['2026.9.6', '2026.9.5', '2026.9.4'], { install })).toEqual([{ release: '2026.9.5', reason: 'E404: Not Found' }])
    expect(bench.store.releasesWithSchema()).toEqual(['2026.9.4', '2026.9.6'])
    expect(bench.reasonOf('2026.9.5')).toBe('E404: Not Found')
    expect(await bench.sync(['2026.9.5'])).toEqual([])
    expect(bench.reasonOf('2026.9.5')).toBeUndefined()
  })

  test('names a release whose package cannot be fetched, and does not install it', async ({ expect }) => {
    const bench = new Bench()
    const pack = (): void => {
      throw new ProgramFailure('ETARGET: No matching version')
    }
    expect(await bench.sync(['2026.9.6'], { pack })).toEqual([{ release: '2026.9.6', reason: 'ETARGET: No matching version' }])
    expect([bench.store.facts(), bench.asked]).toEqual([[], ['pack 2026.9.6']])
  })

  test('notes that a release has no such command, once and for all', async ({ expect }) => {
    const bench = new Bench()
    const programs = { '2026.3.28': "console.error(`error: unknown command 'schema'`); process.exit(1)" }
    expect(await bench.sync(['2026.3.28'], { programs })).toEqual([])
    expect(bench.reasonOf('2026.3.28')).toMatch(/^this release has no command/)
    await bench.sync(['2026.3.28'], { programs })
    expect(bench.asked).toEqual(['pack 2026.3.28', 'install 2026.3.28'])
  })

  test('installs nothing from before there was such a command', async ({ expect }) => {
    const bench = new Bench()
    expect(await bench.sync(['2026.3.24'])).toEqual([])
    expect(bench.asked).toEqual(['pack 2026.3.24'])
    expect(bench.reasonOf('2026.3.24')).toMatch(/^this release has no command/)
  })

  test.each([
    ['prints no JSON', "console.log('hello')", 'config schema printed no JSON'],
    ['prints something else', 'console.log("{}")', 'config schema printed something else than a schema'],
    ['fails', "console.error('TypeError: broken'); process.exit(1)", 'TypeError: broken'],
  ])('says of a program that %s what it did', async (_, text, reason) => {
    const bench = new Bench()
    expect(await bench.sync(['2026.9.6'], { programs: { '2026.9.6': text } })).toEqual([{ release: '2026.9.6', reason }])
    expect(bench.reasonOf('2026.9.6')).toBe(reason)
  })

  test('records no place on this machine', async ({ expect }) => {
    const bench = new Bench()
    await bench.sync(['2026.9.6'], { programs: { '2026.9.6': "console.error('Error: cannot read ' + process.argv[1]); process.exit(1)" } })
    expect(bench.reasonOf('2026.9.6')).toBe('Error: cannot read /install/node_modules/openclaw/openclaw.mjs')
  })

  test('reads a schema below what the program says before it', async ({ expect }) => {
    const bench = new Bench()
    expect(await bench.sync(['2026.9.6'], { programs: { '2026.9.6': `console.log('OpenClaw says {hello}');${program('2026.9.6')}` } })).toEqual([])
  })

  test('stops at Ctrl-C, removes what it installed, and goes on from there', async ({ expect }) => {
    const bench = new Bench()
    const install = (): void => bench.stop.abort()
    await expect(bench.sync(['2026.9.6', '2026.9.5'], { install })).rejects.toThrow('aborted')
    expect(existsSync(bench.work)).toBe(false)
    expect([bench.store.releasesWithSchema(), bench.reasonOf('2026.9.6')]).toEqual([[], 'not recorded yet'])

    const again = Object.assign(new Bench(), { data: bench.data, store: bench.store })
    expect(await again.sync(['2026.9.6', '2026.9.5'])).toEqual([])
    expect(again.asked).toEqual(['install 2026.9.6', 'install 2026.9.5'])
  })

  test('ends at what a person must mend', async ({ expect }) => {
    const bench = new Bench()
    const install = (): void => {
      throw new UserError('no-room', 'There is too little room.', 'free 4 GB')
    }
    await expect(bench.sync(['2026.9.6', '2026.9.5'], { install })).rejects.toThrow('There is too little room.')
    expect(bench.asked.filter((line) => line.startsWith('install'))).toEqual(['install 2026.9.6'])
  })
})
