import { exitCodes, type ExitCode } from '../errors.ts'
import { loadChannels } from '../load.ts'
import { diffLines } from '../report/diff.ts'
import { deploymentFolder, folderIn } from './deployment-folder.ts'
import type { Io } from './io.ts'
import { prepareUpdate } from './prepare-update.ts'
import { settleWish } from './update.ts'
import { parseUpdate } from './update-flags.ts'

/**
 * `create-openclaw-fly diff`: what update would change, as a unified diff that `git apply` takes. Writes nothing; ends
 * with 0, whether there is a difference or not.
 * @throws UserError, ProblemsError
 */
export async function diffCommand(words: readonly string[], io: Io): Promise<ExitCode> {
  const options = parseUpdate(words, await loadChannels(folderIn(words, io)))
  if (options.mistake !== undefined) throw options.mistake
  const folder = await deploymentFolder(options.folder, io, false)
  const { plan } = await prepareUpdate(folder, await settleWish(options, io))
  const lines = diffLines(plan)
  if (options.json) io.output.write(`${JSON.stringify({ folder, diff: lines.join('\n') }, null, 2)}\n`)
  else if (lines.length > 0) io.output.write(`${lines.join('\n')}\n`)
  return exitCodes.ok
}
