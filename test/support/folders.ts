import { lstatSync, mkdtempSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { afterAll } from 'vitest'
import { tidyAway } from './one-folder.ts'

/** A function that makes new empty folders, all removed after the file's tests or, where it has one folder, after the run. */
export function temporaryFolders(prefix = 'openclaw-fly '): () => string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), prefix)))
  afterAll(() => tidyAway(root))
  return () => mkdtempSync(join(root, 'test-'))
}

/** Everything below a folder: path → text and mode; the paths with `/`. */
export function readTree(folder: string): ReadonlyMap<string, { readonly text: string; readonly mode: number }> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).toSorted()
  return new Map(paths.map((path) => [relative(folder, path).split(sep).join('/'), { text: readFileSync(path, 'utf8'), mode: lstatSync(path).mode & 0o777 }]))
}

/** Names in a folder, hidden ones too: nothing half-written may hide there. */
export function namesIn(folder: string): readonly string[] {
  return readdirSync(folder).toSorted()
}
