import { lstat, rename, rm } from 'node:fs/promises'
import { lookLike, writeWhole } from './replace.ts'
import { fileError } from './target.ts'
import { temporaryName } from './temporary.ts'

/**
 * Puts a new text in the place of an ordinary file, in one step, with the owner and the rights that it had.
 * @returns why it was left as it is, or undefined
 * @throws UserError (no space, no rights)
 */
export async function replaceText(path: string, text: string): Promise<string | undefined> {
  const half = temporaryName(path)
  try {
    const stats = await lstat(path)
    if (stats.isSymbolicLink()) return 'it is a symbolic link'
    await writeWhole(half, text, 0o600)
    await lookLike(half, path, stats.mode & 0o777)
    await rename(half, path)
    return undefined
  } catch (error) {
    throw fileError(error as NodeJS.ErrnoException, path)
  } finally {
    await rm(half, { force: true })
  }
}
