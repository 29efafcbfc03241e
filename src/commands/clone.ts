import { lstat, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ANSWERS_FILE } from '../answers/answers.ts'
import { readAnswersFile } from '../answers/read-file.ts'
import { resolveAnswers } from '../answers/resolve.ts'
import { exitCodes, ProblemsError, UserError, type ExitCode } from '../errors.ts'
import { loadChannels } from '../load.ts'
import { parseFlags } from './args.ts'
import { cloneInto } from './clone-into.ts'
import type { Io } from './io.ts'

/**
 * `create-openclaw-fly clone [-C DIR]`: finishes a source build's deployment that was made without a network. Run
 * again, it changes nothing.
 * @throws UserError, Cancelled
 */
export async function cloneCommand(words: readonly string[], io: Io): Promise<ExitCode> {
  const { values } = parseFlags(words, [{ name: 'C', type: 'string' }], 0)
  const folder = resolve(io.cwd, (values.get('C') as string | undefined) ?? '.')
  const { repository, release } = await sourceOf(folder)
  const destination = join(folder, 'openclaw')
  if (await isThere(destination)) {
    await expectRelease(destination, release)
    io.output.write(`openclaw/ is there already, at ${release}.\n`)
    return exitCodes.ok
  }
  const outcome = await cloneInto(destination, repository, release, false, io)
  if (typeof outcome === 'object') throw new UserError('offline', `OpenClaw could not be cloned: ${outcome.offline}`, 'run the same command again when the network is there')
  return exitCodes.ok
}

async function sourceOf(folder: string): Promise<{ repository: string; release: string }> {
  const text = await readFile(join(folder, ANSWERS_FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw new UserError('not-a-deployment', `${folder} is not a deployment: it has no ${ANSWERS_FILE}`, 'go into the deployment, or name it with -C DIR')
    throw error
  })
  const catalog = await loadChannels()
  const { given, problems } = readAnswersFile(text, ANSWERS_FILE, catalog)
  const result = resolveAnswers(given, catalog)
  const all = [...problems, ...(result.ok ? [] : result.problems)]
  if (!result.ok || all.length > 0) throw new ProblemsError('answers', `${ANSWERS_FILE} has mistakes.`, 'mend them and run the same command again', all, exitCodes.failed)
  const { image, release } = result.answers
  if (image.build === 'image') throw new UserError('no-clone', 'this deployment uses the official image, so there is nothing to clone', 'npm run deploy is all it needs')
  return { repository: image.repository, release }
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(() => true, () => false)
}

async function expectRelease(clone: string, release: string): Promise<void> {
  const version = await readFile(join(clone, 'package.json'), 'utf8').then((text) => (JSON.parse(text) as { version?: unknown }).version, () => undefined)
  if (version !== release)
    throw new UserError('clone-differs', `openclaw/ ${typeof version === 'string' ? `is ${JSON.stringify(version)}` : 'is not a clone of OpenClaw'}, and ${ANSWERS_FILE} wants ${release}`, 'move openclaw/ away and run the same command again')
}
