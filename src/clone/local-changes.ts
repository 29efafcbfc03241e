import { lstat, readdir, readFile, readlink, rmdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { exists } from './cache.ts'

/** Made in a clone by building it; nobody's work. */
const made = new Set(['node_modules', 'dist', '.turbo', '.pnpm-store'])

/** Files of a clone that are not, or are not the same, in the pristine one: paths with `/`, sorted. Nothing is written. */
export async function findLocalChanges(clone: string, pristine: string): Promise<readonly string[]> {
  const changed: string[] = []
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(clone, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (!entry.isDirectory()) {
        if (!(await isSame(join(clone, path), join(pristine, path)))) changed.push(path)
      } else if (!made.has(entry.name)) await visit(path)
    }
  }
  await visit('')
  return changed.toSorted()
}

async function isSame(a: string, b: string): Promise<boolean> {
  if (!(await exists(b))) return false
  const [left, right] = [await lstat(a), await lstat(b)]
  if (left.isSymbolicLink() && right.isSymbolicLink()) return (await readlink(a)) === (await readlink(b))
  if (!left.isFile() || !right.isFile() || left.size !== right.size) return false
  return (await readFile(a)).equals(await readFile(b))
}

/** Takes out of a folder all but these files; a kill in the middle leaves too much, never too little. */
export async function keepOnly(folder: string, paths: readonly string[]): Promise<void> {
  const kept = new Set(paths)
  const visit = async (below: string): Promise<void> => {
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isDirectory()) await visit(path)
      else if (!kept.has(path)) await unlink(join(folder, path))
    }
    if (![...kept].some((path) => path.startsWith(below === '' ? '' : `${below}/`))) await rmdir(join(folder, below))
  }
  await visit('')
}
