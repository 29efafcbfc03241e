import { describe, expect, test } from 'vitest'
import { stripSchema } from '../../../tools/sync-releases/strip-schema.ts'

describe('stripping a schema', () => {
  test('takes titles and descriptions away, at every depth', () => {
    const schema = { title: 'Config', type: 'object', anyOf: [{ description: 'one', type: 'string' }], properties: { port: { type: 'number', title: 'Port', description: 'The port.' } } }
    expect(stripSchema(schema)).toEqual({ type: 'object', anyOf: [{ type: 'string' }], properties: { port: { type: 'number' } } })
  })

  test('keeps properties that are called so, for they are schemas', () => {
    const schema = { properties: { title: { type: 'string', title: 'Title' }, description: { type: 'string' } } }
    expect(stripSchema(schema)).toEqual({ properties: { title: { type: 'string' }, description: { type: 'string' } } })
  })

  test('keeps everything else as it is, in its order', () => {
    const schema = { z: [1, 'two', null, true], a: { default: { title: 1 } } }
    expect(JSON.stringify(stripSchema(schema))).toBe(JSON.stringify(schema))
  })
})
