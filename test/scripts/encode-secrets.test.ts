import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { importLikeFly, Rejected } from './fly-import-model.ts'
import { load } from './sandbox.ts'

interface Encoder {
  encodeSecrets: (values: ReadonlyMap<string, string>) => string
  findEncodingTrouble: (name: string, value: string) => string | undefined
}
const { encodeSecrets, findEncodingTrouble } = await load<Encoder>('encode-secrets.mjs')

interface Vector { stdin: string, result?: Record<string, string>, error?: string, panic?: string }
const vectors = JSON.parse(readFileSync(new URL('secrets-import-vectors.json', import.meta.url), 'utf8')) as Vector[]

/** The vectors were taken from the running parser of flyctl. */
describe('the model of flyctl\'s parser', () => {
  const inputOf = ({ stdin }: Vector) => stdin.replace('<70000 x chars>', 'x'.repeat(70_000))
  const accepted = vectors.filter(({ result }) => result)
  const rejected = vectors.filter(({ result }) => !result)

  it.each(accepted)('reads $stdin as flyctl does', (vector) => {
    expect(Object.fromEntries(importLikeFly(inputOf(vector)))).toEqual(vector.result)
  })

  it.each(rejected)('rejects $stdin as flyctl does', (vector) => {
    expect(() => importLikeFly(inputOf(vector))).toThrow(Rejected)
  })
})

const tricky = fc.string({ unit: fc.constantFrom('"', '"', '#', '\'', '\n', '\r', ' ', '=', 'a', '\\', '$', '`', 'é', '😀', '\t', '\u2028'), maxLength: 14 })
const anything = fc.string({ unit: fc.oneof(fc.constantFrom('\ud800', '\0', '"', '#', '\n'), fc.string({ unit: 'binary', minLength: 1, maxLength: 2 })) })
const long = fc.tuple(tricky, fc.integer({ min: 65_490, max: 65_540 }), tricky).map(([before, length, after]) => before + 'x'.repeat(length) + after)
const secrets = fc.dictionary(fc.stringMatching(/^[A-Z][A-Z0-9_]{0,8}$/), fc.oneof({ weight: 6, arbitrary: tricky }, anything, long), { maxKeys: 4 })

describe('encodeSecrets', () => {
  it('brings each value that it accepts through flyctl unchanged, whatever stands beside it', () => {
    fc.assert(fc.property(secrets, (given) => {
      const accepted = new Map(Object.entries(given).filter(([name, value]) => findEncodingTrouble(name, value) === undefined))
      expect(importLikeFly(encodeSecrets(accepted))).toEqual(accepted)
    }), { numRuns: 1500 })
  })

  it('accepts every single line of text that fits', () => {
    const line = fc.oneof(tricky, anything.filter((value) => Buffer.from(value).toString() === value)).map((value) => value.replace(/[\n\0]/g, '') || 'x')
    fc.assert(fc.property(line, (value) => {
      expect(findEncodingTrouble('A', value)).toBeUndefined()
    }), { numRuns: 1500 })
  })

  it('accepts a private key of several lines, with and without a line end after it', () => {
    const pem = '-----BEGIN PRIVATE KEY-----\nMIIEvQ+/=\nabc==\n-----END PRIVATE KEY-----'
    for (const value of [pem, `${pem}\n`]) expect(importLikeFly(encodeSecrets(new Map([['A', value]]))).get('A')).toBe(value)
  })

  it.each([
    ['plain', 'A="plain"\n'],
    ['to#ken', 'A="to#ken"\n'],
    ['a"#b', 'A=\'a"#b\'\n'],
    ['"', 'A="""""""\n'],
    ['""x#', 'A="""""x#"""\n'],
    ['one\ntwo', 'A="""one\ntwo"""\n'],
  ])('writes %j as %j', (value, line) => {
    expect(encodeSecrets(new Map([['A', value]]))).toBe(line)
  })

  it.each([
    ['an empty value', '', /empty/],
    ['a NUL character', 'a\0b', /NUL/],
    ['half a character', 'a\ud800', /surrogate/],
    ['a line of 64 KiB', 'x'.repeat(65_540), /64 KiB/],
    ['a later line of 64 KiB', `a\n${'x'.repeat(65_540)}`, /64 KiB/],
    ['Windows line ends', 'a\r\nb', /CRLF/],
    ['a line that ends with three quotes', 'a\nb"""\nc', /"""/],
    ['a first line with a # after a quote', 'a"b#c\nd', /#/],
  ])('refuses %s and says why, without the value', (_, value, reason) => {
    expect(findEncodingTrouble('A', value)).toMatch(reason)
    expect(() => encodeSecrets(new Map([['A', value]]))).toThrow(reason)
  })
})
