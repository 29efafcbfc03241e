import { expect, test } from 'vitest'
import { readToml, TomlFault } from '../../src/answers/toml.ts'

test.each(['[a.constructor]\nx = 1', 'a.toString.x = 1', '[[a]]\n[a.hasOwnProperty]\nx = 1', 'constructor.x = 1'])('a table that is called like what every object has is refused, and nothing is written there: %j', (text) => {
  expect(() => readToml(text)).toThrow(TomlFault)
  expect([Object.keys(Object), Object.keys(Object.prototype.toString), Object.keys(Object.prototype.hasOwnProperty)]).toEqual([[], [], []])
})

test('a table called __proto__ is data as any other', () => {
  expect(Object.entries(readToml('[__proto__]\nx = 1'))).toEqual([['__proto__', { x: 1 }]])
})
