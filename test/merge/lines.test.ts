import { expect, test } from 'vitest'
import { mergeFile } from '../../src/merge/file.ts'
import { normalise } from '../../src/merge/lines.ts'

test.each(['a\r\nb\nc\nd\n', 'a\nb\r\nc\r\n', 'a\r\nb', '\ufeffa\nb\r\n\r\n', 'a\n', ''])('a text of any line ends is written as it was read: %j', (text) => {
  const { text: plain, restore } = normalise(text)
  expect(plain).not.toContain('\r\n')
  expect(restore(plain)).toBe(text)
})

test.each([
  ['a\r\nb\nc\nd\n', 'a\r\nb\nnew\nc\nd\n'],
  ['a\nb\r\nc\r\nd\r\n', 'a\nb\r\nnew\r\nc\r\nd\r\n'],
])('in a file of both line ends each line keeps its own, and a new one has that of most: %j', (mine, merged) => {
  expect(mergeFile('RUNBOOK.md', 'a\nb\nc\n', mine, 'a\nb\nnew\nc\n')).toMatchObject({ kind: 'merged', text: merged })
})
