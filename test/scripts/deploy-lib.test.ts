import * as fc from 'fast-check'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tidyAway } from '../support/one-folder.ts'
import { load } from './sandbox.ts'

const { appendToArray } = await load<{ appendToArray: (text: string, path: string[], added: string[]) => string | undefined }>('json-text.mjs')
const { findMissing } = await load<{ findMissing: (list: unknown[], addresses: string[]) => string[] }>('address-list.mjs')
const { readFlyToml, readImage } = await load<{ readFlyToml: (folder: string, file: string) => Record<string, unknown>; readImage: (folder: string, toml: object) => string | undefined }>('fly-toml.mjs')
const { fingerprint } = await load<{ fingerprint: (deployment: object, toml: object) => string }>('fingerprint.mjs')

class Folder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'deploy lib '))

  write(file: string, text: string) {
    mkdirSync(join(this.path, file, '..'), { recursive: true })
    writeFileSync(join(this.path, file), text)
    return this
  }

  [Symbol.dispose]() {
    tidyAway(this.path)
  }
}

describe('an array in the text of a JSON file', () => {
  it.each([
    ['{"a":["x"]}', '{"a":["x", "y", "z"]}'],
    ['{"a": [ "x", "w" ] }', '{"a": [ "x", "w", "y", "z" ] }'],
    ['{"a":["x","w"]}', '{"a":["x","w","y","z"]}'],
    ['{"a": [] , "b": 1}', '{"a": ["y", "z"] , "b": 1}'],
    ['{\r\n\t"a": [\r\n\t\t"x"\r\n\t]\r\n}\r\n', '{\r\n\t"a": [\r\n\t\t"x",\r\n\t\t"y",\r\n\t\t"z"\r\n\t]\r\n}\r\n'],
    ['{"b": "a\\"[", "a": ["]"], "c": {"a": [1]}}', '{"b": "a\\"[", "a": ["]", "y", "z"], "c": {"a": [1]}}'],
  ])('%j grows in its own layout', (before, after) => {
    expect(appendToArray(before, ['a'], ['y', 'z'])).toBe(after)
  })

  it.each(['{}', '{"a": {}}', '{"a": "[]"}', '[]', '"a"'])('is not looked for in %j', (text) => {
    expect(appendToArray(text, ['a'], ['y'])).toBeUndefined()
  })

  it.each(['{a: []}', '// c\n{"a": []}', '{"a": [],}', '', '\uFEFF{"a": []}'])('is not changed in %j, which is not plain JSON', (text) => {
    expect(() => appendToArray(text, ['a'], ['y'])).toThrow(SyntaxError)
  })

  it('holds what it held and what was added, and all else stays, whatever the file', () => {
    const texts = fc.array(fc.string(), { maxLength: 4 })
    fc.assert(fc.property(fc.dictionary(fc.string().filter((key) => key !== '__proto__'), fc.jsonValue()), texts, texts, fc.constantFrom(undefined, 2, '\t'), (rest, list, added, space) => {
      const file = { ...rest, gateway: { before: rest, list, after: 1 } }
      const edited = appendToArray(JSON.stringify(file, null, space), ['gateway', 'list'], added)
      expect(JSON.parse(edited!)).toEqual(JSON.parse(JSON.stringify({ ...file, gateway: { ...file.gateway, list: [...list, ...added] } })))
    }))
  })
})

describe('a list of trusted addresses', () => {
  it.each([
    [['172.16.0.0/12'], ['172.19.0.1', '66.241.124.1'], ['66.241.124.1']],
    [['2a09:8280:1::/48'], ['2a09:8280:1::1:a', '2a09:8280:2::1'], ['2a09:8280:2::1']],
    [['2A09:8280:0001:0::1:A'], ['2a09:8280:1::1:a'], []],
    [['nonsense', '1.2.3.4/99', '1.2.3.4/', 7, ''], ['1.2.3.4'], ['1.2.3.4']],
    [[], [], []],
  ])('%j lacks, of %j, %j', (list, addresses, missing) => {
    expect(findMissing(list, addresses)).toEqual(missing)
  })
})

describe('fly.toml, as far as the scripts read it', () => {
  it('gives what stands in it in the form that it was written in', () => {
    using folder = new Folder().write('fly.toml', [
      'app = "a#b"  # comment', "primary_region = 'fra'", '[env]', '  app = "not this"', '[[files]]', '  local_path = "../x.mjs"', '[mounts]  # one',
      '  source = "data"', '  destination = "/data"', '  initial_size = "10gb"', '  snapshot_retention = 14', '[http_service.checks]', '',
    ].join('\r\n'))
    expect(readFlyToml(folder.path, 'fly.toml')).toMatchObject({
      app: 'a#b', region: 'fra', volume: 'data', mount: '/data', sizeGb: 10, snapshotDays: 14, hasService: true, localPaths: ['../x.mjs'],
    })
  })

  it('takes what is absent or written otherwise for absent', () => {
    using folder = new Folder().write('fly.toml', 'mounts = { source = "data" }\n')
    expect(readFlyToml(folder.path, 'fly.toml')).toMatchObject({ app: undefined, region: undefined, volume: undefined, sizeGb: 1, snapshotDays: 5, hasService: false, localPaths: [] })
  })

  it('says so when it is not there', () => {
    using folder = new Folder()
    expect(() => readFlyToml(folder.path, 'fly.toml')).toThrow('fly.toml cannot be read (ENOENT)')
  })
})

