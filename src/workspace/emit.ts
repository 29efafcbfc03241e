import { chmod, chown, mkdir, rename, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UserError } from '../errors.ts'
import { STATE_FOLDER } from '../render/base.ts'
import type { FileSet } from '../render/file-set.ts'
import { clearLeftovers, fillFolder, STAGED } from './fill.ts'
import { isThere } from './is-there.ts'
import { writeAllNew } from './replace.ts'
import { fileError, type Target } from './target.ts'
import { sweep, temporaryName } from './temporary.ts'

/** A half-made deployment beside its target; it is moved there in one step, or vanishes. */
export interface Stage {
  readonly path: string
  /** Moves everything into place. */
  readonly commit: () => Promise<void>
  /** Removes the stage; after `commit` there is nothing to remove. */
  readonly discard: () => Promise<void>
}

/**
 * Writes all files into a temporary folder: beside the target, or in it where it must stay.
 * @throws UserError (no space, no rights); the stage is gone then
 */
export async function stageFiles(target: Target, files: FileSet): Promise<Stage> {
  const madeParent = await makeParent(target)
  let stage: StageFolder | undefined
  const discard = async (): Promise<void> => {
    if (stage !== undefined) await rm(stage.folder, { recursive: true, force: true })
    if (madeParent !== undefined) await removeEmpty(target.parent, madeParent)
  }
  try {
    stage = await makeStage(target)
    writeAllNew(stage.path, files)
  } catch (error) {
    await discard()
    // Everything on the way is there by now: a file system that is none, such as /proc, says so of what is to be made.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new UserError('fs-enoent', `${target.path}: nothing can be made there`, 'choose another place; nothing was left behind')
    throw fileError(error as NodeJS.ErrnoException, target.path)
  }
  const { path, commit } = stage
  return { path, discard, commit: () => commit().catch((error: NodeJS.ErrnoException) => { throw fileError(error, target.path) }) }
}

interface StageFolder {
  /** What is removed if it comes to nothing. */
  readonly folder: string
  /** Where the files go. */
  readonly path: string
  readonly commit: () => Promise<void>
}

async function makeStage(target: Target): Promise<StageFolder> {
  await sweep(target.parent, `.${target.name}`)
  if (target.exists) await clearLeftovers(target.path)
  return (target.stays ? undefined : await makeBeside(target)) ?? makeInside(target)
}

/** In the same folder, so that one rename puts it in place; undefined where it could not stand in for the empty target. */
async function makeBeside(target: Target): Promise<StageFolder | undefined> {
  const folder = join(target.parent, temporaryName(`.${target.name}`))
  try {
    await mkdir(folder)
    if (target.exists) await lookLike(folder, target.path)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    if (target.exists && ['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
  return { folder, path: folder, commit: () => replace(folder, target) }
}

/** The folder that takes the place of another one has its owner and its rights. */
async function lookLike(folder: string, other: string): Promise<void> {
  const { uid, gid, mode } = await stat(other)
  await chown(folder, uid, gid)
  await chmod(folder, mode & 0o7777)
}

async function makeInside(target: Target): Promise<StageFolder> {
  const folder = join(target.path, temporaryName(STATE_FOLDER))
  const path = join(folder, STAGED)
  await mkdir(path, { recursive: true }).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true })
    throw error
  })
  return { folder, path, commit: () => fillFolder(folder, target.path) }
}

/** POSIX renames over a folder that is empty, and refuses where something has appeared in it; Windows wants it gone first. */
async function replace(folder: string, target: Target): Promise<void> {
  if (target.exists && process.platform === 'win32') await rmdir(target.path)
  await rename(folder, target.path)
}

/** Makes the folders on the way to the target, all or none; tells the first of them. */
async function makeParent(target: Target): Promise<string | undefined> {
  const first = await firstMissing(target.parent)
  try {
    await mkdir(target.parent, { recursive: true })
    return first
  } catch (error) {
    if (first !== undefined) await removeEmpty(target.parent, first)
    throw fileError(error as NodeJS.ErrnoException, target.path)
  }
}

async function firstMissing(folder: string): Promise<string | undefined> {
  const there = await isThere(folder)
  return there || dirname(folder) === folder ? undefined : ((await firstMissing(dirname(folder))) ?? folder)
}

/** Removes the folders that were made on the way to the target, as far as they are empty. */
async function removeEmpty(from: string, upTo: string): Promise<void> {
  for (let folder = from; folder.startsWith(upTo); folder = dirname(folder)) {
    const blocked = await rmdir(folder).then(() => false, (error: NodeJS.ErrnoException) => error.code === 'ENOTEMPTY')
    if (blocked) return
  }
}
