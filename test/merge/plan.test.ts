import { describe, expect, test } from 'vitest'
import { besideNames } from '../../src/merge/beside.ts'
import { planUpdate, type Change, type OwnFile } from '../../src/merge/plan.ts'
import { fileSet, type EmittedFile, type FileSet } from '../../src/render/file-set.ts'

type Mode = EmittedFile['mode']

const emitted = (text: string | null, mode: Mode = 0o644): FileSet => fileSet(text === null ? [] : [['a.toml', { text, mode }]])
const own = (text: string): OwnFile => ({ kind: 'text', text, executable: false })

/** What happens to one file, given its text as last emitted, as it is now, and as it would be emitted. */
function changeFor(base: string | null, mine: string | null, theirs: string | null): Change | undefined {
  return planUpdate(emitted(theirs), { base: emitted(base), mine: new Map(mine === null ? [] : [['a.toml', own(mine)]]) })[0]
}

describe('updating a file', () => {
  test('that nobody changed does nothing', () => expect(changeFor('x', 'x', 'x')).toBeUndefined())
  test('that only the person changed leaves it as it is', () => expect(changeFor('x', 'y', 'x')).toBeUndefined())
  test('that only we changed writes the new text', () => expect(changeFor('x', 'x', 'z')).toEqual({ kind: 'write', path: 'a.toml', text: 'z', mode: 0o644, before: 'x' }))
  test('that both changed in the same way does nothing', () => expect(changeFor('x', 'z', 'z')).toBeUndefined())
  test('that both changed in different places merges them', () => expect(changeFor('a = 1\nb = 1\n', 'a = 2\nb = 1\n', 'a = 1\nb = 3\n')).toEqual({ kind: 'merge', path: 'a.toml', text: 'a = 2\nb = 3\n', mode: 0o644, before: 'a = 2\nb = 1\n', conflicts: [] }))
  test('that both changed in the same place keeps theirs, and names it', () => expect(changeFor('a = 1\n', 'a = 2\n', 'a = 3\n')).toMatchObject({ kind: 'merge', text: 'a = 2\n', conflicts: [{ place: { kind: 'key', path: ['a'] }, base: 1, mine: 2, theirs: 3 }] }))
  test('that cannot be read keeps theirs and puts ours beside it', () => expect(changeFor('x', 'y', 'z')).toMatchObject({ kind: 'beside', beside: 'a.toml.new', text: 'z' }))
  test('that the person deleted leaves it deleted', () => expect(changeFor('x', null, 'x')).toBeUndefined())
  test('that the person deleted says so when ours is new', () => expect(changeFor('x', null, 'z')).toEqual({ kind: 'kept', path: 'a.toml', why: 'you deleted it' }))
  test('that we no longer emit deletes it when nobody changed it', () => expect(changeFor('x', 'x', null)).toEqual({ kind: 'delete', path: 'a.toml', before: 'x' }))
  test('that we no longer emit deletes it when only its line ends changed', () => expect(changeFor('x\n', '\ufeffx\r\n', null)).toMatchObject({ kind: 'delete' }))
  test('that we no longer emit keeps what the person changed', () => expect(changeFor('x', 'y', null)).toEqual({ kind: 'kept', path: 'a.toml', why: 'it is no longer generated' }))
  test('that is gone on both sides does nothing', () => expect(changeFor('x', null, null)).toBeUndefined())
  test('that is new writes it', () => expect(changeFor(null, null, 'z')).toMatchObject({ kind: 'write', text: 'z', before: undefined }))
  test('that the person made before us keeps theirs and puts ours beside it', () => expect(changeFor(null, 'y', 'z')).toMatchObject({ kind: 'beside', why: 'it was there before' }))
  test('that the person made before us, and just as we would, adopts it', () => expect(changeFor(null, 'z', 'z')).toBeUndefined())
})

describe('a file that is no text any more', () => {
  const change = (base: string | null, theirs: string | null): Change | undefined => planUpdate(emitted(theirs), { base: emitted(base), mine: new Map([['a.toml', { kind: 'other', what: 'a symbolic link' }]]) })[0]

  test('stays as it is while nothing is new', () => expect(change('x', 'x')).toBeUndefined())
  test('stays, with ours beside it', () => expect(change('x', 'z')).toMatchObject({ kind: 'beside', why: 'it is a symbolic link now', beside: 'a.toml.new' }))
  test('stays when we no longer emit it', () => expect(change('x', null)).toEqual({ kind: 'kept', path: 'a.toml', why: 'it is no longer generated' }))
})

