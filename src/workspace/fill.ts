import { lstat, mkdir, open, readdir, rename, rm, rmdir, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { STATE_FOLDER } from '../render/base.ts'
import { describeTree, EMPTY_FOLDER, isAllOurs, isOurs, readJournal, writeJournal, type Journal } from './journal.ts'
import { isAbandoned, isTemporaryName } from './temporary.ts'

/** Where a stage inside its target keeps the deployment, beside the journal. */
export const STAGED = 'files'

export function isStageName(name: string): boolean {
  return isTemporaryName(name, STATE_FOLDER)
}

/**
 * Fills an empty folder that must stay from the stage in it, entry by entry; nothing that is there is replaced. The
 * journal is written first and goes last, so that after a kill the next run can tell what is ours.
 */
export async function fillFolder(stage: string, target: string): Promise<void> {
  const others = (await readdir(target)).filter((name) => join(target, name) !== stage)
  if (others.length > 0) throw Object.assign(new Error('the target is not empty any more'), { code: 'ENOTEMPTY' })
  const journal = describeTree(join(stage, STAGED))
  await writeJournal(stage, journal)
  try {
    for (const name of await staged(stage)) await placeNew(join(stage, STAGED, name), join(target, name))
  } catch (error) {
    await takeBack(target, journal)
    throw error
  }
  await rm(stage, { recursive: true })
}

/** Removes what the journal lists and is still as it was written, and the folders that are empty then. */
export async function takeBack(target: string, journal: Journal): Promise<void> {
  for (const path of journal.keys()) if (isOurs(target, path, journal)) await unlink(join(target, path))
  const folders = new Set([...journal].flatMap(([path, what]) => (what === EMPTY_FOLDER ? [path, ...foldersOf(path)] : foldersOf(path))))
  // The deepest first.
  for (const folder of [...folders].toSorted((a, b) => b.length - a.length)) await rmdir(join(target, folder)).catch(ignoreKept)
}

/** What killed runs left in a folder: their stages, and the journal where they had begun to place. */
export interface Leftovers {
  readonly stages: readonly string[]
  readonly journal: Journal
  /** Names of what else is there. */
  readonly others: readonly string[]
}

/** Looks, and changes nothing. The stage of a run that is at work counts as something else. */
export async function findLeftovers(folder: string): Promise<Leftovers> {
  const names = await readdir(folder)
  const stages = await findStages(folder, names)
  const journals = await Promise.all(stages.map(readJournal))
  const journal = new Map(journals.flatMap((found) => [...(found ?? [])]))
  const others = names.filter((name) => !stages.includes(join(folder, name)))
  return { stages, journal, others: others.filter((name) => !isAllOurs(folder, name, journal)) }
}

async function findStages(folder: string, names: readonly string[]): Promise<readonly string[]> {
  const paths = names.filter(isStageName).map((name) => join(folder, name))
  const abandoned = await Promise.all(paths.map((path) => isAbandoned(path)))
  return paths.filter((_, index) => abandoned[index])
}

/** Makes a folder empty again that holds nothing but what killed runs left; looks at each file before it goes. */
export async function clearLeftovers(folder: string): Promise<void> {
  const { stages, journal, others } = await findLeftovers(folder)
  if (others.length > 0) return
  await takeBack(folder, journal)
  for (const stage of stages) await rm(stage, { recursive: true, force: true })
}

/** Places what a killed run had still to place; what the person put or changed there meanwhile stays. */
export async function finishInterrupted(folder: string): Promise<void> {
  // What is no folder has nothing in it; whoever reads it next says so.
  const names = await readdir(folder).catch(() => [])
  for (const stage of await findStages(folder, names)) {
    const journal = await readJournal(stage)
    if (journal !== undefined) for (const name of await staged(stage)) await placeMissing(join(stage, STAGED, name), join(folder, name))
    await rm(stage, { recursive: true, force: true })
  }
}

/** What is still in the stage. The state folder comes last: a deployment without it is known to be unfinished. */
async function staged(stage: string): Promise<readonly string[]> {
  const names = await readdir(join(stage, STAGED)).catch(() => [])
  return names.toSorted((a, b) => Number(a === STATE_FOLDER) - Number(b === STATE_FOLDER))
}

/** Moves without replacing: renaming would replace, so an empty placeholder is made first, which fails where something is. */
export async function placeNew(from: string, to: string): Promise<void> {
  if ((await lstat(from)).isDirectory()) {
    // Windows does not rename a folder over another one, be it empty, and so needs no placeholder.
    if (process.platform !== 'win32') await mkdir(to)
  } else await (await open(to, 'wx')).close()
  await rename(from, to)
}

async function placeMissing(from: string, to: string): Promise<void> {
  const there = await lstat(to).catch(() => undefined)
  if (there === undefined) await placeNew(from, to)
  else if (there.isFile() && there.size === 0) await rename(from, to)
  // A folder with something in it is not replaced: rename refuses.
  else if (there.isDirectory()) await rename(from, to).catch(ignoreKept)
}

/** The folders on the way to a path, the nearest first. */
export function foldersOf(path: string): readonly string[] {
  const folder = dirname(path)
  return folder === '.' ? [] : [folder, ...foldersOf(folder)]
}

/** A folder that is gone or has something in it is left as it is. */
function ignoreKept(error: NodeJS.ErrnoException): void {
  if (!['ENOENT', 'ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(error.code ?? '')) throw error
}
