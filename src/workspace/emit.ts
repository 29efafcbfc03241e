import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { access, constants, link, lstat, mkdir, readdir, rename, rm, rmdir, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { STATE_FOLDER } from '../render/base.ts'
import type { FileSet } from '../render/file-set.ts'
import { fileError, type Target } from './target.ts'

/** A half-made deployment beside its target; it is moved there in one step, or vanishes. */
export interface Stage {
  readonly path: string
  /** Moves everything into place. */
  readonly commit: () => Promise<void>
  /** Removes the stage; after `commit` there is nothing to remove. */
  readonly discard: () => Promise<void>
}

/**
 * Writes all files into a temporary folder beside the target.
 * @throws UserError (no space, no rights); the stage is gone then
 */
export async function stageFiles(target: Target, files: FileSet): Promise<Stage> {
  const path = join(await placeForStage(target), `.${target.name}.tmp-${randomBytes(6).toString('hex')}`)
  const madeParent = await makeParent(target)
  const discard = async (): Promise<void> => {
    await rm(path, { recursive: true, force: true })
    if (madeParent !== undefined) await removeEmpty(target.parent, madeParent)
  }
  try {
    await mkdir(path)
    for (const [name, { text, mode }] of files) writeNew(join(path, ...name.split('/')), text, mode)
  } catch (error) {
    await discard()
    throw fileError(error as NodeJS.ErrnoException, target.path)
  }
  return { path, discard, commit: () => commit(path, target) }
}

/**
 * Beside the target, so that a kill leaves it untouched; inside it where it is a mount point, or where the person may
 * not write beside it.
 */
async function placeForStage(target: Target): Promise<string> {
  if (!target.exists) return target.parent
  const [inside, beside] = await Promise.all([stat(target.path), stat(target.parent)])
  const writable = await access(target.parent, constants.W_OK).then(() => true, () => false)
  return inside.dev === beside.dev && writable ? target.parent : target.path
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
  const isThere = await lstat(folder).then(() => true, () => false)
  return isThere || dirname(folder) === folder ? undefined : ((await firstMissing(dirname(folder))) ?? folder)
}

/** Removes the folders that were made on the way to the target, as far as they are empty. */
async function removeEmpty(from: string, upTo: string): Promise<void> {
  for (let folder = from; folder.startsWith(upTo); folder = dirname(folder)) {
    const blocked = await rmdir(folder).then(() => false, (error: NodeJS.ErrnoException) => error.code === 'ENOTEMPTY')
    if (blocked) return
  }
}

/** Synchronous: some fifty small files take a tenth of the time that they take one promise after the other. */
function writeNew(path: string, text: string, mode: number): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text, { flag: 'wx', mode })
  // The umask may have taken bits away; executable scripts must stay so.
  if (mode === 0o755) chmodSync(path, 0o755)
}

async function commit(stage: string, target: Target): Promise<void> {
  try {
    if (target.exists) await fillEmpty(stage, target.path)
    else await rename(stage, target.path)
  } catch (error) {
    throw fileError(error as NodeJS.ErrnoException, target.path)
  }
}

/**
 * Moves the entries one by one: an empty folder that exists may be the one that the person's shell is in, and replacing
 * it would leave the shell nowhere. The state folder comes last, so a deployment without it is known to be unfinished.
 */
async function fillEmpty(stage: string, target: string): Promise<void> {
  const others = (await readdir(target)).filter((name) => name !== basename(stage))
  if (others.length > 0) throw Object.assign(new Error('the target is not empty any more'), { code: 'ENOTEMPTY' })
  const entries = (await readdir(stage, { withFileTypes: true })).toSorted((a, b) => Number(a.name === STATE_FOLDER) - Number(b.name === STATE_FOLDER))
  const moved: string[] = []
  try {
    for (const entry of entries) {
      await moveNew(join(stage, entry.name), join(target, entry.name), entry.isDirectory())
      moved.push(entry.name)
    }
    await rm(stage, { recursive: true, force: true })
  } catch (error) {
    for (const name of moved) await rm(join(target, name), { recursive: true, force: true })
    throw error
  }
}

/** Moves without replacing: renaming would, so a file is linked, which fails where something of that name is. */
async function moveNew(from: string, to: string, isFolder: boolean): Promise<void> {
  if (isFolder) {
    await mkdir(to)
    await rename(from, to)
    return
  }
  await link(from, to)
  await unlink(from)
}
