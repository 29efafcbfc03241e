import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyEdits } from '../../src/merge/edits.ts'
import { editJson } from '../../src/merge/json-edit.ts'
import { json5Value, parseJson5 } from '../../src/merge/json5-tree.ts'
import { mergeValues } from '../../src/merge/three-way.ts'
import { isList, isSame, isTable, type Value } from '../../src/merge/value.ts'
import { table, whims, type Whims } from './arbitrary.ts'

/** JSON5 as people write it: comments anywhere, keys bare, commas left behind, everything on one line or not. */
function write(value: Value, whim: Whims, indent = ''): string {
  const gap = (): string => whim.one('', '', '', ' ', ' /* why */ ')
  if (!isTable(value) && !isList(value)) return typeof value === 'string' && whim.one(true, false) ? quoteOnce(value) : JSON.stringify(value)
  const [open, close] = isList(value) ? '[]' : '{}'
  const items = isList(value) ? value.map((item) => (inner: string) => write(item, whim, inner)) : Object.entries(value).map(([key, item]) => (inner: string) => `${writeKey(key, whim)}:${gap() || ' '}${write(item, whim, inner)}`)
  if (items.length === 0) return `${open}${whim.one('', ' ', ' /* empty */ ', `\n${indent}  // empty\n${indent}`)}${close}`
  const last = whim.one('', ',')
  if (whim.one(true, true, false)) {
    const inner = `${indent}${whim.one('  ', '\t')}`
    const lines = items.map((item, index) => `${whim.one('', '', `\n${inner}// above`)}\n${inner}${item(inner)}${gap()}${index < items.length - 1 ? ',' : last}${whim.one('', '', ' // behind, with a comma')}`)
    return `${open}${lines.join('')}\n${whim.one('', `${inner}// at the end\n`)}${indent}${close}`
  }
  return `${open}${gap()}${items.map((item) => item(indent)).join(`${gap()},${gap()}`)}${gap()}${last}${gap()}${close}`
}

function writeKey(key: string, whim: Whims): string {
  return /^[a-z]+$/.test(key) && whim.one(true, false) ? key : JSON.stringify(key)
}

function quoteOnce(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
}

const read = (text: string): Value => json5Value(parseJson5(text))
const comments = (text: string): readonly string[] => [...text.matchAll(/\/\/ (?:above|at the end)$/gm)].map(([comment]) => comment)

describe('edits of JSON5 in place', () => {
  test('what a person may write is read as it was meant', () => {
    fc.assert(fc.property(table, whims, (value, whim) => {
      expect(read(write(value, whim))).toEqual(value)
    }), { numRuns: 1000 })
  })

  test('give exactly the merged value, and keep every comment on a line of its own that stands outside what they replace', () => {
    fc.assert(fc.property(table, table, table, whims, (base, mine, theirs, whim) => {
      const text = write(mine, whim)
      const { edits } = mergeValues({ base, mine, theirs })
      const after = editJson(text, edits)
      expect(isSame(read(after), applyEdits(mine, edits))).toBe(true)
      expect(edits.some(({ kind }) => kind !== 'insert') || comments(after).length === comments(text).length).toBe(true)
    }), { numRuns: 3000 })
  })

  test('nothing to edit leaves every byte', () => {
    fc.assert(fc.property(table, whims, (mine, whim) => {
      const text = write(mine, whim)
      expect(editJson(text, [])).toBe(text)
    }), { numRuns: 200 })
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
    expect(editJson(text, edits)).toBe(after)
  })

  test.each(['{', '{a}', '{"a" 1}', '[1 2]', '{"a": tru}', "'a\nb'", '/* open', '{} {}', '01', '"\\u12"', `${'['.repeat(300)}`])('%j is refused with its place', (text) => {
    expect(() => parseJson5(text)).toThrow(SyntaxError)
  })
})
