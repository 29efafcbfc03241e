import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../errors.ts'
import { isReleaseForm, type Release } from '../releases/release.ts'
import { STATE_FOLDER } from '../render/base.ts'

/** Where the deployment's scripts write down each deploy. */
const HISTORY_FILE = `${STATE_FOLDER}/history.json`

/**
 * The release that the volume's data was last opened by, as far as the scripts know: from the moment that a deploy
 * begins, its data may be converted. Undefined where none was deployed yet, or by other means.
 * @throws UserError where the file is not one that we can read
 */
export async function readVolumeRelease(folder: string): Promise<Release | undefined> {
  const text = await readFile(join(folder, HISTORY_FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw new UserError('history', `${HISTORY_FILE} cannot be read (${error.code})`, 'take it from your backup or from git')
  })
  if (text === undefined) return undefined
  const { format, entries } = parse(text)
  if (format !== 1) throw new UserError('history-newer', `${HISTORY_FILE} was written by a later version of create-openclaw-fly`, 'npx --yes create-openclaw-fly@latest knows it')
  const last: unknown = Array.isArray(entries) ? (entries as readonly { readonly release?: unknown }[]).at(-1)?.release : undefined
  return typeof last === 'string' && isReleaseForm(last) ? last : undefined
}

function parse(text: string): { readonly format?: unknown; readonly entries?: unknown } {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // Said below, as for any other text that is no history.
  }
  throw new UserError('history', `${HISTORY_FILE} is not as it was written`, 'take it from your backup or from git, or delete it; it only tells what was deployed before')
}
