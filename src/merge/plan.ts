import type { EmittedFile, FileSet } from '../render/file-set.ts'
import { mergeFile, type FileMerge } from './file.ts'
import type { Conflict } from './edits.ts'

/** A file of a deployment as it is on disk. */
export type OwnFile =
  | { readonly kind: 'text'; readonly text: string; /** Undefined where the system has no such bit. */ readonly executable: boolean | undefined }
  /** The person put something there that cannot be merged, nor replaced. */
  | { readonly kind: 'other'; readonly what: 'a folder' | 'a symbolic link' | 'not a text' | 'no ordinary file' }

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
  | { readonly kind: 'kept'; readonly path: string; readonly why: 'you deleted it' | 'it is no longer generated' }

export type ApartReason = Extract<FileMerge, { readonly kind: 'apart' }>['why'] | 'it was there before' | `it is ${Extract<OwnFile, { kind: 'other' }>['what']} now`

export type Plan = readonly Change[]

/** Compares what was emitted, what is there and what would be emitted now. Nothing that the person changed is lost. */
export function planUpdate(theirs: FileSet, { base, mine }: Present): Plan {
  const paths = [...new Set([...theirs.keys(), ...base.keys()])].toSorted()
  return paths.flatMap((path) => changeOf(path, base.get(path), mine.get(path), theirs.get(path)) ?? [])
}

function changeOf(path: string, base: EmittedFile | undefined, mine: OwnFile | undefined, theirs: EmittedFile | undefined): Change | undefined {
  if (mine?.kind === 'other') return theirs === undefined || theirs.text === base?.text ? undefined : besides(path, theirs, `it is ${mine.what} now`)
  if (theirs === undefined) return mine === undefined ? undefined : mine.text === base?.text ? { kind: 'delete', path, before: mine.text } : { kind: 'kept', path, why: 'it is no longer generated' }
  if (theirs.text === mine?.text || theirs.text === base?.text) return undefined
  if (mine === undefined) return base === undefined ? { kind: 'write', path, ...theirs, before: undefined } : { kind: 'kept', path, why: 'you deleted it' }
  if (mine.text === base?.text) return { kind: 'write', path, ...theirs, before: mine.text }
  if (base === undefined) return besides(path, theirs, 'it was there before')
  const merged = mergeFile(path, base.text, mine.text, theirs.text)
  if (merged.kind === 'apart') return besides(path, theirs, merged.why)
  return { kind: 'merge', path, text: merged.text, mode: theirs.mode, before: mine.text, conflicts: merged.conflicts }
}

function besides(path: string, theirs: EmittedFile, why: ApartReason): Change {
  return { kind: 'beside', path, beside: `${path}.new`, ...theirs, why }
}
