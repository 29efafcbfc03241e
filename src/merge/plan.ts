import type { EmittedFile, FileSet } from '../render/file-set.ts'
import { mergeFile } from './file.ts'
import { formatPath } from './value.ts'

/** What a deployment holds on disk: the text last emitted, and the text there now, by path. */
export interface Present {
  readonly base: ReadonlyMap<string, string>
  readonly mine: ReadonlyMap<string, string>
}

/** One thing that regenerating does to a file of the deployment. */
export type Change =
  | { readonly kind: 'write'; readonly path: string; readonly text: string; readonly mode: number }
  | { readonly kind: 'delete'; readonly path: string }
  /** Both sides changed it, in different places. `conflicts`: key paths that both changed, where the person's stays. */
  | { readonly kind: 'merge'; readonly path: string; readonly text: string; readonly mode: number; readonly conflicts: readonly string[] }
  /** Both sides changed it, and it cannot be merged: the person's stays, the new one lies beside it. */
  | { readonly kind: 'beside'; readonly path: string; readonly beside: string; readonly text: string; readonly mode: number }
  /** Left as the person wants it; said, because what we would emit is different now. */
  | { readonly kind: 'kept'; readonly path: string; readonly why: 'you deleted it' | 'it is no longer generated' }

export type Plan = readonly Change[]

/** Compares what was emitted, what is there and what would be emitted now. Nothing that the person changed is lost. */
export function planRegeneration(theirs: FileSet, { base, mine }: Present): Plan {
  const paths = [...new Set([...theirs.keys(), ...base.keys()])].toSorted()
  return paths.flatMap((path) => changeOf(path, base.get(path), mine.get(path), theirs) ?? [])
}

function changeOf(path: string, base: string | undefined, mine: string | undefined, files: FileSet): Change | undefined {
  const theirs = files.get(path)
  if (theirs === undefined) return mine === undefined ? undefined : mine === base ? { kind: 'delete', path } : { kind: 'kept', path, why: 'it is no longer generated' }
  if (theirs.text === mine || theirs.text === base) return undefined
  if (mine === base) return { kind: 'write', path, ...theirs }
  if (mine === undefined) return { kind: 'kept', path, why: 'you deleted it' }
  return mergeBoth(path, base, mine, theirs)
}

function mergeBoth(path: string, base: string | undefined, mine: string, theirs: EmittedFile): Change {
  const merged = base === undefined ? undefined : mergeFile(path, base, mine, theirs.text)
  if (merged?.kind !== 'merged') return { kind: 'beside', path, beside: `${path}.new`, ...theirs }
  return { kind: 'merge', path, text: merged.text, mode: theirs.mode, conflicts: merged.conflicts.map((conflict) => formatPath(conflict.path)) }
}
