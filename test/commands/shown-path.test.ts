import { posix, win32 } from 'node:path'
import { describe, expect, test } from 'vitest'
import { shownPath } from '../../src/commands/shown-path.ts'

describe.each([
  ['POSIX', posix, '/home/ada/bots', '/home/ada/bots/', '/home/ada/other', '/home/ada', './'],
  ['Windows', win32, String.raw`C:\Users\Ada Bots`, 'C:\\Users\\Ada Bots\\', String.raw`C:\Users\other`, String.raw`C:\Users`, '.\\'],
])('a folder, as it is typed on %s', (_, path, cwd, below, beside, above, dot) => {
  test('is relative below where one is, with the separators of the system', () => {
    expect(shownPath(path.join(cwd, 'a', 'b'), cwd, path)).toBe(path.join('a', 'b'))
    expect(shownPath(cwd, cwd, path)).toBe('.')
  })

  test('is absolute elsewhere', () => {
    expect(shownPath(beside, cwd, path)).toBe(beside)
    expect(shownPath(above, cwd, path)).toBe(above)
  })

  test('keeps a name that only begins with two dots', () => {
    expect(shownPath(`${below}..claw`, cwd, path)).toBe('..claw')
  })

  test('begins with a dot where it would be taken for a flag or a command', () => {
    expect(shownPath(`${below}-claw`, cwd, path)).toBe(`${dot}-claw`)
    expect(shownPath(`${below}update`, cwd, path)).toBe(`${dot}update`)
  })
})

test('a folder on another drive is shown with its drive', () => {
  expect(shownPath(String.raw`D:\bots\claw`, String.raw`C:\Users\ada`, win32)).toBe(String.raw`D:\bots\claw`)
})
