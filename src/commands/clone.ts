import { join } from 'node:path'
import { ANSWERS_FILE } from '../answers/answers.ts'
import { exitCodes, UserError, type ExitCode } from '../errors.ts'
import { loadChannels } from '../load.ts'
import { isThere } from '../workspace/is-there.ts'
import { parseFlags } from './args.ts'
import { ownFlags } from './flags.ts'
import { cloneInto } from './clone-into.ts'
import { cloneVersion } from './clone-version.ts'
import { deploymentFolder } from './deployment-folder.ts'
import type { Io } from './io.ts'
import { readDeploymentAnswers } from './deployment-answers.ts'

/**
 * `create-openclaw-fly clone [-C DIR] [--json]`: finishes a source build's deployment that was made without a network.
 * Run again, it changes nothing.
 * @throws UserError, Cancelled
 */
export async function cloneCommand(words: readonly string[], io: Io): Promise<ExitCode> {
  const { values, mistake } = parseFlags(words, ownFlags('clone'), 0)
  if (mistake !== undefined) throw mistake
  const [folder, json] = [await deploymentFolder(values.get('C') as string | undefined, io), values.has('json')]
  const { repository, release } = await sourceOf(folder)
  const already = await isThere(join(folder, 'openclaw'))
  if (already) await expectRelease(join(folder, 'openclaw'), release)
  else await fetchSource(folder, repository, release, json, io)
  if (json) io.output.write(`${JSON.stringify({ folder, repository, release, already }, null, 2)}\n`)
  else if (already) io.output.write(`openclaw/ is there already, at ${release}.\n`)
  return exitCodes.ok
}

async function fetchSource(folder: string, repository: string, release: string, quiet: boolean, io: Io): Promise<void> {
  const outcome = await cloneInto(join(folder, 'openclaw'), repository, release, quiet, io)
  if (typeof outcome === 'object') throw new UserError('offline', `OpenClaw could not be cloned: ${outcome.offline}`, 'run the same command again when the network is there')
}

async function sourceOf(folder: string): Promise<{ repository: string; release: string }> {
  const { image, release } = await readDeploymentAnswers(folder, await loadChannels(folder))
  if (image.build === 'image') throw new UserError('no-clone', 'this deployment uses the official image, so there is nothing to clone', 'npm run deploy is all it needs')
  return { repository: image.repository, release }
}

async function expectRelease(clone: string, release: string): Promise<void> {
  const version = await cloneVersion(clone)
  if (version !== release)
    throw new UserError('clone-differs', `openclaw/ ${version !== undefined ? `is ${JSON.stringify(version)}` : 'is not a clone of OpenClaw'}, and ${ANSWERS_FILE} wants ${release}`, 'move openclaw/ away and run the same command again')
}
