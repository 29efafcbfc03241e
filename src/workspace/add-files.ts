import { lstat, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ANSWERS_FILE } from '../answers/answers.ts'
import { UserError } from '../errors.ts'
import { STATE_FILE, STATE_FOLDER } from '../render/base.ts'
import type { FileSet } from '../render/file-set.ts'
import { foldersOf, placeNew, STAGED, takeBack } from './fill.ts'
import { describeTree, readJournal, writeJournal } from './journal.ts'
import { writeAllNew } from './replace.ts'
import { fileError } from './target.ts'
import { isAbandoned, isTemporaryName, temporaryName } from './temporary.ts'

/** Of the stage in a folder that has other files: its own, for whoever fills an empty folder must not finish it. */
const PREFIX = `${STATE_FOLDER}-adopt`

/**
 * Puts new files among those that are there, all or none: what is there is never replaced. A journal says beforehand, to
 * the byte, what is ours; `takeBackAdded` reads it after a kill.
 * @throws UserError where something is in the way, or the disk is
 */
export async function addFiles(folder: string, files: FileSet): Promise<void> {
  await refuseObstacles(folder, files)
  const stage = join(folder, temporaryName(PREFIX))
  try {
    writeAllNew(join(stage, STAGED), files)
    await placeAll(folder, stage)
  } catch (error) {
    throw fileError(error as NodeJS.ErrnoException, folder)
  } finally {
    await rm(stage, { recursive: true, force: true })
  }
}

/** What makes a folder a deployment comes last: without it, it is known to be unfinished. */
async function placeAll(folder: string, stage: string): Promise<void> {
  const journal = describeTree(join(stage, STAGED))
  await writeJournal(stage, journal)
  try {
    const names = await readdir(join(stage, STAGED))
    for (const name of names.toSorted((a, b) => weight(a) - weight(b))) await place(join(stage, STAGED, name), join(folder, name))
  } catch (error) {
    await takeBack(folder, journal)
    throw error
  }
}

function weight(name: string): number {
  return name === STATE_FOLDER ? 2 : name === ANSWERS_FILE ? 1 : 0
}

/** A folder that is not there comes as it is; into one that is there, its content. */
async function place(from: string, to: string): Promise<void> {
  const isThere = await lstat(to).then((stats) => stats.isDirectory(), () => false)
  if (!isThere) await placeNew(from, to)
  else for (const name of await readdir(from)) await place(join(from, name), join(to, name))
}

/** A folder on the way that is a file, or leads elsewhere. */
async function refuseObstacles(folder: string, files: FileSet): Promise<void> {
  const folders = [...new Set([...files.keys()].flatMap(foldersOf))]
  const found = await Promise.all(folders.map(async (path) => ({ path, stats: await lstat(join(folder, path)).catch(() => undefined) })))
  const inTheWay = found.filter(({ stats }) => stats !== undefined && !stats.isDirectory()).map(({ path }) => path)
  if (inTheWay.length > 0) throw new UserError('in-the-way', `${inTheWay.join(', ')} in ${folder} must be ${inTheWay.length === 1 ? 'a folder' : 'folders'}: files belong into ${inTheWay.length === 1 ? 'it' : 'them'}`, 'give what is there another name; nothing was changed')
}

/**
 * Takes away what a killed run had put there, and leaves everything else as it is.
 * @throws UserError where another run is at work
 */
export async function takeBackAdded(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => isTemporaryName(name, PREFIX))
  for (const stage of names.map((name) => join(folder, name))) {
    if (!(await isAbandoned(stage))) throw new UserError('target-busy', `another run is working in ${folder}`, `wait for it; if there is none, remove ${stage}`)
    if (!(await isDone(folder))) await takeBack(folder, (await readJournal(stage)) ?? new Map())
    await rm(stage, { recursive: true, force: true })
  }
}

/** The last file is in its place, and no longer the empty one that keeps the place for it: only tidying was left. */
async function isDone(folder: string): Promise<boolean> {
  return lstat(join(folder, STATE_FILE)).then(({ size }) => size > 0, () => false)
}
