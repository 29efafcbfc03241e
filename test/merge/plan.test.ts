import { describe, expect, test } from 'vitest'
import { planUpdate, type Change } from '../../src/merge/plan.ts'
import { fileSet, type FileSet } from '../../src/render/file-set.ts'

/** What happens to one file, given its text as last emitted, as it is now, and as it would be emitted. */
function changeFor(base: string | null, mine: string | null, theirs: string | null): Change | undefined {
  const emitted = (text: string | null): FileSet => fileSet(text === null ? [] : [['a.toml', { text, mode: 0o644 }]])
  const own = new Map(mine === null ? [] : [['a.toml', { kind: 'text', text: mine, executable: false } as const]])
  return planUpdate(emitted(theirs), { base: emitted(base), mine: own })[0]
}

describe('regenerating a file', () => {
  test('that nobody changed does nothing', () => expect(changeFor('x', 'x', 'x')).toBeUndefined())
  test('that only the person changed leaves it as it is', () => expect(changeFor('x', 'y', 'x')).toBeUndefined())
  test('that only we changed writes the new text', () => expect(changeFor('x', 'x', 'z')).toMatchObject({ kind: 'write', text: 'z' }))
  test('that both changed in the same way does nothing', () => expect(changeFor('x', 'z', 'z')).toBeUndefined())
  test('that both changed in different places merges them', () => expect(changeFor('a = 1\nb = 1\n', 'a = 2\nb = 1\n', 'a = 1\nb = 3\n')).toEqual({ kind: 'merge', path: 'a.toml', text: 'a = 2\nb = 3\n', mode: 0o644, before: 'a = 2\nb = 1\n', conflicts: [] }))
  test('that both changed in the same place keeps theirs, and names it', () => expect(changeFor('a = 1\n', 'a = 2\n', 'a = 3\n')).toMatchObject({ kind: 'merge', text: 'a = 2\n', conflicts: [{ place: { kind: 'key', path: ['a'] }, base: 1, mine: 2, theirs: 3 }] }))
  test('that cannot be read keeps theirs and puts ours beside it', () => expect(changeFor('x', 'y', 'z')).toMatchObject({ kind: 'beside', beside: 'a.toml.new', text: 'z' }))
  test('that the person deleted leaves it deleted', () => expect(changeFor('x', null, 'x')).toBeUndefined())
  test('that the person deleted says so when ours is new', () => expect(changeFor('x', null, 'z')).toEqual({ kind: 'kept', path: 'a.toml', why: 'you deleted it' }))
  test('that we no longer emit deletes it when nobody changed it', () => expect(changeFor('x', 'x', null)).toEqual({ kind: 'delete', path: 'a.toml', before: 'x' }))
  test('that we no longer emit keeps what the person changed', () => expect(changeFor('x', 'y', null)).toMatchObject({ kind: 'kept', why: 'it is no longer generated' }))
  test('that is gone on both sides does nothing', () => expect(changeFor('x', null, null)).toBeUndefined())
  test('that is new writes it', () => expect(changeFor(null, null, 'z')).toMatchObject({ kind: 'write', text: 'z' }))
  test('that the person made before us keeps theirs and puts ours beside it', () => expect(changeFor(null, 'y', 'z')).toMatchObject({ kind: 'beside' }))
})
