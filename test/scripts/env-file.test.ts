import { describe, expect, it } from 'vitest'
import { load } from './sandbox.ts'

const { parseEnvFile } = await load<{ parseEnvFile: (content: string, names: readonly string[]) => Map<string, string> }>('env-file.mjs')
const read = (text: string) => Object.fromEntries(parseEnvFile(text, ['A', 'B']))

describe('.env', () => {
  it.each([
    ['a plain value', 'A=1\nB=two words', { A: '1', B: 'two words' }],
    ['export', 'export A=1\nexport  B=2', { A: '1', B: '2' }],
    ['white space around names and values', '  A = 1  \n', { A: '1' }],
    ['single quotes', 'A=\'x # y\'\nB=\'a\\nb\'', { A: 'x # y', B: 'a\\nb' }],
    ['double quotes, where \\n is a line end', 'A="x # y" # note\nB="a\\nb"', { A: 'x # y', B: 'a\nb' }],
    ['JSON in single quotes', 'A=\'{"k":"v"}\'', { A: '{"k":"v"}' }],
    ['a value of several lines', 'A="one\ntwo"\nB=2', { A: 'one\ntwo', B: '2' }],
    ['comments and empty lines', '# A=0\n\nA=1 # one\n# B=2', { A: '1' }],
    ['Windows line ends', 'A=1\r\nB="x\r\ny"\r\n', { A: '1', B: 'x\ny' }],
    ['a byte order mark', '\uFEFFA=1', { A: '1' }],
    ['empty values as not given', 'A=\nB=""', {}],
    ['the last of two', 'A=1\nA=2', { A: '2' }],
    ['other names, of which it takes nothing', 'PATH=/evil\nA=1', { A: '1' }],
  ])('reads %s', (_, text, values) => {
    expect(read(text)).toEqual(values)
  })

  /** Node's own parser would hand over a part of each of these, or drop it, and say nothing. */
  it.each([
    ['a # in a bare value', 'A=to#ken', /line 1: A has a #/],
    ['escaped quotes', 'A="{\\"k\\":1}"', /line 1: A has text after its closing quote/],
    ['doubled quotes', 'A=\'it\'\'s\'', /text after its closing quote/],
    ['a quote that is never closed', '\n\nA="x\nB=1\n', /line 3: A (cannot be read|has a quote that is never closed)/],
  ])('refuses %s, with the line and without the value', (_, text, problem) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ exitCode: 2, hint: expect.stringMatching(problem) as string }))
  })

  it('never loses a value to a broken line above it: it has it, or refuses', () => {
    const attempt = () => {
      try {
        return read('no equals\nB=2').B
      } catch (error) {
        return (error as { hint: string }).hint
      }
    }
    expect(attempt()).toMatch(/^2$|line 2: B cannot be read/)
  })
})
