import { describe, expect, test } from 'vitest'
import flySchema from '../../src/fly/flytoml-schema.json' with { type: 'json' }
import { schemaFaults } from '../../src/check/json-schema.ts'
import type { Schema } from '../../src/releases/schemas.ts'
import { recordedReleases, schemas } from '../support/answers.ts'

const faults = (schema: Schema, value: unknown): readonly string[] => schemaFaults(schema, value).map(({ path, message }) => `${path.join('.')}: ${message}`)

/** [keyword, schema, values that it takes, values that it refuses] */
const cases: readonly (readonly [string, Schema, readonly unknown[], readonly unknown[]])[] = [
  ['type', { type: 'string' }, ['', 'a'], [1, null, [], {}, true]],
  ['type integer', { type: 'integer' }, [1, -1, 2.0], [1.5, '1', Number.POSITIVE_INFINITY]],
  ['type number', { type: 'number' }, [1.5], ['1', Number.NaN]],
  ['type object', { type: 'object' }, [{}], [[], null]],
  ['type array', { type: 'array' }, [[]], [{}, 'a']],
  ['type null', { type: 'null' }, [null], [0, {}]],
  ['type list', { type: ['string', 'null'] }, ['a', null], [1]],
  ['const', { const: { a: [1] } }, [{ a: [1] }], [{ a: [2] }, { a: [1], b: 1 }, {}]],
  ['enum', { enum: ['a', 1, null] }, ['a', 1, null], ['b', '1', {}]],
  ['pattern', { pattern: '^a.$' }, ['ab', 'a🦞', 5], ['abc', '']],
  ['minLength', { minLength: 2 }, ['ab', '🦞🦞', 1], ['a', '🦞']],
  ['maxLength', { maxLength: 1 }, ['a', '🦞'], ['ab']],
  ['minItems', { minItems: 1 }, [[1], 'a'], [[]]],
  ['maxItems', { maxItems: 1 }, [[1]], [[1, 2]]],
  ['minProperties', { minProperties: 1 }, [{ a: 1 }, []], [{}]],
  ['maxProperties', { maxProperties: 1 }, [{ a: 1 }], [{ a: 1, b: 2 }]],
  ['minimum', { minimum: 1 }, [1, '0'], [0]],
  ['maximum', { maximum: 1 }, [1], [2]],
  ['exclusiveMinimum', { exclusiveMinimum: 1 }, [2], [1]],
  ['uniqueItems', { uniqueItems: true }, [[1, '1', { a: 1 }, { a: 2 }]], [[1, 1], [{ a: 1 }, { a: 1 }]]],
  ['uniqueItems false', { uniqueItems: false }, [[1, 1]], []],
  ['required', { required: ['a'] }, [{ a: undefined }, 'x'], [{}, { b: 1 }]],
  ['dependentRequired', { dependentRequired: { a: ['b'] } }, [{}, { b: 1 }, { a: 1, b: 1 }], [{ a: 1 }]],
  ['properties', { properties: { a: { type: 'string' } } }, [{ a: '' }, { b: 1 }, 5], [{ a: 1 }]],
  ['additionalProperties false', { properties: { a: {} }, additionalProperties: false }, [{ a: 1 }, {}], [{ b: 1 }, JSON.parse('{ "__proto__": 1 }'), { constructor: 1 }]],
  ['additionalProperties schema', { additionalProperties: { type: 'string' } }, [{ b: '' }], [{ b: 1 }]],
  ['propertyNames', { propertyNames: { pattern: '^a' } }, [{ ab: 1 }], [{ b: 1 }]],
  ['items', { items: { type: 'string' } }, [[], ['a'], 'x'], [['a', 1]]],
  ['items list', { items: [{ type: 'string' }, { type: 'number' }] }, [['a'], ['a', 1, null]], [[1], ['a', 'b']]],
  ['additionalItems', { items: [{ type: 'string' }], additionalItems: false }, [['a']], [['a', 1]]],
  ['allOf', { allOf: [{ minimum: 1 }, { maximum: 2 }] }, [1, 2], [0, 3]],
  ['anyOf', { anyOf: [{ type: 'string' }, { minimum: 1 }] }, ['a', 1], [0]],
  ['oneOf', { oneOf: [{ type: 'integer' }, { minimum: 2 }] }, [1, 2.5], [3, 1.5]],
  ['not', { not: { type: 'string' } }, [1], ['a']],
  // oxlint-disable-next-line unicorn/no-thenable -- JSON Schema calls it so
  ['if then else', { if: { type: 'string' }, then: { minLength: 1 }, else: { type: 'number' } }, ['a', 1], ['', {}]],
  ['if alone', { if: { type: 'string' } }, ['', 1], []],
  ['$ref', { $defs: { text: { type: 'string' } }, properties: { a: { $ref: '#/$defs/text' } } }, [{ a: '' }], [{ a: 1 }]],
  ['true and false', { properties: { a: true, b: false } }, [{ a: 1 }], [{ b: 1 }]],
  ['annotations', { $schema: 'x', $id: 'x', $comment: 'x', title: 'x', description: 'x', default: 1, format: 'uri' }, ['no uri', 5], []],
]

