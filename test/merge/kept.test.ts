import { describe, expect, test } from 'vitest'
import { mergeFile } from '../../src/merge/file.ts'
import { partsOf, type Parts } from '../../src/merge/kept.ts'
import { formatPath } from '../../src/merge/value.ts'

function partsMerged(path: string, base: string, mine: string, theirs: string): Parts {
  const merge = mergeFile(path, base, mine, theirs)
  return partsOf(path, mine, merge.kind === 'merged' ? merge.text : mine, theirs)
}

function keys(path: string, base: string, mine: string, theirs: string): { readonly kept: readonly string[]; readonly merged: readonly string[] } {
  return named(partsMerged(path, base, mine, theirs))
}

function named(parts: Parts): { readonly kept: readonly string[]; readonly merged: readonly string[] } {
  if (parts.kind !== 'keys') throw new Error('these are lines')
  return { kept: parts.kept.map(formatPath), merged: parts.merged.map(formatPath) }
}

describe('what an update keeps and what it brings', () => {
  test('is said by key, of values, tables and blocks', () => {
    const base = 'a = 1\nb = 1\nold = 1\n[t]\nx = 1\n[[vm]]\nmemory = 1\n'
    expect(keys('fly.toml', base, `${base.replace('a = 1', 'a = 2').replace('x = 1\n', '')}size = "big"\n[[files]]\nguest_path = "/own"\n`, `${base.replace('b = 1', 'b = 2').replace('old = 1\n', '')}[new]\nx = 1\ny = 2\n`)).toEqual({
      kept: ['a', 't.x', 'vm[0].size', 'files'],
      merged: ['b', 'old', 'new'],
    })
  })

  test('is said once for a list, however many items came', () => {
    expect(keys('openclaw.json', '{"a": ["x"]}', '{"a": ["x", "m", "n"]}', '{"a": ["s", "t", "x"]}')).toEqual({ kept: ['a'], merged: ['a'] })
  })

  test('does not count comments, order and line ends', () => {
    expect(keys('fly.toml', 'a = 1\nb = 1\n', '# mine\r\nb = 1\r\na = 1\r\n', 'a = 1\nb = 1\n')).toEqual({ kept: [], merged: [] })
  })

  test('does not name as ours what collides', () => {
    expect(keys('fly.toml', 'a = 1\n', 'a = 2\n', 'a = 3\n')).toEqual({ kept: ['a'], merged: [] })
  })

  test('names as ours what collides and is written all the same', () => {
    expect(named(partsOf('fly.toml', 'a = 2\nb = 2\n', 'a = 3\nb = 2\n', 'a = 3\nb = 1\n'))).toEqual({ kept: ['b'], merged: ['a'] })
  })

  test('is said in lines of a text, and of a file that cannot be read', () => {
    expect(partsMerged('RUNBOOK.md', 'a\nb\nc\nd\n', 'a\nB\nB\nc\n', 'new\na\nb\nc\nd\n')).toEqual({ kind: 'lines', kept: 3, merged: 1 })
    expect(partsMerged('fly.toml', 'a = 1\n', 'a = \n', 'a = 1\n')).toEqual({ kind: 'lines', kept: 1, merged: 0 })
  })
})
