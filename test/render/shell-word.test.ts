import { describe, expect, test } from 'vitest'
import { windowsWord, wordFor } from '../../src/render/shell-word.ts'

describe('a word for a shell of Windows', () => {
  test.each([
    ['a plain word stays as it is', 'my-openclaw', 'my-openclaw'],
    ['so does a path with a drive', String.raw`C:\Users\ada\claw`, String.raw`C:\Users\ada\claw`],
    ['a space is quoted in a way that cmd.exe and PowerShell share', String.raw`C:\Users\Ada Bots`, String.raw`"C:\Users\Ada Bots"`],
    ['a single quote is a letter there', "ada's claw", `"ada's claw"`],
    ['PowerShell would take it for a list', 'a,b', '"a,b"'],
    ['PowerShell would take it for a table to spread', '@ada:example.org', '"@ada:example.org"'],
    ['PowerShell would take it for a comment', '#general', '"#general"'],
    ['cmd.exe would begin another command', 'a&b', '"a&b"'],
    ['PowerShell would fill in a variable', "$(calc) it's", "'$(calc) it''s'"],
    ['an empty word is still one', '', '""'],
  ])('%s', (_, text, word) => {
    expect(windowsWord(text)).toBe(word)
  })

  test('is written on Windows alone', () => {
    expect(wordFor('win32')('a b')).toBe('"a b"')
    expect(wordFor('linux')('a b')).toBe("'a b'")
    expect(wordFor('darwin')('a b')).toBe("'a b'")
  })
})
