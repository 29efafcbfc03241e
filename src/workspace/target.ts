import { lstat, readdir } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { UserError } from '../errors.ts'

/** A folder that a deployment may be put into: it does not exist, or it is empty. */
export interface Target {
  /** Absolute. */
  readonly path: string
  readonly parent: string
  /** Last part of the path, from which the app's name is suggested. */
  readonly name: string
  readonly exists: boolean
}

/**
 * Looks at where a new deployment is to go, and changes nothing.
 * @throws UserError where something is there already: nothing is ever overwritten
 */
export async function inspectTarget(directory: string, cwd: string): Promise<Target> {
  const path = resolve(cwd, directory)
  const target = { path, parent: dirname(path), name: basename(path) }
  const stats = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw fileError(error, path)
  })
  if (stats === null) return { ...target, exists: false }
  if (stats.isSymbolicLink()) throw new UserError('target-link', `${path} is a symbolic link`, 'give the folder that it points to, or another name')
  if (!stats.isDirectory()) throw new UserError('target-file', `${path} is a file`, 'give another name')
  const entries = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    throw fileError(error, path)
  })
  if (entries.length > 0) throw new UserError('target-not-empty', `${path} is not empty: it has ${listOf(entries)}`, 'give another name; nothing was changed there')
  return { ...target, exists: true }
}

function listOf(entries: readonly string[]): string {
  const shown = entries.toSorted().slice(0, 5).map((entry) => JSON.stringify(entry)).join(', ')
  return entries.length > 5 ? `${shown} and ${entries.length - 5} more` : shown
}

const causes: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  EACCES: ['you may not write there', 'choose another place, or change its owner'],
  EPERM: ['you may not write there', 'choose another place, or change its owner'],
  EROFS: ['that disk is read-only', 'choose another place'],
  ENOSPC: ['the disk is full', 'free some space and run the same command again'],
  EDQUOT: ['your disk quota is used up', 'free some space and run the same command again'],
  ENAMETOOLONG: ['the name is too long for this disk', 'choose a shorter one'],
  ENOTDIR: ['a part of the path is a file', 'choose another place'],
  ENOTEMPTY: ['something else was put there meanwhile', 'look at it, then choose another place'],
  EEXIST: ['something else was put there meanwhile', 'look at it, then choose another place'],
  ELOOP: ['the path has too many symbolic links', 'choose another place'],
}

/** A system's error in words; what we did not expect stays an error of ours. */
export function fileError(error: NodeJS.ErrnoException, path: string): Error {
  const cause = causes[error.code ?? '']
  return cause === undefined ? error : new UserError(`fs-${error.code?.toLowerCase()}`, `${path}: ${cause[0]}`, `${cause[1]}; nothing was left behind`)
}
