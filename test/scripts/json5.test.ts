import { assert, constantFrom, json, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { load } from './sandbox.ts'

const { parseJson5 } = await load<{ parseJson5: (text: string) => unknown }>('json5.mjs')

describe('the reader of JSON5', () => {
  it('reads all that JSON.parse reads, the same way', () => {
    assert(property(json(), constantFrom(0, 2), (text, indent) => {
      const value = JSON.parse(text) as unknown
      expect(parseJson5(JSON.stringify(value, null, indent))).toEqual(value)
    }))
  })

  it.each([
    ['// a\n{ /* b\n */ a: 1, // c\n}\n', { a: 1 }],
    ['{a:[1,2,],}', { a: [1, 2] }],
    ['{ $a_1: "x", ünïcode: \'y\', "q r": null }', { $a_1: 'x', ünïcode: 'y', 'q r': null }],
    [String.raw`['it\'s', "a\
b", '\x41\u0042\n\0\q', "\"'"]`, ['it\'s', 'ab', 'AB\n\0q', '"\'']],
    ['[+1, -.5, 1., 0xFF, 1e3, Infinity, -Infinity]', [1, -0.5, 1, 255, 1000, Infinity, -Infinity]],
    ['"http://x" // y', 'http://x'],
    ['\uFEFF[true]', [true]],
  ])('reads %j', (text, value) => {
    expect(parseJson5(text)).toEqual(value)
  })

  it('keeps a key that objects have by nature as a key', () => {
    expect(Object.keys(parseJson5('{ __proto__: { x: 1 }, constructor: 2 }') as object)).toEqual(['__proto__', 'constructor'])
    expect(({} as { x?: number }).x).toBeUndefined()
  })

  it.each([
    ['', 'it ends too early at line 1, column 1'],
    ['{\n  "a": hunter2\n}', 'expected a value at line 2, column 8'],
    ['{ "a" 1 }', 'expected ":" at line 1, column 7'],
    ['{ a: 1 b: 2 }', 'expected "," or "}" at line 1, column 8'],
    ['{ a: 1 } hunter2', 'something follows after its end at line 1, column 10'],
    ['{ 1a: 1 }', 'expected a key at line 1, column 3'],
    ['"hunter2\n"', 'a text without its closing quote at line 1, column 1'],
    ['[1, 01]', 'expected a value at line 1, column 5'],
    ['[,]', 'expected a value at line 1, column 2'],
    ['{ /* hunter2', 'expected a key at line 1, column 3'],
  ])('refuses %j with the place, and nothing of the text', (text, message) => {
    expect(() => parseJson5(text)).toThrow(message)
    expect(() => parseJson5(text)).not.toThrow('hunter2')
  })
})
