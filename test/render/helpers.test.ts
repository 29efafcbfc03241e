import { parse } from '@iarna/toml'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { execFileSync } from 'node:child_process'
import { shellWord } from '../../src/render/shell-word.ts'
import { createRenderer } from '../../src/render/templates.ts'

const renderer = createRenderer(new Map())
const fill = (helper: string, value: unknown): string => renderer.renderText(`{{${helper} value}}`, { value, app: 'my-app' })
const anyText = fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed())

describe('toml', () => {
  test('writes texts that a TOML parser reads back, whatever is in them', () => {
    fc.assert(fc.property(anyText, (text) => {
      expect(parse(`a = ${fill('toml', text)} # "`)).toEqual({ a: text })
    }), { numRuns: 500 })
  })

  test('writes numbers and lists', () => {
    expect([fill('toml', 3072), fill('toml', ['a', 'b"']), fill('toml', [])]).toEqual(['3072', '["a", "b\\""]', '[]'])
  })

  test.each([null, 1.5, Number.NaN, {}, true])('refuses %j, which our files never hold', (value) => {
    expect(() => fill('toml', value)).toThrow('no TOML literal')
  })
})

test('key writes keys that a TOML parser reads back', () => {
  fc.assert(fc.property(fc.oneof(anyText, fc.constantFrom('guild-id', '', 'a.b', '__proto__', '"')), (key) => {
    expect(Object.keys(parse(`${fill('key', key)} = 1`))).toEqual([key])
  }), { numRuns: 300 })
})

test('json writes what JSON reads back', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    expect(JSON.parse(fill('json', value))).toEqual(JSON.parse(JSON.stringify(value)))
  }))
})

test.each([['plain', '`plain`'], ['a`b', '`` a`b ``'], ['``', '``` `` ```'], ['|', '`|`']])('code fences %j as %s', (text, span) => {
  expect(fill('code', text)).toBe(span)
})

test('md leaves no character that Markdown would act on', () => {
  expect(fill('md', '*a* _b_ [c](d) `e` <f> #g | $h$ & &lt; &#38; !i ~j~')).toBe(String.raw`\*a\* \_b\_ \[c\](d) \`e\` \<f\> \#g \| \$h\$ & \&lt; \&\#38; \!i \~j\~`)
})

describe('word', () => {
  test.each([['fra', 'fra'], ['a b', "'a b'"], ["it's", String.raw`'it'\''s'`], ['$(x)', "'$(x)'"], ['', "''"], ['~', "'~'"], ['--a=b', '--a=b']])('writes %j as %s', (text, word) => {
    expect(shellWord(text)).toBe(word)
  })

  test.skipIf(process.platform === 'win32')('writes words that a POSIX shell takes as they are', () => {
    const texts = fc.sample(anyText.filter((text) => !text.includes('\0')), { numRuns: 200, seed: 1 })
    const taken = execFileSync('sh', ['-c', `printf '%s\\0' ${texts.map(shellWord).join(' ')}`], { encoding: 'utf8' }).split('\0').slice(0, -1)
    expect(taken).toEqual(texts)
  })
})
