import { expect, test } from 'vitest'
import { readPackedTemplates, writePackedTemplates } from '../../src/packed-templates.ts'

test('packed templates are read as they were written, whatever letters are in them', () => {
  const packed = { texts: new Map([['deployment/a.mjs', 'a\nb'], ['deployment/empty', ''], ['deployment/ä', '– 🦞\r\n']]), compiled: '{"a":{}}' }
  expect(readPackedTemplates(writePackedTemplates(packed))).toEqual(packed)
})

test('a template with the character that ends each is refused', () => {
  expect(() => writePackedTemplates({ texts: new Map([['a', 'b\0c']]), compiled: '{}' })).toThrow('a character in it that ends it')
})
