import { describe, expect, test } from 'vitest'
import type { Conflict } from '../../src/merge/conflict.ts'
import type { Json } from '../../src/render/config.ts'
import { conflictFromJson, conflictToJson } from '../../src/merge/conflict-json.ts'
import { conflictState } from '../../src/merge/conflict-state.ts'
import { mergeFile } from '../../src/merge/file.ts'
import { settle, settleAll, type Choice, type Settled } from '../../src/merge/settle.ts'

/** A merge of a file, and what comes of its first conflict. */
function settleMerge(path: string, base: string, mine: string, theirs: string, choice: Choice = { kind: 'new' }): { readonly merged: string; readonly conflict: Conflict; readonly settled: Settled } {
  const result = mergeFile(path, base, mine, theirs)
  if (result.kind !== 'merged') throw new Error(result.why)
  const [conflict] = result.conflicts
  return { merged: result.text, conflict: conflict!, settled: settle(path, result.text, conflict!, choice) }
}

const typed = (text: string): Choice => ({ kind: 'typed', text })

describe('settling a conflict', () => {
  test.each<[string, string, string, string, string, string]>([
    ['a value of TOML, its comment stays', 'fly.toml', '[env]\n  TZ = "UTC"  # where\n', '[env]\n  TZ = "Asia/Tokyo"  # mine\n', '[env]\n  TZ = "Europe/Rome"  # where\n', '[env]\n  TZ = "Europe/Rome"  # mine\n'],
    ['a value in a block that others precede', 'fly.toml', '[[vm]]\nsize = "a"\nmemory = 1\n', '[[vm]]\nsize = "own"\n[[vm]]\nsize = "a"\nmemory = 2\n', '[[vm]]\nsize = "a"\nmemory = 3\n', '[[vm]]\nsize = "own"\n[[vm]]\nsize = "a"\nmemory = 3\n'],
    ['a key that the person deleted', 'fly.toml', 'a = 1\nb = 1\n', 'b = 1\n', 'a = 2\nb = 1\n', 'b = 1\na = 2\n'],
    ['a table that the person deleted', 'fly.toml', 'a = 1\n[t]\nb = 1\n', 'a = 1 # own\n', 'a = 1\n[t]\nb = 2\nc = [1]\n', 'a = 1 # own\n\n[t]\nb = 2\nc = [1]\n'],
    ['a table that we no longer have', 'fly.toml', 'a = 1\n[t]\nb = 1\n', 'a = 1 # own\n[t]\nb = 2\n', 'a = 1\n', 'a = 1 # own\n'],
    ['a table in the place of a value', 'fly.toml', 'a = 1\n', 'a = 2\n', '[a]\nb = 1\n', 'a = { b = 1 }\n'],
    ['a value in the place of a table', 'fly.toml', '[a]\nb = 1\n', '[a]\nb = 2\n', 'a = 1\n', 'a = 1\n'],
    ['a value in an inline table', 'fly.toml', 'a = { b = 1, c = 1 }\n', 'a = { b = 2, c = 1 }\n', 'a = { b = 3, c = 1 }\n', 'a = { b = 3, c = 1 }\n'],
    ['an item that the person took out', 'fly.toml', '[[files]]\nguest_path = "a"\nlocal_path = "b"\n', '[x]\n', '[[files]]\nguest_path = "a"\nlocal_path = "c"\n', '[x]\n\n[[files]]\nguest_path = "a"\nlocal_path = "c"\n'],
    ['a value of JSON5 among comments', 'openclaw.json', '{"a": 1, "b": 1}', '{\n  // why\n  a: 2, /* mine */ b: 1,\n}\n', '{"a": 3, "b": 1}', '{\n  // why\n  a: 3, /* mine */ b: 1,\n}\n'],
    ['lines of a text', 'RUNBOOK.md', 'a\nb\nc\n', 'a\nB\nB\nc\n', 'a\nnew\nc\n', 'a\nnew\nc\n'],
    ['lines that the person took out', 'RUNBOOK.md', 'a\nb\nc\n', 'a\nc\n', 'a\nnew\nc\n', 'a\nnew\nc\n'],
    ['lines of a Windows text', 'RUNBOOK.md', 'a\nb\nc\n', '\ufeffa\r\nB\r\nc\r\n', 'a\nnew\nc\n', '\ufeffa\r\nnew\r\nc\r\n'],
  ])('takes %s', (_, path, base, mine, theirs, after) => {
    const { merged, conflict, settled } = settleMerge(path, base, mine, theirs)
    expect(merged).toBe(mine)
    expect(settled).toEqual({ ok: true, text: after })
    expect([mine, after].map((text) => conflictState(path, text, conflict))).toEqual(['open', 'new'])
  })

  test('takes an item of a list that the person took out and that is another one now', () => {
    const files = (last: string): string => `{"agents": [{"id": "a"}, {"id": "b", "name": "${last}"}]}`
    const { conflict, settled } = settleMerge('openclaw.json', files('x'), '{"agents": [{"id": "a"}]}', files('y'))
    expect(conflict.place).toEqual({ kind: 'item', path: ['agents'], at: 1 })
    expect(settled).toEqual({ ok: true, text: '{"agents": [{"id": "a"}, {\n  "id": "b",\n  "name": "y"\n}]}' })
  })

  test.each<[string, string, string, string]>([
    ['fly.toml', 'memory = "1gb"\n', '"16gb"', 'memory = "16gb"\n'],
    ['fly.toml', 'memory = "1gb"\n', '[1, 2] # the last one', 'memory = [1, 2]\n'],
    ['fly.toml', 'memory = "1gb"\n', '2026-09-06', 'memory = 2026-09-06\n'],
    ['openclaw.json', '{"memory": "1gb"}', "{a: 'b'}", '{"memory": {\n  "a": "b"\n}}'],
    ['RUNBOOK.md', 'memory: 1gb\n', 'a\r\nb', 'a\nb\n'],
  ])('in %s puts what was typed: %s becomes %s', (path, base, text, after) => {
    expect(settleMerge(path, base, base.replace('1gb', '2gb'), base.replace('1gb', '3gb'), typed(text)).settled).toEqual({ ok: true, text: after })
  })

  test.each<[string, string, string]>([
    ['fly.toml', 'memory = "1gb"\n', '16gb'],
    ['fly.toml', 'memory = "1gb"\n', '1\nother = 2'],
    ['fly.toml', 'memory = "1gb"\n', ''],
    ['openclaw.json', '{"memory": "1gb"}', 'two words'],
    ['openclaw.json', '{"memory": "1gb"}', '1, 2'],
    ['openclaw.json', '{"memory": "1gb"}', '1], "b": [2'],
  ])('in %s tells that %s is no value: %j', (path, base, text) => {
    const { settled } = settleMerge(path, base, base.replace('1gb', '2gb'), base.replace('1gb', '3gb'), typed(text))
    expect(settled).toEqual({ ok: false, message: `this is not a value of ${path === 'fly.toml' ? 'TOML' : 'JSON'}: a text stands in quotes, such as "8gb", a list in brackets, such as ["a", "b"]` })
  })

  test('tells that the file cannot be read, or that the place is gone', () => {
    const { conflict } = settleMerge('fly.toml', '[t]\na = 1\n', '[t]\na = 2\n', '[t]\na = 3\n')
    expect(settle('fly.toml', '[t', conflict, { kind: 'new' })).toEqual({ ok: false, message: 'the file cannot be read as it is now: mend it first' })
    expect(settle('fly.toml', 'b = 1\n', conflict, { kind: 'new' })).toEqual({ ok: false, message: 't.a: what it was in is no longer there' })
    const { conflict: lines } = settleMerge('RUNBOOK.md', 'a\n', 'b\n', 'c\n')
    expect(settle('RUNBOOK.md', 'd\n', lines, { kind: 'new' })).toEqual({ ok: false, message: 'line 1: your lines are no longer there' })
  })

  test('of several in one file moves none of the others', () => {
    const mine = 'A\nb\nC\nd\nE\n'
    const result = mergeFile('RUNBOOK.md', 'a\nb\nc\nd\ne\n', mine, 'x\nx\nb\ny\ny\nd\nz\n')
    if (result.kind !== 'merged') throw new Error(result.why)
    const [first, , last] = result.conflicts
    expect(result.conflicts).toHaveLength(3)
    expect(settleAll('RUNBOOK.md', result.text, [{ conflict: first!, choice: { kind: 'new' } }, { conflict: last!, choice: typed('own') }])).toEqual({ ok: true, text: 'x\nx\nb\nC\nd\nown\n' })
  })
})

