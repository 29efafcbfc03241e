import { access, constants, lstat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UserError } from '../errors.ts'
import { fileError } from './target.ts'

/**
 * Looks whether something can be put at each of these paths: a folder that is closed is better found before the first
 * step of an update than between two.
 * @param paths below `folder`
 * @throws UserError
 */
export async function refuseClosed(folder: string, paths: readonly string[]): Promise<void> {
  for (const parent of new Set(paths.map((path) => dirname(path)))) {
    const path = await nearestThere(folder, parent)
    await access(path, constants.W_OK | constants.X_OK).catch((error: NodeJS.ErrnoException) => { throw fileError(error, path) })
  }
}

/** The folder at `parent`, or the first one above it that is there. */
async function nearestThere(folder: string, parent: string): Promise<string> {
  const path = join(folder, parent)
  if (parent === '.') return path
  const stats = await lstat(path).catch(() => undefined)
  if (stats === undefined) return nearestThere(folder, dirname(parent))
  // A link is refused where it would be written through.
  if (!stats.isDirectory() && !stats.isSymbolicLink()) throw new UserError('no-folder', `${path} is no folder, and files belong into it`, 'give it another name, and run the same command again; nothing was changed')
  return path
}
