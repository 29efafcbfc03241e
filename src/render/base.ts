import { createHash } from 'node:crypto'
import { fileSet, type FileSet } from './file-set.ts'

/** Where a deployment keeps what was last emitted, for the merge of its next update. */
export const STATE_FOLDER = '.openclaw-fly'
export const STATE_FILE = `${STATE_FOLDER}/state.json`
export const BASE_FOLDER = `${STATE_FOLDER}/base`

/** Form of the state folder; raised when an older program could not read it. */
const FORMAT = 1

/** Adds the base (every file as emitted) and its hashes. No date and no machine path: same input, same bytes. */
export function withBase(files: FileSet, generator: string): FileSet {
  const hashes = Object.fromEntries([...files].map(([path, { text, mode }]) => [path, { sha256: sha256(text), mode: mode.toString(8) }]))
  const state = { format: FORMAT, generator, files: hashes }
  return fileSet([
    ...files,
    ...[...files].map(([path, { text }]) => [`${BASE_FOLDER}/${path}`, { text, mode: 0o644 }] as const),
    [STATE_FILE, { text: `${JSON.stringify(state, null, 2)}\n`, mode: 0o644 }],
  ])
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
