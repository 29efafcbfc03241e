import { createHash } from 'node:crypto'
import { fileSet, type FileSet } from './file-set.ts'

/** Where a deployment keeps what was last emitted, for the merge of its next update. */
export const STATE_FOLDER = '.openclaw-fly'
export const STATE_FILE = `${STATE_FOLDER}/state.json`
export const BASE_FOLDER = `${STATE_FOLDER}/base`

/** Form of the state folder; raised when an older program could not read it. */
export const STATE_FORMAT = 1

/** Adds the base (every file as emitted) and its hashes. No date and no machine path: same input, same bytes. */
export function withBase(files: FileSet, generator: string): FileSet {
  return fileSet([...files, ...stateFiles(files, generator, [])])
}

/**
 * What the state folder holds once `files` were emitted.
 * @param conflicts in their JSON form: where the person has still to decide
 */
export function stateFiles(files: FileSet, generator: string, conflicts: readonly unknown[]): FileSet {
  const hashes = Object.fromEntries([...files].map(([path, { text, mode }]) => [path, { sha256: sha256(text), mode: mode.toString(8) }]))
  const state = { format: STATE_FORMAT, generator, files: hashes, ...(conflicts.length > 0 && { conflicts }) }
  return fileSet([
    ...[...files].map(([path, { text }]) => [`${BASE_FOLDER}/${path}`, { text, mode: 0o644 }] as const),
    [STATE_FILE, { text: `${JSON.stringify(state, null, 2)}\n`, mode: 0o644 }],
  ])
}

/** Of a text in UTF-8, in hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
