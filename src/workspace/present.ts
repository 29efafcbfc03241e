import { isUtf8 } from 'node:buffer'
import { lstat, readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { OwnFile, Present } from '../merge/plan.ts'
import { BASE_FOLDER, sha256 } from '../render/base.ts'
import type { EmittedFile } from '../render/file-set.ts'
import type { State } from './state.ts'
import { fileError } from './target.ts'

/**
 * Reads what was last emitted and what is there now.
 * @param paths those that would be emitted today
 * @param besides those at which something may lie that an update put there, or must not overwrite
 * @throws UserError where something cannot be read
 */
export async function readPresent(folder: string, state: State, paths: readonly string[], besides: readonly string[]): Promise<Present> {
  const base = new Map<string, EmittedFile>()
  for (const [path, { mode, sha256: hash }] of state.files) {
    const text = await readBase(folder, path, hash)
    if (text !== undefined) base.set(path, { text, mode })
  }
  const mine = new Map<string, OwnFile>()
  const all = [...new Set([...paths, ...base.keys(), ...(await findThere(folder, besides))])]
  const files = await Promise.all(all.map((path) => readOwn(folder, path)))
  for (const [index, file] of files.entries()) if (file !== undefined) mine.set(all[index]!, file)
  return { base, mine }
}

/** Those of many paths at which something is: each folder is listed once, since hardly a name is taken. */
async function findThere(folder: string, paths: readonly string[]): Promise<readonly string[]> {
  const folders = [...new Set(paths.map((path) => dirname(path)))]
  // A folder that cannot be listed is one in which the files themselves cannot be read either, which is said.
  const listed = new Map(await Promise.all(folders.map(async (below) => [below, new Set(await readdir(join(folder, below)).catch(() => []))] as const)))
  return paths.filter((path) => listed.get(dirname(path))!.has(basename(path)))
}

/**
 * A text of the base; undefined where it is not what we wrote: merged from another base, an edit would be taken for ours and lost. git may
 * have turned the ends of its lines into those of Windows.
 */
export async function readBase(folder: string, path: string, hash: string): Promise<string | undefined> {
  const text = isInside(path) ? await readFile(join(folder, BASE_FOLDER, path), 'utf8').catch(() => undefined) : undefined
  return [text, text?.replaceAll('\r\n', '\n')].find((form) => form !== undefined && sha256(form) === hash)
}

/** The file at a path of the deployment, if anything is there. @throws UserError where it cannot be read */
export async function readOwn(folder: string, path: string): Promise<OwnFile | undefined> {
  try {
    if (await leadsAway(folder, path)) return { kind: 'other', what: 'a symbolic link' }
    const stats = await lstat(join(folder, path))
    if (stats.isDirectory()) return { kind: 'other', what: 'a folder' }
    if (!stats.isFile()) return { kind: 'other', what: 'no ordinary file' }
    const bytes = await readFile(join(folder, path))
    if (!isUtf8(bytes)) return { kind: 'other', what: 'not a text' }
    return { kind: 'text', text: bytes.toString('utf8'), executable: process.platform === 'win32' ? undefined : (stats.mode & 0o100) !== 0 }
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw fileError(error as NodeJS.ErrnoException, join(folder, path))
  }
}

/** Whether the file, or a folder on the way to it, is a link: we would write somewhere else. */
export async function leadsAway(folder: string, path: string): Promise<boolean> {
  if (path === '.') return false
  const stats = await lstat(join(folder, path)).catch(() => undefined)
  return stats?.isSymbolicLink() === true || leadsAway(folder, dirname(path))
}

/** The list of files may come from anybody. */
function isInside(path: string): boolean {
  return path !== '' && !path.startsWith('/') && !/^[a-z]:/i.test(path) && !path.split(/[/\\]/).some((part) => part === '..' || part === '')
}
