import { access, constants, lstat, readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { exitCodes, UserError } from '../errors.ts'
import { findLeftovers, isStageName } from './fill.ts'

/** A folder that a deployment may be put into: it does not exist, or it is empty but for what a killed run left. */
export interface Target {
  /** Absolute. */
  readonly path: string
  readonly parent: string
  /** Last part of the path, from which the app's name is suggested. */
  readonly name: string
  readonly exists: boolean
  /** Whether the folder that exists must stay itself: somebody's shell is in it, or a disk is mounted there. */
  readonly stays: boolean
}

/**
 * Looks at where a new deployment is to go, and changes nothing.
 * @throws UserError where something is there already: nothing is ever overwritten
 */
export async function inspectTarget(directory: string, cwd: string): Promise<Target> {
  if (directory.includes('\0')) throw new UserError('target-name', 'The name of the folder has a NUL character in it.', 'give another name', exitCodes.usage)
  if (directory.trim() === '') throw new UserError('target-name', 'The name of the folder is empty.', 'give a name, or . for the folder that you are in', exitCodes.usage)
  const path = resolve(cwd, directory)
  const target = { path, parent: dirname(path), name: basename(path) }
  const stats = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw fileError(error, path)
  })
  if (stats === null) {
    await refuseUnwritable(dirname(path), path)
    return { ...target, exists: false, stays: false }
  }
  if (stats.isSymbolicLink()) throw new UserError('target-link', `${path} is a symbolic link`, 'give the folder that it points to, or another name')
  if (!stats.isDirectory()) throw new UserError('target-file', `${path} is a file`, 'give another name')
  await refuseContents(path)
  return { ...target, exists: true, stays: (await isSame(path, cwd)) || (await isMountPoint(path)) }
}

/** Looks at the nearest folder that is there: it would be found out after all questions, and every answer lost. */
async function refuseUnwritable(folder: string, path: string): Promise<void> {
  try {
    await access(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(folder) === folder) throw fileError(error as NodeJS.ErrnoException, path)
    await refuseUnwritable(dirname(folder), path)
  }
}

async function refuseContents(path: string): Promise<void> {
  const { others } = await findLeftovers(path).catch((error: NodeJS.ErrnoException) => {
    throw fileError(error, path)
  })
  if (others.length === 0) return
  if (others.every(isStageName)) throw new UserError('target-busy', `another run is putting a deployment into ${path}`, `wait for it; if there is none, remove ${others.join(', ')} in it`)
  throw new UserError('target-not-empty', `${path} is not empty: it has ${listOf(others)}`, 'give another name; nothing was changed there')
}

/** Whatever symbolic links they were named by. A folder above the one that one is in is never empty. */
async function isSame(path: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([path, other].map((each) => stat(each, { bigint: true })))
  return a!.dev === b!.dev && a!.ino === b!.ino
}

/** A folder of the same disk may be mounted too, which only Linux tells. */
async function isMountPoint(path: string): Promise<boolean> {
  const [inside, beside] = await Promise.all([lstat(path), lstat(dirname(path))])
  if (inside.dev !== beside.dev) return true
  const mounts = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '')
  const real = await realpath(path)
  // Fields as in proc_pid_mountinfo(5); blanks and backslashes in a path are written as \040 and the like.
  return mounts.split('\n').some((line) => line.split(' ')[4]?.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))) === real)
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
  EBUSY: ['it is in use, or a disk is mounted there', 'choose another place'],
  ELOOP: ['the path has too many symbolic links', 'choose another place'],
}

/** A system's error in words, with the path that it names last; undefined where we did not expect it. */
export function fileTrouble({ code, path, dest }: NodeJS.ErrnoException & { readonly dest?: string }): string | undefined {
  const cause = causes[code ?? '']
  return cause && `${dest ?? path ?? 'a file'}: ${cause[0]}`
}

/** A system's error in words; what we did not expect stays an error of ours. */
export function fileError(error: NodeJS.ErrnoException, path: string): Error {
  const cause = causes[error.code ?? '']
  return cause === undefined ? error : new UserError(`fs-${error.code?.toLowerCase()}`, `${path}: ${cause[0]}`, `${cause[1]}; nothing was left behind`)
}

/** The same for a file that was only to be read. */
export function readError(error: NodeJS.ErrnoException, path: string): Error {
  if (error.code !== 'EACCES' && error.code !== 'EPERM') return fileError(error, path)
  return new UserError('fs-unreadable', `${path} may not be read by you`, 'change its owner or its rights, and run the same command again; nothing was changed')
}
