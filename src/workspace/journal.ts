import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/*
 * Where the target's folder must stay (somebody's shell is in it, or a disk is mounted there), a deployment cannot be
 * put in place in one step. So what is going to be placed is written down first; after a kill the next run knows from it
 * what is ours, to the byte.
 */

/** Path below the target → what is there: `sha256:…` of a file, `link:…` of a symbolic link, `empty folder`. */
export type Journal = ReadonlyMap<string, string>

const FILE = 'journal.json'

export const EMPTY_FOLDER = 'empty folder'

/** Describes every file and empty folder at or below `top`, a path in `folder`. Synchronous: with a clone in it there are thousands. */
export function describeTree(folder: string, top = ''): Journal {
  const journal = new Map<string, string>()
  const visit = (path: string): void => {
    const below = join(folder, path)
    const names = lstatSync(below).isDirectory() ? readdirSync(below) : undefined
    if (names === undefined || (names.length === 0 && path !== '')) journal.set(path, describe(below))
    for (const name of names ?? []) visit(path === '' ? name : `${path}/${name}`)
  }
  visit(top)
  return journal
}

/** In one step: a journal that is there is whole. */
export async function writeJournal(stage: string, journal: Journal): Promise<void> {
  const half = join(stage, `${FILE}.half`)
  await writeFile(half, JSON.stringify(Object.fromEntries(journal)), { flag: 'wx' })
  await rename(half, join(stage, FILE))
}

/** Undefined where nothing was placed yet. */
export async function readJournal(stage: string): Promise<Journal | undefined> {
  const text = await readFile(join(stage, FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const entries = Object.entries(JSON.parse(text) as Record<string, string>)
  // Whoever hands a folder on may have written into it: nothing leads out of it.
  return new Map(entries.filter(([path]) => !path.split(/[/\\]/).includes('..')))
}

/** Whether what is at the top of `folder` under this name has nothing in it but what the journal says. */
export function isAllOurs(folder: string, name: string, journal: Journal): boolean {
  const listed = [...journal.keys()].some((path) => path === name || path.startsWith(`${name}/`))
  // Looked into only then: it may be somebody's whole disk.
  return listed && [...describeTree(folder, name)].every(([path, found]) => isWritten(journal, path, found))
}

/** Whether the file is there with exactly our bytes. */
export function isOurs(folder: string, path: string, journal: Journal): boolean {
  const stats = lstatSync(join(folder, path), { throwIfNoEntry: false })
  return stats !== undefined && !stats.isDirectory() && isWritten(journal, path, describe(join(folder, path)))
}

/** Something empty in the place of ours was made by us just before or after (see `placeNew`), and loses nobody a byte. */
function isWritten(journal: Journal, path: string, found: string): boolean {
  if (found === EMPTY_FOLDER) return [...journal.keys()].some((ours) => ours === path || ours.startsWith(`${path}/`))
  return journal.get(path) === found || (found === EMPTY_FILE && journal.has(path))
}

function describe(path: string): string {
  const stats = lstatSync(path)
  if (stats.isDirectory()) return EMPTY_FOLDER
  if (stats.isSymbolicLink()) return `link:${readlinkSync(path)}`
  if (!stats.isFile()) return 'special'
  return `sha256:${createHash('sha256').update(readFileSync(path)).digest('hex')}`
}

const EMPTY_FILE = `sha256:${createHash('sha256').digest('hex')}`