describe('the image that is deployed', () => {
  it('is that of fly.toml, or the one that its Dockerfile builds on', () => {
    using folder = new Folder().write('fly.toml', '[build]\n  dockerfile = "Dockerfile"\n').write('Dockerfile', '# FROM nothing\nFROM golang AS build\nFROM --platform=linux/amd64 ghcr.io/openclaw/openclaw:2026.9.6\nUSER root\n')
    expect(readImage(folder.path, readFlyToml(folder.path, 'fly.toml'))).toBe('ghcr.io/openclaw/openclaw:2026.9.6')
    folder.write('fly.toml', '[build]\n  image = "ghcr.io/openclaw/openclaw:2026.9.5"\n')
    expect(readImage(folder.path, readFlyToml(folder.path, 'fly.toml'))).toBe('ghcr.io/openclaw/openclaw:2026.9.5')
  })

  it('is not known where fly.toml says nothing', () => {
    using folder = new Folder().write('fly.toml', 'app = "a"\n')
    expect(readImage(folder.path, readFlyToml(folder.path, 'fly.toml'))).toBeUndefined()
  })
})

describe('the fingerprint of what a deploy puts into the machine', () => {
  const toml = { text: 'app = "a"', localPaths: ['../boot.mjs'] }
  const source = () => new Folder().write('boot.mjs', 'boot').write('openclaw/Dockerfile', 'FROM x').write('openclaw/src/a.ts', 'a').write('openclaw/.git/HEAD', '1').write('openclaw/node_modules/x.js', '1')
  const of = ({ path }: Folder, text = toml.text) => fingerprint({ folder: path, build: 'source', release: '1' }, { ...toml, text })

  it('is the same for the same files, and does not look at what no image has', () => {
    using first = source()
    using second = source().write('openclaw/.git/HEAD', '2').write('openclaw/node_modules/x.js', '2').write('RUNBOOK.md', '')
    expect(of(first)).toMatch(/^[\da-f]{32}$/)
    expect(of(second)).toBe(of(first))
  })

  it.each([
    ['a source file changes', (folder: Folder) => folder.write('openclaw/src/a.ts', 'b')],
    ['a source file is new', (folder: Folder) => folder.write('openclaw/src/b.ts', '')],
    ['a file of [[files]] changes', (folder: Folder) => folder.write('boot.mjs', 'other')],
  ])('is another one when %s', (_, change) => {
    using folder = source()
    const before = of(folder)
    change(folder)
    expect(of(folder)).not.toBe(before)
  })

  it('is another one when the Dockerfile of an image build changes, with programs of channels in it', () => {
    using folder = new Folder().write('Dockerfile', 'FROM x:1')
    const mark = () => fingerprint({ folder: folder.path, build: 'image', release: '1' }, { text: '', localPaths: [], dockerfile: 'Dockerfile' })
    const before = mark()
    expect(mark()).toBe(before)
    folder.write('Dockerfile', 'FROM x:1\nADD y z')
    expect(mark()).not.toBe(before)
  })

  it('is another one when fly.toml changes, and needs every file that it names', () => {
    using folder = source()
    expect(of(folder, 'app = "b"')).not.toBe(of(folder))
    rmSync(join(folder.path, 'boot.mjs'))
    expect(() => of(folder)).toThrow('../boot.mjs, which the machine needs, cannot be read (ENOENT)')
  })
})

const { refuseOtherClone } = await load<{ refuseOtherClone: (deployment: object) => void }>('clone.mjs')

describe('a clone that is there', () => {
  const build = (folder: string) => ({ build: 'source', folder, release: '2026.9.6' })

  it('of another release is not built as this one', () => {
    using folder = new Folder().write('openclaw/Dockerfile', '').write('openclaw/package.json', '{"version":"2026.9.5"}')
    expect(() => refuseOtherClone(build(folder.path))).toThrow('openclaw/ is OpenClaw 2026.9.5, and this deployment is for 2026.9.6.')
  })

  it.each(['{"version":"2026.9.6"}', '{"version":"7.0.0"}', '{}', 'no JSON'])('is built where its package.json is %s', (text) => {
    using folder = new Folder().write('openclaw/Dockerfile', '').write('openclaw/package.json', text)
    expect(() => refuseOtherClone(build(folder.path))).not.toThrow()
  })
})
