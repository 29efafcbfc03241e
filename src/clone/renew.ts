import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryName } from '../workspace/temporary.ts'
import { exists } from './cache.ts'
import { clone, type CloneOptions, type CloneSource } from './clone.ts'
import { findLocalChanges } from './local-changes.ts'

/** A clone that is to take the place of another one, complete, beside it. */
export interface NewClone {
  readonly path: string
  /** What the person changed in the old one; `unknown` where there is nothing to compare it with. */
  readonly changes: readonly string[] | 'unknown'
}

/** A clone and what it was made from; `source` is null where that is not known. */
export interface OldClone {
  readonly path: string
  readonly source: CloneSource | null
}

/**
 * Fetches the new tag beside the old clone, which is not touched, and looks for what the person changed in that.
 * @throws UserError, Cancelled; nothing is left then
 */
export async function renewClone(source: CloneSource, old: OldClone, options: Omit<CloneOptions, 'destination'>): Promise<NewClone | { readonly offline: string }> {
  const path = temporaryName(old.path)
  const result = await clone(source, { ...options, destination: path })
  if (result.kind === 'offline') return { offline: result.reason }
  try {
    return { path, changes: await changesOf(old, options) }
  } catch (error) {
    await rm(path, { recursive: true, force: true })
    throw error
  }
}

async function changesOf({ path, source }: OldClone, options: Omit<CloneOptions, 'destination'>): Promise<NewClone['changes']> {
  if (!(await exists(path))) return []
  // With a history of its own it is somebody's working copy.
  if (source === null || (await exists(join(path, '.git')))) return 'unknown'
  const pristine = temporaryName(path)
  try {
    const same = await clone(source, { ...options, destination: pristine }).then(({ kind }) => kind !== 'offline', failed)
    return same ? await findLocalChanges(path, pristine) : 'unknown'
  } finally {
    await rm(pristine, { recursive: true, force: true })
  }
}

/** A tag that is gone, or a server in trouble; a cancel stays one. */
function failed(error: unknown): false {
  if (error instanceof Error && error.name === 'UserError') return false
  throw error
}
