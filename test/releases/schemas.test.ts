import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { releasesOf, schemaSet, type Schema } from '../../src/releases/schemas.ts'
import { packSchemas } from '../../tools/sync-releases/pack-schemas.ts'

/** Any JSON, often with numbers alone in a list, which packed files use for references. */
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(fc.string(), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.tuple(fc.integer()),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('type', 'properties', '__proto__', 'title', '0')), tie('value'), { maxKeys: 4 }),
  ),
})).value
const schema = fc.dictionary(fc.string(), json) as fc.Arbitrary<Schema>
const release = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 40 })).map(([month, number]) => `2026.${month}.${number}`)
const schemas = fc.uniqueArray(fc.tuple(release, schema), { selector: ([name]) => name, minLength: 1, maxLength: 6 })
const plain = (value: unknown): string => JSON.stringify(value)

describe('packed schemas', () => {
  test('are read as they were, to the byte, whatever is in them', () => {
    fc.assert(fc.property(schemas, (list) => {
      const set = schemaSet(packSchemas(new Map(list)))
      for (const [name, value] of list) expect(plain(set.get(name))).toBe(plain(value))
    }))
  })

  test('do not depend on the order in which they were recorded, nor on having been packed before', () => {
    fc.assert(fc.property(schemas, (list) => {
      const packed = packSchemas(new Map(list))
      const set = schemaSet(packed)
      expect(packSchemas(new Map(list.toReversed()))).toEqual(packed)
      expect(packSchemas(new Map(releasesOf(packed).map((name) => [name, set.get(name)])))).toEqual(packed)
    }))
  })

  test('say of which releases they are, oldest first', () => {
    const packed = packSchemas(new Map([['2026.9.10', {}], ['2026.7.1-2', {}], ['2026.9.9', {}], ['2026.7.1', {}]]))
    expect(releasesOf(packed)).toEqual(['2026.7.1', '2026.7.1-2', '2026.9.9', '2026.9.10'])
  })

  test('have once what they have in common', () => {
    const large: Schema = { properties: Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`key${index}`, { type: 'string' }])) }
    const one = packSchemas(new Map([['2026.9.1', large]])).length
    expect(packSchemas(new Map([['2026.9.1', large], ['2026.9.2', { ...large, $comment: 'new' }]])).length).toBeLessThan(one + 200)
  })
})