describe.each(cases)('%s', (_, schema, takes, refuses) => {
  test('takes what fits', () => {
    for (const value of takes) expect(schemaFaults(schema, value), JSON.stringify(value)).toEqual([])
  })
  test('refuses what does not', () => {
    for (const value of refuses) expect(schemaFaults(schema, value), JSON.stringify(value)).not.toEqual([])
  })
})

describe('a fault', () => {
  test('names its place by keys and indexes', () => {
    const schema = { properties: { a: { items: { properties: { b: { type: 'string' } } } } } }
    expect(faults(schema, { a: [{}, { b: 5 }] })).toEqual(['a.1.b: must be string'])
  })

  test('is told with all the others', () => {
    expect(faults({ required: ['a', 'b'], additionalProperties: false }, { c: 1 })).toEqual([': must have a', ': must have b', 'c: is not a known key'])
  })

  test('of alternatives is the one of the branch that was meant', () => {
    const schema = { anyOf: [{ type: 'string' }, { type: 'object', properties: { port: { type: 'integer' } } }] }
    expect(faults(schema, { port: 'x' })).toEqual(['port: must be integer'])
  })
})

test('a required key with a default may be absent: OpenClaw prints the schema of a filled-in configuration', () => {
  const schema = { required: ['a', 'b'], properties: { a: { default: 1 }, b: { type: 'string' } } }
  expect(faults(schema, { b: '' })).toEqual([])
  expect(faults(schema, { a: 1 })).toEqual([': must have b'])
})

test('a keyword or reference that is not known is our bug, never a pass', () => {
  expect(() => schemaFaults({ patternProperties: {} }, {})).toThrow('JSON Schema keyword patternProperties is not supported')
  expect(() => schemaFaults({ constructor: {} }, {})).toThrow('JSON Schema keyword constructor is not supported')
  expect(() => schemaFaults({ $ref: '#/definitions/x' }, {})).toThrow('JSON Schema reference #/definitions/x is not supported')
  expect(() => schemaFaults({ $ref: '#/$defs/constructor', $defs: {} }, {})).toThrow('JSON Schema reference #/$defs/constructor is not supported')
})

describe('every recorded schema', () => {
  test('is there: at least 15 releases', () => expect(recordedReleases.length).toBeGreaterThanOrEqual(15))

  test.each([...recordedReleases, 'fly.toml'])('of %s has only keywords and references that we follow', (name) => {
    const schema: Schema = name === 'fly.toml' ? flySchema : schemas.get(name)
    const parts = partsOf(schema)
    expect(parts.length).toBeGreaterThan(20)
    // A value that is nothing makes each keyword run, or throw where it is unknown.
    for (const part of parts) expect(() => schemaFaults(part, undefined), JSON.stringify(part).slice(0, 200)).not.toThrow()
  })

  test('finds the definitions of a plugin in the plugin, where OpenClaw put its schema', () => {
    const webhooks = (config: object): object => ({ plugins: { entries: { webhooks: { enabled: true, config } } } })
    expect(faults(schemas.get('2026.9.6'), webhooks({ routes: { a: 5 } }))).toEqual(['plugins.entries.webhooks.config.routes.a: must be object'])
  })
})

/** Every keyword anywhere in a schema by itself, with the definitions that it may refer to. */
function partsOf(root: Schema): readonly Schema[] {
  const found = new Map<string, Schema>()
  const walk = (node: unknown, scope: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const $defs = (node as Schema)['$defs'] ?? scope
    for (const [keyword, wanted] of Object.entries(node)) {
      found.set(keyword === '$ref' ? `$ref ${JSON.stringify(wanted)}` : keyword, { ...($defs !== undefined && { $defs }), [keyword]: wanted })
      if (['properties', '$defs', 'dependentSchemas'].includes(keyword)) Object.values(wanted as object).forEach((inner) => walk(inner, $defs))
      else if (['allOf', 'anyOf', 'oneOf', 'items', 'additionalProperties', 'propertyNames', 'not', 'if', 'then', 'else', 'additionalItems', 'contains'].includes(keyword)) [wanted].flat().forEach((inner) => walk(inner, $defs))
    }
  }
  walk(root, undefined)
  return [...found.values()]
}
