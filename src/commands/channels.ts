import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ANSWERS_FILE, type Answers } from '../answers/answers.ts'
import { exitCodes, type ExitCode } from '../errors.ts'
import { loadChannels } from '../load.ts'
import { newestRelease } from '../releases/catalogue.ts'
import { channelJson, channelLines, channelListLines } from '../report/channels.ts'
import { namedChannels } from './add-flags.ts'
import { parseFlags } from './args.ts'
import { ownFlags } from './flags.ts'
import { readDeploymentAnswers } from './deployment-answers.ts'
import { deploymentFolder, folderIn } from './deployment-folder.ts'
import { widthOf, type Io } from './io.ts'

/**
 * `create-openclaw-fly channels [CHANNEL…] [--json]`: what there is, and what a deployment has of it; outside of one, what
 * there is in the newest release.
 * @throws UserError, ProblemsError
 */
export async function channelsCommand(words: readonly string[], io: Io): Promise<ExitCode> {
  const { positionals, values, mistake } = parseFlags(words, ownFlags('channels'), Number.POSITIVE_INFINITY)
  if (mistake !== undefined) throw mistake
  const catalog = await loadChannels(folderIn(words, io))
  const answers = await answersHere(values.get('C') as string | undefined, io)
  const release = answers?.release ?? newestRelease
  const channels = namedChannels(positionals, catalog)
  const width = widthOf(io)
  const shown = channels.length > 0 ? channels : catalog
  if (values.has('json')) io.output.write(`${JSON.stringify({ release, channels: shown.map((channel) => channelJson(channel, release, answers)) }, null, 2)}\n`)
  else io.output.write(`${(channels.length > 0 ? channels.flatMap((channel) => channelLines(channel, release, answers, width)) : channelListLines(catalog, release, answers, width)).join('\n')}\n`)
  return exitCodes.ok
}

/** The answers of the deployment that is meant; undefined where none was named, and this folder is none. */
async function answersHere(named: string | undefined, io: Io): Promise<Answers | undefined> {
  if (named === undefined && !existsSync(join(io.cwd, ANSWERS_FILE))) return undefined
  const folder = await deploymentFolder(named, io, false)
  return readDeploymentAnswers(folder, await loadChannels(folder))
}
