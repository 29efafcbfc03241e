import { readFileSync } from 'node:fs'
import { parse } from '@iarna/toml'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatPlace } from '../../src/merge/conflict.ts'
import { mergeFile, type FileMerge } from '../../src/merge/file.ts'

/** @iarna/toml 3.0 takes a carriage return at the end of a comment for a control character in it. */
const read = (text: string): Record<string, unknown> => parse(text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n'))

const golden = (name: string, file: string): string => readFileSync(new URL(`../golden/${name}/output/${file}`, import.meta.url), 'utf8')

function merged(result: FileMerge): { readonly text: string; readonly conflicts: readonly string[] } {
  if (result.kind !== 'merged') throw new Error(result.why)
  return { text: result.text, conflicts: result.conflicts.map(({ place }) => formatPlace(place)) }
}

describe('fly.toml that both sides changed', () => {
  const base = golden('defaults', 'fly.toml')
  const theirs = golden('image-browser', 'fly.toml')

  test('keeps the person\'s values and comments, takes ours, and names what both changed', () => {
    const mine = base
      .replace('memory = "3072mb"', 'memory = "8gb"')
      .replace('[env]', '# mine: more time zones than one\n[env]\n  TZ = "Asia/Tokyo"')
      .replace('interval = "30s"', 'interval = "10s"  # mine: sooner')
      .replace('  min_machines_running = 1\n', '')
      .concat('\n[[files]]  # mine\n  guest_path = "/etc/mine"\n  local_path = "mine"\n')
    const { text, conflicts } = merged(mergeFile('fly.toml', base, mine, theirs))
    expect(conflicts).toEqual(['vm[0].memory'])
    const value = read(text)
    expect(value).toMatchObject({ app: 'lobster-browser', build: { image: 'ghcr.io/openclaw/openclaw:2026.9.6-browser' }, env: { TZ: 'Asia/Tokyo', NODE_OPTIONS: '--max-old-space-size=2304' }, vm: [{ size: 'shared-cpu-4x', memory: '8gb' }] })
    expect(value['build']).not.toHaveProperty('dockerfile')
    expect(value['http_service']).not.toHaveProperty('min_machines_running')
    expect(text.match(/# mine.*/g)).toEqual(['# mine: more time zones than one', '# mine: sooner', '# mine'])
    expect(text).toContain('primary_region = "nrt"  # Tokyo, Japan')
    expect(text).not.toContain('dockerfile')
  })

  test('keeps line endings and byte order mark as the person\'s editor left them', () => {
    const mine = `\ufeff${base.replace('"3072mb"', '"4gb"').replaceAll('\n', '\r\n')}`
    const { text } = merged(mergeFile('fly.toml', base, mine, theirs.replace('memory = "4096mb"', 'memory = "3072mb"')))
    expect(text.startsWith('\ufeff#')).toBe(true)
    expect(text.match(/\n/g)!.length).toBe(text.match(/\r\n/g)!.length)
    expect(read(text)).toMatchObject({ vm: [{ memory: '4gb' }], app: 'lobster-browser' })
  })

  test('is left alone where the person\'s does not parse', () => {
    expect(mergeFile('fly.toml', base, `${base}\n[oops`, theirs)).toEqual({ kind: 'apart', why: 'your file cannot be read' })
  })
})

describe('other files that both sides changed', () => {
  test('a text merges where different lines were changed', () => {
    expect(mergeFile('RUNBOOK.md', 'a\nb\nc\n', 'A\nb\nc\n', 'a\nb\nC\n')).toMatchObject({ kind: 'merged', text: 'A\nb\nC\n' })
  })

  test('of a text the lines that both changed stay the person\'s, and are named; all others are taken', () => {
    expect(mergeFile('RUNBOOK.md', 'a\nb\nc\nd\ne\n', 'a\nB1\nB2\nc\nd\ne\n', 'new\na\nb!\nc\nd\nE\n')).toEqual({
      kind: 'merged',
      text: 'new\na\nB1\nB2\nc\nd\nE\n',
      conflicts: [{ place: { kind: 'lines', from: 3, to: 4, above: 'a\n' }, base: 'b\n', mine: 'B1\nB2\n', theirs: 'b!\n' }],
    })
  })

  test('what both append to a text is there twice, the person\'s first, and what is the same in it once', () => {
    expect(mergeFile('.gitignore', 'a\n', 'a\nmine\nsame\n', 'a\nours\nsame\n')).toEqual({ kind: 'merged', text: 'a\nmine\nours\nsame\n', conflicts: [] })
  })

  test('a last line without its line feed stays a line of its own', () => {
    expect(mergeFile('.gitignore', 'a', 'a\nmine', 'a\nours')).toEqual({ kind: 'merged', text: 'a\nmine\nours', conflicts: [] })
    expect(mergeFile('.gitignore', 'a\nb\n', 'x\nb', 'a\nb\nours\n')).toEqual({ kind: 'merged', text: 'x\nb\nours', conflicts: [] })
  })

  test('an empty last line of the person is not taken away with the line feed that we no longer have at the end', () => {
    expect(merged(mergeFile('RUNBOOK.md', '\na\n', '\n', '\nb'))).toEqual({ text: '\n', conflicts: ['line 2'] })
  })

  test('of a program all is taken or nothing', () => {
    expect(mergeFile('scripts/deploy.mjs', 'a\nb\nc\n', 'A\nb\nc\n', 'x\nb\nC\n')).toEqual({ kind: 'apart', why: 'both changed the same lines' })
    expect(mergeFile('scripts/deploy.mjs', 'a\nb\nc\n', 'A\nb\nc\n', 'a\nb\nC\n')).toMatchObject({ kind: 'merged', text: 'A\nb\nC\n' })
  })

  test('what looks like a repeated context does not move an edit', () => {
    const block = '[[x]]\n  a = 1\n\n'
    expect(mergeFile('x.md', block.repeat(3), block + block.replace('1', '2') + block, `${block.repeat(3)}end\n`)).toMatchObject({ kind: 'merged', text: `${block}${block.replace('1', '2')}${block}end\n` })
  })
})

describe('values that both sides changed', () => {
  test('in lists: an order that we changed is not lost in silence', () => {
    expect(merged(mergeFile('openclaw.json', '{"a": ["x", "y"]}', '{"a": ["x", "y", "own"]}', '{"a": ["y", "x"]}'))).toEqual({ text: '{"a": ["x", "y", "own"]}', conflicts: ['a'] })
  })

  test('in lists: where both put another item in the place of one, having both is not what either wanted', () => {
    expect(merged(mergeFile('openclaw.json', '{"a": ["x"]}', '{"a": ["own"]}', '{"a": ["ours", "more"]}'))).toEqual({ text: '{"a": ["own"]}', conflicts: ['a'] })
    const vm = (...sizes: readonly [string, string][]): string => sizes.map(([size, memory]) => `[[vm]]\nsize = "${size}"\nmemory = "${memory}"\n`).join('')
    expect(merged(mergeFile('fly.toml', vm(['a', '1gb'], ['a', '2gb']), vm(['a', '8gb'], ['a', '2gb']), vm(['b', '1gb'], ['a', '2gb'])))).toEqual({ text: vm(['b', '8gb'], ['a', '2gb']), conflicts: [] })
  })

  test('in a table by dotted keys: a new key gets its dots, too', () => {
    expect(merged(mergeFile('fly.toml', '[env]\nA = "1"\n', 'env.A = "2"\n\n[own]\n', '[env]\nA = "1"\n# why\nB = "1"\n'))).toEqual({ text: 'env.A = "2"\n# why\nenv.B = "1"\n\n[own]\n', conflicts: [] })
  })

  test('in a table in braces over one line: lines inside a list stay', () => {
    expect(merged(mergeFile('fly.toml', 'a = { b = [1], c = 1 }\n', 'a = { b = [\n  1, # one\n  2\n], c = 1 }\n', 'a = { b = [1], c = 2, d = 3 }\n'))).toEqual({ text: 'a = { b = [\n  1, # one\n  2\n], c = 2, d = 3 }\n', conflicts: [] })
  })

  test('a comment of the person behind an item that we took out stays', () => {
    expect(merged(mergeFile('openclaw.json', '{"a": ["x", "y"]}', '{\n  "a": [\n    "x", // mine\n    "y"\n  ]\n}', '{"a": ["y"]}'))).toEqual({ text: '{\n  "a": [\n    // mine\n    "y"\n  ]\n}', conflicts: [] })
  })

  test('what cannot be written without losing a comment of the person is named, and all else is merged', () => {
    expect(merged(mergeFile('openclaw.json', '{"a": {"b": 1}, "c": 1}', '{"a": { /* mine */ "b": 1}, "c": 1}', '{"a": 2, "c": 2}'))).toEqual({ text: '{"a": { /* mine */ "b": 1}, "c": 2}', conflicts: ['a'] })
  })

  test('a conflict has its place in the result, where items came before it', () => {
    const block = (path: string, more: string): string => `[[files]]\nguest_path = "${path}"\nlocal_path = "${more}"\n`
    expect(merged(mergeFile('fly.toml', block('b', '1'), block('b', '2'), block('a', '') + block('b', '3'))).conflicts).toEqual(['files[1].local_path'])
  })
})

/** One thing that a person does to fly.toml. */
const personsEdit: fc.Arbitrary<(text: string) => string> = fc.oneof(
  fc.constantFrom('30s', '1m', '10m', '80', '3gb').chain((old) => fc.constantFrom('7s', '99', '8gb').map((now) => (text: string) => text.replace(`"${old}"`, `"${now}"`))),
  fc.constantFrom('kill_timeout', 'force_https', 'min_machines_running', 'snapshot_retention', 'interval', 'TZ').map((key) => (text: string) => text.replace(new RegExp(`^ *${key} = .*\\n`, 'm'), '')),
  fc.constantFrom('env', 'deploy', 'http_service', 'mounts').map((name) => (text: string) => text.replace(`[${name}]`, `[${name}]\n  own_key = "own"`)),
  fc.nat(60).map((line) => (text: string) => text.split('\n').toSpliced(line, 0, '# own comment').join('\n')),
  fc.nat(60).map((line) => (text: string) => text.split('\n').toSpliced(line, 0, '').join('\n')),
  fc.constant((text: string) => `${text}\n[[metrics]]\n  port = 9091\n  path = "/metrics"\n`),
  fc.constant((text: string) => text.replaceAll('\n', '\r\n')),
  fc.constant((text: string) => text.replaceAll(/^ {2}/gm, '\t')),
)

const parses = (text: string): boolean => {
  try {
    return read(text) !== undefined
  } catch {
    return false
  }
}

describe('any edits of fly.toml, for any two deployments', () => {
  const texts = ['defaults', 'image-browser', 'discord', 'private-source', 'public-image', 'release-2026-9-3', 'domain-and-org'].flatMap((name) => [golden(name, 'fly.toml'), golden(name, 'fly.private.toml')])
  const edits = fc.array(personsEdit, { maxLength: 5 })

  test('what comes out parses, keeps every comment of the person, and changes nothing when it is merged again', () => {
    fc.assert(fc.property(fc.constantFrom(...texts), fc.constantFrom(...texts), edits, (base, theirs, changes) => {
      const mine = changes.reduce((text, change) => change(text), base)
      fc.pre(parses(mine))
      const result = mergeFile('fly.toml', base, mine, theirs)
      if (result.kind === 'apart') throw new Error(result.why)
      expect(parses(result.text)).toBe(true)
      expect(result.text.match(/# own comment/g)?.length).toBe(mine.match(/# own comment/g)?.length)
      expect(result.text.match(/own_key/g)?.length ?? 0).toBeGreaterThanOrEqual(new Set(mine.match(/own_key/g)).size)
      expect(mergeFile('fly.toml', theirs, result.text, theirs)).toEqual({ kind: 'merged', text: result.text, conflicts: [] })
    }), { numRuns: 700 })
  })
})