describe('a file that was migrated before it is merged', () => {
  const change = (base: string, mine: string, theirs: string): Change | undefined => planUpdate(emitted(theirs), { base: emitted(base), mine: new Map([['a.toml', { kind: 'text', text: mine, executable: false, before: 'old = 1\n' }]]) })[0]

  test('is written though nothing is new after the migration', () => expect(change('a = 1\n', 'a = 2\n', 'a = 1\n')).toEqual({ kind: 'merge', path: 'a.toml', text: 'a = 2\n', mode: 0o644, before: 'old = 1\n', conflicts: [] }))
  test('is the new text where the person changed nothing', () => expect(change('a = 1\n', 'a = 1\n', 'a = 3\n')).toEqual({ kind: 'write', path: 'a.toml', text: 'a = 3\n', mode: 0o644, before: 'old = 1\n' }))
})

describe('the right to be run', () => {
  const mode = (base: Mode, mine: boolean | undefined, theirs: Mode, texts = ['x', 'x', 'x']): Change | undefined =>
    planUpdate(emitted(texts[2]!, theirs), { base: emitted(texts[0]!, base), mine: new Map([['a.toml', { kind: 'text', text: texts[1]!, executable: mine }]]) })[0]
  const edited = ['a = 1\nb = 1\n', 'a = 2\nb = 1\n', 'a = 1\nb = 3\n']

  test('is changed where only ours is another one', () => expect(mode(0o644, false, 0o755)).toEqual({ kind: 'mode', path: 'a.toml', text: 'x', mode: 0o755 }))
  test('is changed where only ours is another one, and the person edited the text', () => expect(mode(0o755, true, 0o644, ['x', 'y', 'x'])).toEqual({ kind: 'mode', path: 'a.toml', text: 'y', mode: 0o644 }))
  test('stays as the person set it', () => expect(mode(0o644, true, 0o644)).toBeUndefined())
  test('stays as the person set it when the text is new', () => expect(mode(0o755, false, 0o755, ['x', 'x', 'z'])).toMatchObject({ kind: 'write', mode: 0o644 }))
  test('stays as the person set it when the text is merged', () => expect(mode(0o644, true, 0o644, edited)).toMatchObject({ kind: 'merge', mode: 0o755 }))
  test('is no change where both set it', () => expect(mode(0o644, true, 0o755)).toBeUndefined())
  test('is never said on a system that has none', () => expect(mode(0o644, undefined, 0o755)).toBeUndefined())
  test('is ours on a system that has none when the text is new', () => expect(mode(0o644, undefined, 0o755, edited)).toMatchObject({ kind: 'merge', mode: 0o755 }))
})

describe('the new version beside the person\'s', () => {
  const beside = (present: Readonly<Record<string, OwnFile>>, theirs = emitted('z')): Change | undefined => planUpdate(theirs, { base: emitted('x'), mine: new Map([['a.toml', own('not TOML')], ...Object.entries(present)]) })[0]
  const folder: OwnFile = { kind: 'other', what: 'a folder' }

  test('takes the next name where the person has a file of that name', () => expect(beside({ 'a.toml.new': own('mine') })).toMatchObject({ beside: 'a.toml.new-2' }))
  test('takes the next name where a folder is', () => expect(beside({ 'a.toml.new': folder, 'a.toml.new-2': own('mine') })).toMatchObject({ beside: 'a.toml.new-3' }))
  test('replaces the one that we put there before', () => expect(beside({ 'a.toml.new': own('x') })).toMatchObject({ beside: 'a.toml.new' }))
  test('takes the name of one that is the same', () => expect(beside({ 'a.toml.new': own('mine'), 'a.toml.new-2': own('z') })).toMatchObject({ beside: 'a.toml.new-2' }))
  test('is never another file of the deployment', () => expect(beside({}, fileSet([...emitted('z'), ['a.toml.new', { text: '', mode: 0o644 }]]))).toMatchObject({ beside: 'a.toml.new-2' }))
  test('is not written where no name is left, and that is said', () => {
    expect(beside(Object.fromEntries(besideNames('a.toml').map((name) => [name, folder])))).toEqual({ kind: 'kept', path: 'a.toml', why: 'no name is left beside it' })
  })
  test('has nine names', () => {
    expect(besideNames('a.toml')).toEqual(['a.toml.new', ...[2, 3, 4, 5, 6, 7, 8, 9].map((number) => `a.toml.new-${number}`)])
  })
})
