import type { EmittedFile, FileSet } from '../render/file-set.ts'
import { chooseBeside } from './beside.ts'
import type { Conflict } from './conflict.ts'
import { mergeFile, type FileMerge } from './file.ts'
import { normalise } from './lines.ts'

/** A file of a deployment as it is on disk. */
export type OwnFile =
  | OwnText
  /** The person put something there that cannot be merged, nor replaced. */
  | { readonly kind: 'other'; readonly what: 'a folder' | 'a symbolic link' | 'not a text' | 'no ordinary file' }

export interface OwnText {
  readonly kind: 'text'
  readonly text: string
  /** Undefined where the system has no such bit. */
  readonly executable: boolean | undefined
  /** What is on disk, where `text` is that after a migration. */
  readonly before?: string
}

/** What a deployment holds on disk: what was last emitted, and what is there now, by path. */
export interface Present {
  readonly base: ReadonlyMap<string, EmittedFile>
  readonly mine: ReadonlyMap<string, OwnFile>
}

/** One thing that an update does to a file of the deployment. `before` is what is there now. */
export type Change =
  | { readonly kind: 'write'; readonly path: string; readonly text: string; readonly mode: number; readonly before: string | undefined }
  | { readonly kind: 'delete'; readonly path: string; readonly before: string }
  /** The person's file with our changes in it; the places that both changed are the person's, and are named. */
  | { readonly kind: 'merge'; readonly path: string; readonly text: string; readonly mode: number; readonly before: string; readonly conflicts: readonly Conflict[] }
  /** Only the right to be run is another one. */
  | { readonly kind: 'mode'; readonly path: string; readonly text: string; readonly mode: number }
  /** Both sides changed it, and it cannot be merged: the person's stays, the new one lies beside it. */
  | { readonly kind: 'beside'; readonly path: string; readonly beside: string; readonly text: string; readonly mode: number; readonly why: ApartReason }
  /** Left as the person wants it; said, because what we would emit is different now. */
  | { readonly kind: 'kept'; readonly path: string; readonly why: 'you deleted it' | 'it is no longer generated' | 'no name is left beside it' }

export type ApartReason = Extract<FileMerge, { readonly kind: 'apart' }>['why'] | 'it was there before' | `it is ${Extract<OwnFile, { kind: 'other' }>['what']} now`

type Merged = Extract<FileMerge, { readonly kind: 'merged' }>

export type Plan = readonly Change[]

/**
 * Compares what was emitted, what is there and what would be emitted now. Nothing that the person changed is lost, and a
 * plan that was carried out leaves nothing to do.
 * @param present the names of `besideNames` are looked up in `mine` too: nothing there is overwritten but our own
 */
export function planUpdate(theirs: FileSet, present: Present): Plan {
  const paths = [...new Set([...theirs.keys(), ...present.base.keys()])].toSorted()
  const isEmitted = (path: string): boolean => theirs.has(path) || present.base.has(path)
  return paths.flatMap((path) => changeOf(path, { base: present.base.get(path), mine: present.mine.get(path), theirs: theirs.get(path) }, (text, before) => chooseBeside(path, [text, before], present.mine, isEmitted)) ?? [])
}

interface Sides {
  readonly base: EmittedFile | undefined
  readonly mine: OwnFile | undefined
  readonly theirs: EmittedFile | undefined
}

/** A free name for the new text; `before` is the one that we may have put there earlier. */
type NameBeside = (text: string, before: string | undefined) => string | undefined

function changeOf(path: string, { base, mine, theirs }: Sides, name: NameBeside): Change | undefined {
  if (theirs === undefined) return withdraw(path, base, mine)
  if (mine === undefined) {
    if (base === undefined) return { kind: 'write', path, text: theirs.text, mode: theirs.mode, before: undefined }
    return base.text === theirs.text ? undefined : { kind: 'kept', path, why: 'you deleted it' }
  }
  if (mine.kind === 'other') return base?.text === theirs.text ? undefined : besides(path, { base, theirs }, `it is ${mine.what} now`, name)
  if (base === undefined) return isSameText(mine.text, theirs.text) ? undefined : besides(path, { base, theirs }, 'it was there before', name)
  const merged = mergeFile(path, base.text, mine.text, theirs.text)
  if (merged.kind === 'apart') return besides(path, { base, theirs }, merged.why, name)
  return replace(path, { base, mine, theirs }, merged)
}

/** We emit it no more: what nobody changed goes, apart from line ends, which editors and git change by themselves. */
function withdraw(path: string, base: EmittedFile | undefined, mine: OwnFile | undefined): Change | undefined {
  if (mine === undefined || base === undefined) return undefined
  return mine.kind === 'text' && isSameText(mine.text, base.text) ? { kind: 'delete', path, before: onDisk(mine) } : { kind: 'kept', path, why: 'it is no longer generated' }
}

function replace(path: string, { base, mine, theirs }: { readonly base: EmittedFile; readonly mine: OwnText; readonly theirs: EmittedFile }, { text, conflicts }: Merged): Change | undefined {
  const before = onDisk(mine)
  const mode = mergeMode(base.mode, mine.executable, theirs.mode)
  if (text === before && conflicts.length === 0) return mine.executable === undefined || mine.executable === isExecutable(mode) ? undefined : { kind: 'mode', path, text, mode }
  return mine.text === base.text ? { kind: 'write', path, text, mode, before } : { kind: 'merge', path, text, mode, before, conflicts }
}

/** Ours where the person left it as it was, and where the system has none. */
function mergeMode(base: number, mine: boolean | undefined, theirs: EmittedFile['mode']): number {
  return mine === undefined || mine === isExecutable(base) ? theirs : mine ? 0o755 : 0o644
}

function isExecutable(mode: number): boolean {
  return (mode & 0o100) !== 0
}

export function isSameText(a: string, b: string): boolean {
  return normalise(a).text === normalise(b).text
}

function onDisk({ text, before }: OwnText): string {
  return before ?? text
}

function besides(path: string, { base, theirs }: { readonly base: EmittedFile | undefined; readonly theirs: EmittedFile }, why: ApartReason, name: NameBeside): Change {
  const beside = name(theirs.text, base?.text)
  if (beside === undefined) return { kind: 'kept', path, why: 'no name is left beside it' }
  return { kind: 'beside', path, beside, text: theirs.text, mode: theirs.mode, why }
}