describe('a conflict that was left open', () => {
  const { conflict } = settleMerge('fly.toml', 'a = 1\n', 'a = 2\n', 'a = 3\n')
  const { conflict: lines } = settleMerge('RUNBOOK.md', 'a\nb\n', 'a\nc\n', 'a\nd\n')
  const { conflict: removed } = settleMerge('RUNBOOK.md', 'a\nb\nc\n', 'a\nc\n', 'a\nd\nc\n')

  test.each<[string, string | undefined, Conflict, string]>([
    ['fly.toml', 'a = 2 # still\n', conflict, 'open'],
    ['fly.toml', 'a = 3\n', conflict, 'new'],
    ['fly.toml', 'a = 4\n', conflict, 'edited'],
    ['fly.toml', 'b = 4\n', conflict, 'edited'],
    ['fly.toml', 'b = \n', conflict, 'open'],
    ['fly.toml', undefined, conflict, 'edited'],
    ['RUNBOOK.md', 'new\r\nnew\r\na\r\nc\r\n', lines, 'open'],
    ['RUNBOOK.md', 'new\nd\n', lines, 'new'],
    ['RUNBOOK.md', 'e\n', lines, 'edited'],
    ['RUNBOOK.md', 'new\na\nc\n', removed, 'open'],
    ['RUNBOOK.md', 'a\nd\nc\n', removed, 'new'],
    ['RUNBOOK.md', 'c\n', removed, 'edited'],
  ])('in %s with %j is known again', (path, text, open, state) => {
    expect(conflictState(path, text, open)).toBe(state)
  })

  test('is kept as JSON with all that TOML knows', () => {
    const value = '[a]\nd = 1979-05-27\nt = 07:32:00 # @iarna/toml 3.0 reads a time only before a space\nl = 1979-05-27T07:32:00\nz = 1979-05-27T00:32:00-07:00\ni = 9007199254740993\nn = [-inf, nan, -0.0]\n"__proto__" = []\nb = "x"\nc = true\n'
    const result = mergeFile('fly.toml', 'a = 1\n', value, 'b = 1\n')
    if (result.kind !== 'merged') throw new Error(result.why)
    const json = JSON.parse(JSON.stringify(conflictToJson(result.conflicts[0]!))) as Json
    const after = conflictFromJson(json)
    expect(after).toEqual(result.conflicts[0])
    expect(JSON.stringify(conflictToJson(after!))).toBe(JSON.stringify(json))
    expect(conflictState('fly.toml', value, after!)).toBe('open')
    expect(json).toMatchObject({
      place: { kind: 'key', path: ['a'] },
      mine: { table: { d: { date: '1979-05-27' }, t: { date: '07:32:00.000' }, l: { date: '1979-05-27T07:32:00.000' }, z: { date: '1979-05-27T07:32:00.000Z' }, i: { integer: '9007199254740993' }, n: [{ number: '-inf' }, { number: 'nan' }, { number: '-0' }], b: 'x', c: true } },
    })
  })

  test.each<[string, unknown]>([
    ['nothing', null],
    ['a list', []],
    ['no place', { mine: 1 }],
    ['a strange place', { place: { kind: 'file' } }],
    ['a path that is none', { place: { kind: 'key', path: [1.5] } }],
    ['a path with a table in it', { place: { kind: 'key', path: [{}] } }],
    ['an index before the first', { place: { kind: 'item', path: [], at: -1 } }],
    ['lines before the first', { place: { kind: 'lines', from: 0, to: 1, above: '' }, base: '', mine: '', theirs: '' }],
    ['lines without a text', { place: { kind: 'lines', from: 1, to: 1, above: '' }, base: '', mine: '' }],
    ['a bare table', { place: { kind: 'key', path: [] }, mine: { a: 1 } }],
    ['a table of two kinds', { place: { kind: 'key', path: [] }, mine: { table: {}, date: '' } }],
    ['a wrong number', { place: { kind: 'key', path: [] }, mine: { number: '1' } }],
    ['a number that is too long', { place: { kind: 'key', path: [] }, mine: { integer: '1'.repeat(99) } }],
    ['no date', { place: { kind: 'key', path: [] }, mine: { date: '1' } }],
    ['a day that is none', { place: { kind: 'key', path: [] }, mine: { date: '2026-13-41' } }],
    ['something else', { place: { kind: 'key', path: [] }, more: 1 }],
    ['too deep a value', { place: { kind: 'key', path: [] }, mine: JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`) as unknown }],
  ])('is not read from JSON that holds %s', (_, json) => {
    expect(conflictFromJson(json)).toBeUndefined()
  })
})
