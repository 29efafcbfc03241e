import { lstat, mkdir, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ANSWERS_FILE } from '../answers/answers.ts'
import { UserError } from '../errors.ts'
import { STATE_FILE, STATE_FOLDER } from '../render/base.ts'
import type { FileSet } from '../render/file-set.ts'
import { placeNew, STAGED, takeBack } from './fill.ts'
import { describeTree, readJournal, writeJournal } from './journal.ts'
import { writeWhole } from './replace.ts'
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
    for (const [path, { text, mode }] of files) await writeWhole(join(stage, STAGED, path), text, mode)
    await placeAll(folder, stage, files)
  } catch (error) {
    throw fileError(error as NodeJS.ErrnoException, folder)
  } finally {
    await rm(stage, { recursive: true, force: true })
  }
}

async function placeAll(folder: string, stage: string, files: FileSet): Promise<void> {
  const journal = describeTree(join(stage, STAGED))
  await writeJournal(stage, journal)
  try {
    for (const path of [...files.keys()].toSorted((a, b) => weight(a) - weight(b))) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await placeNew(join(stage, STAGED, path), join(folder, path))
    }
  } catch (error) {
    await takeBack(folder, journal)
    throw error
  }
}

/** What makes a folder a deployment comes last: without it, it is known to be unfinished. */
function weight(path: string): number {
  return path === STATE_FILE ? 3 : path.startsWith(`${STATE_FOLDER}/`) ? 2 : path === ANSWERS_FILE ? 1 : 0
}

/** A folder on the way that is a file, or leads elsewhere. */
async function refuseObstacles(folder: string, files: FileSet): Promise<void> {
  const folders = [...new Set([...files.keys()].flatMap(foldersOf))]
  const found = await Promise.all(folders.map(async (path) => ({ path, stats: await lstat(join(folder, path)).catch(() => undefined) })))
  const inTheWay = found.filter(({ stats }) => stats !== undefined && !stats.isDirectory()).map(({ path }) => path)
  if (inTheWay.length > 0) throw new UserError('in-the-way', `${inTheWay.join(', ')} in ${folder} must be ${inTheWay.length === 1 ? 'a folder' : 'folders'}: files belong into ${inTheWay.length === 1 ? 'it' : 'them'}`, 'give what is there another name; nothing was changed')
}

function foldersOf(path: string): readonly string[] {
  const folder = dirname(path)
  return folder === '.' ? [] : [folder, ...foldersOf(folder)]
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
