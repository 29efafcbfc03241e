import { isUtf8 } from 'node:buffer'
import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { FoundFile } from '../check/subject/subject.ts'

const MAX_BYTES = 4_000_000

/**
 * Reads a file as it is there; undefined where none is. Only an ordinary one of a sensible size is opened, for a pipe
 * would be waited for.
 */
export async function findFile(folder: string, name: string): Promise<FoundFile | undefined> {
  const path = resolve(folder, name)
  try {
    const stats = await stat(path)
    if (!stats.isFile()) return { name, fault: stats.isDirectory() ? 'this is a folder' : 'this is no ordinary file' }
    if (stats.size > MAX_BYTES) return { name, fault: `it has ${stats.size} bytes, far more than such a file` }
    const bytes = await readFile(path)
    return isUtf8(bytes) ? { name, text: bytes.toString('utf8') } : { name, fault: 'this is no text (UTF-8)' }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : { name, fault: `it cannot be read (${code})` }
  }
}

/** The first of these names that is there. */
export async function findFirst(folder: string, names: readonly string[]): Promise<FoundFile | undefined> {
  for (const name of names) {
    const found = await findFile(folder, name)
    if (found !== undefined) return found
  }
  return undefined
}
