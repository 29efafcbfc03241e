import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyEdits } from '../../src/merge/edits.ts'
import { editJson } from '../../src/merge/json-edit.ts'
import { json5Value, parseJson5 } from '../../src/merge/json5-tree.ts'
import { mergeValues } from '../../src/merge/three-way.ts'
import { isSame, type Value } from '../../src/merge/value.ts'
import { table, whims } from './arbitrary.ts'
import { writeJson5 } from './write-json5.ts'

const read = (text: string): Value => json5Value(parseJson5(text))
const comments = (text: string): readonly string[] => [...text.matchAll(/\/\/ (?:above|at the end)$/gm)].map(([comment]) => comment)

describe('edits of JSON5 in place', () => {
  test('what a person may write is read as it was meant', () => {
    fc.assert(fc.property(table, whims, (value, whim) => {
      expect(read(writeJson5(value, whim))).toEqual(value)
    }), { numRuns: 500 })
  })

  test('give exactly the merged value, and keep every comment on a line of its own that stands outside what they replace', () => {
    fc.assert(fc.property(table, table, table, whims, (base, mine, theirs, whim) => {
      const text = writeJson5(mine, whim)
      const { edits } = mergeValues({ base, mine, theirs })
      const after = editJson({ base: '', mine: text }, edits)!
      expect(isSame(read(after), applyEdits(mine, edits))).toBe(true)
      expect(edits.some(({ kind }) => kind !== 'insert') || comments(after).length === comments(text).length).toBe(true)
    }), { numRuns: 1000 })
  })

  test('nothing to edit leaves every byte', () => {
    fc.assert(fc.property(table, whims, (mine, whim) => {
      const text = writeJson5(mine, whim)
      expect(editJson({ base: '', mine: text }, [])).toBe(text)
    }), { numRuns: 100 })
  })

  const set = (path: readonly (string | number)[], value: Value) => ({ kind: 'set', path, value, from: path }) as const

  test.each<[string, string, Parameters<typeof editJson>[1], string]>([
    ['a value', '{\n  // the port\n  port: 3000, // one place\n}\n', [set(['port'], 3001)], '{\n  // the port\n  port: 3001, // one place\n}\n'],
    ['a key after the last, with a comment behind it', '{\n  "a": 1 // first\n}\n', [set(['b'], [1])], '{\n  "a": 1, // first\n  "b": [\n    1\n  ]\n}\n'],
    ['a key after a comma that was left behind', '{\n  "a": 1,\n}\n', [set(['b'], 2)], '{\n  "a": 1,\n  "b": 2,\n}\n'],
    ['a bare key among bare keys', '{\n  a: 1\n}\n', [set(['b'], 2), set(['c-d'], 3)], '{\n  a: 1,\n  b: 2,\n  "c-d": 3\n}\n'],
    ['a key on one line', '{ "a": 1 }', [set(['b'], 2)], '{ "a": 1, "b": 2 }'],
    ['a key of an empty object', '{\n  "a": {}\n}\n', [set(['a', 'b'], 2)], '{\n  "a": {\n    "b": 2\n  }\n}\n'],
    ['the last key away', '{\n  "a": 1,\n  "b": 2\n}\n', [{ kind: 'delete', path: ['b'] }], '{\n  "a": 1\n}\n'],
    ['the only key away', '{\n  "a": 1\n}\n', [{ kind: 'delete', path: ['a'] }], '{\n}\n'],
    ['items away and in', '["a", "b", "c"]', [{ kind: 'delete', path: [1] }, { kind: 'insert', path: [], index: 3, value: 'd', from: [3] }, { kind: 'insert', path: [], index: 0, value: '0', from: [0] }], '["0", "a", "c", "d"]'],
    ['tabs', '{\n\t"a": {\n\t\t"b": 1\n\t}\n}', [set(['a', 'c'], { d: 1 })], '{\n\t"a": {\n\t\t"b": 1,\n\t\t"c": {\n\t\t\t"d": 1\n\t\t}\n\t}\n}'],
  ])('put %s', (_, text, edits, after) => {
    expect(editJson({ base: '', mine: text }, edits)).toBe(after)
  })

  test.each(['{', '{a}', '{"a" 1}', '[1 2]', '{"a": tru}', "'a\nb'", '/* open', '{} {}', '01', '"\\u12"', `${'['.repeat(300)}`])('%j is refused with its place', (text) => {
    expect(() => parseJson5(text)).toThrow(SyntaxError)
  })
})
