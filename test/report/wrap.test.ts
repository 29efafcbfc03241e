import { describe, expect, test } from 'vitest'
import { UserError, ProblemsError } from '../../src/errors.ts'
import { errorLines } from '../../src/report/problems.ts'
import { columnsOf, hanging, wrapWords } from '../../src/report/wrap.ts'

describe('wrapping', () => {
  test('breaks between words, and leaves a long word whole', () => {
    expect(wrapWords('see https://example.com/a/long/address for more', 20)).toEqual(['see', 'https://example.com/a/long/address', 'for more'])
  })

  test('counts the letters that a terminal draws two columns wide', () => {
    expect(columnsOf('企业微信')).toBe(8)
    expect(wrapWords('a bot in 企业微信 here', 18)).toEqual(['a bot in 企业微信', 'here'])
  })

  test('puts further lines below the text, not below its mark', () => {
    expect(hanging('  - ', 'one two three four five six seven', 24)).toEqual(['  - one two three four', '    five six seven'])
  })

  test('keeps the lines of a text, and their own indent', () => {
    expect(hanging('E01 ', 'first\n  second', 40)).toEqual(['E01 first', '      second'])
  })
})

describe('a mistake', () => {
  const error = new ProblemsError('answers', '2 answers have mistakes.', 'mend them and run the same command again; nothing was written', [
    { where: '--memory', message: 'OpenClaw needs at least 2048 MB', hint: 'give 2048 or more' },
    { where: '--app', message: 'this is a name that somebody else has taken already' },
  ])

  test('is broken between words at the width of the terminal, each problem told from the next', () => {
    expect(errorLines(error, 50)).toEqual([
      '2 answers have mistakes.',
      '  --memory: OpenClaw needs at least 2048 MB',
      '    (give 2048 or more)',
      '  --app: this is a name that somebody else has',
      '    taken already',
      'mend them and run the same command again; nothing',
      'was written',
    ])
  })

  test('is one line for each problem where no terminal is, so that a log can be searched', () => {
    expect(errorLines(error)).toHaveLength(4)
    expect(errorLines(new UserError('a', 'long '.repeat(40), 'hint'))).toHaveLength(2)
  })
})
