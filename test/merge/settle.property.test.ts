import { parse } from '@iarna/toml'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conflictFromJson, conflictToJson } from '../../src/merge/conflict-json.ts'
import { conflictState } from '../../src/merge/conflict-state.ts'
import { mergeFile } from '../../src/merge/file.ts'
import { json5Value, parseJson5 } from '../../src/merge/json5-tree.ts'
import { settle } from '../../src/merge/settle.ts'
import { table, tomlTable, whims } from './arbitrary.ts'
import { demand } from './judge.ts'
import { same } from './oracle.ts'
import { writeJson5 } from './write-json5.ts'
import { writeToml } from './write-toml.ts'

type Key = string | number
type Node = Record<Key, unknown>

/** A copy with one value in it another one; what is undefined goes. */
function withValue(root: unknown, [key, ...rest]: readonly Key[], value: unknown): unknown {
  if (key === undefined) return value
  const copy = (Array.isArray(root) ? [...(root as unknown[])] : Object.fromEntries(Object.entries(root as Node))) as Node
  const inner = withValue(Object.hasOwn(copy, key) ? copy[key] : undefined, rest, value)
  if (inner === undefined) delete copy[key]
  else Object.defineProperty(copy, key, { value: inner, enumerable: true, configurable: true, writable: true })
  return copy
}

function judge(path: string, read: (text: string) => unknown, base: string, mine: string, theirs: string): void {
  const result = mergeFile(path, base, mine, theirs)
  if (result.kind !== 'merged') throw new Error(result.why)
  for (const conflict of result.conflicts) {
    const { place, theirs: ours } = conflict
    demand(same(conflictFromJson(JSON.parse(JSON.stringify(conflictToJson(conflict)))), conflict), 'it is another one in JSON')
    demand(conflictState(path, result.text, conflict) === 'open', 'it is not open')
    const settled = settle(path, result.text, conflict, { kind: 'new' })
    if (!settled.ok) {
      demand(path === 'fly.toml' && settled.message.endsWith('cannot be changed without losing a comment: edit it by hand'), settled.message)
      continue
    }
    demand(conflictState(path, settled.text, conflict) === 'new', 'it is not the new value')
    if (place.kind === 'key') demand(same(read(settled.text), withValue(read(result.text), place.path, ours)), 'something else changed')
  }
}

describe('any conflict', () => {
  test('of TOML is known again, and settled without touching anything else', () => {
    fc.assert(fc.property(fc.tuple(tomlTable, tomlTable, tomlTable, whims), ([base, mine, theirs, whim]) => {
      const [before, own, ours] = [base, mine, theirs].map((value) => writeToml(value as Node, whim))
      expect(() => judge('fly.toml', parse, before!, own!, ours!)).not.toThrow()
    }), { numRuns: 400 })
  })

  test('of JSON5 is known again, and settled without touching anything else', () => {
    fc.assert(fc.property(fc.tuple(table, table, table, whims), ([base, mine, theirs, whim]) => {
      const [before, own, ours] = [base, mine, theirs].map((value) => writeJson5(value as Node, whim))
      expect(() => judge('openclaw.json', (text) => json5Value(parseJson5(text)), before!, own!, ours!)).not.toThrow()
    }), { numRuns: 400 })
  })
})
