import { resolve } from 'node:path'
import { looksLikeSecret } from '../answers/secret-shapes.ts'
import { exitCodes, UserError } from '../errors.ts'
import { finishUpdate } from '../workspace/apply.ts'
import { refuseOther } from '../workspace/deployment.ts'
import { finishInterrupted } from '../workspace/fill.ts'
import type { Io } from './io.ts'

/** What `-C` names among a command's words, or the folder that it is run in: where the deployment's own presets are. */
export function folderIn(words: readonly string[], { cwd }: Pick<Io, 'cwd'>): string {
  const at = words.indexOf('-C')
  const named = at === -1 ? undefined : words[at + 1]
  return resolve(cwd, named === undefined || named.includes('\0') ? '.' : named)
}

/**
 * The deployment that a command works on: what -C names, or where it is run. If a killed run left it half-made or
 * half-updated, it is whole afterwards.
 * @param writes false: the command only looks, so this changes nothing either
 * @throws UserError, never with what -C names where that could be a secret
 */
export async function deploymentFolder(named: string | undefined, { cwd }: Pick<Io, 'cwd'>, writes = true): Promise<string> {
  const name = named ?? '.'
  if (looksLikeSecret(name)) throw new UserError('folder-secret', 'What -C names looks like a secret.', 'give the folder of the deployment', exitCodes.usage)
  if (name.trim() === '' || name.includes('\0')) throw new UserError('folder-name', 'What -C names cannot be a folder.', 'give the folder of the deployment', exitCodes.usage)
  const folder = resolve(cwd, name)
  if (writes) {
    await finishInterrupted(folder)
    await finishUpdate(folder)
    await refuseOther(folder)
  }
  return folder
}
