import { parse } from '@iarna/toml'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyEdits } from '../../src/merge/edits.ts'
import { json5Value, parseJson5 } from '../../src/merge/json5-tree.ts'
import { mergeValues } from '../../src/merge/three-way.ts'
import type { Value } from '../../src/merge/value.ts'
import { table, tomlTable, whims, type Whims } from './arbitrary.ts'
import { judgeMerge, keysOf, type Texts } from './judge.ts'
import { complaints } from './oracle.ts'
import { writeJson5 } from './write-json5.ts'
import { writeToml } from './write-toml.ts'

/** A file on three sides, each written in its own way. */
const sides = (tables: fc.Arbitrary<Value>, write: (value: Record<string, unknown>, whim: Whims) => string): fc.Arbitrary<Texts> =>
  fc.tuple(tables, tables, tables, whims, whims, whims).map(([base, mine, theirs, ...styles]) => {
    const [a, b, c] = [base, mine, theirs].map((value, index) => write(value as Record<string, unknown>, styles[index]!))
    return { base: a!, mine: b!, theirs: c! }
  })

describe('any three values', () => {
  test('merge so that what the person changed stays, what collides is named, and what is new arrives', () => {
    fc.assert(fc.property(table, table, table, (base, mine, theirs) => {
      const { edits, conflicts } = mergeValues({ base, mine, theirs })
      expect(complaints({ base, mine, theirs, result: applyEdits(mine, edits) }, conflicts.map(keysOf))).toEqual([])
    }), { numRuns: 3500 })
  })
})

describe('any three files, written in any style', () => {
  test('of TOML: what the person changed stays, what collides is named, what is new arrives, and again nothing happens', () => {
    fc.assert(fc.property(sides(tomlTable, writeToml), (texts) => {
      expect(() => judgeMerge('fly.toml', parse, texts)).not.toThrow()
    }), { numRuns: 2600 })
  })

  test('of JSON5: what the person changed stays, what collides is named, what is new arrives, and again nothing happens', () => {
    fc.assert(fc.property(sides(table, writeJson5), (texts) => {
      expect(() => judgeMerge('openclaw.json', (text) => json5Value(parseJson5(text)), texts)).not.toThrow()
    }), { numRuns: 3500 })
  })
})
