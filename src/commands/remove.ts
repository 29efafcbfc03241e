import { ANSWERS_FILE, type Answers } from '../answers/answers.ts'
import { readAnswersFile } from '../answers/read-file.ts'
import { chosenChannels, findChannel, type ChannelCatalog } from '../channels/catalog.ts'
import type { Channel } from '../channels/define.ts'
import { exitCodes, ProblemsError, UserError, type ExitCode, type Problem } from '../errors.ts'
import { loadChannels } from '../load.ts'
import { neededSecrets } from '../render/needed-secrets.ts'
import { leftLines } from '../report/channel-secrets.ts'
import { readDeploymentText } from '../workspace/deployment.ts'
import { namedChannels, parseChannelCommand } from './add-flags.ts'
import { readDeploymentAnswers } from './deployment-answers.ts'
import { deploymentFolder, folderIn } from './deployment-folder.ts'
import type { Io } from './io.ts'
import { runUpdate } from './update.ts'

/**
 * `create-openclaw-fly remove CHANNEL…`: an update with an answer less. What the volume has of the channel stays.
 * @throws UserError, ProblemsError, Cancelled; nothing was changed then
 */
export async function removeCommand(words: readonly string[], io: Io): Promise<ExitCode> {
  const catalog = await loadChannels(folderIn(words, io))
  const options = parseChannelCommand(words, catalog, false)
  const channels = namedChannels(options.names, catalog)
  if (channels.length === 0) throw new UserError('usage', 'Which channel is to be removed?', 'name it behind the command: create-openclaw-fly remove telegram', exitCodes.usage)
  const folder = await deploymentFolder(options.folder, io, !options.dryRun)
  const { given } = readAnswersFile(await readDeploymentText(folder), ANSWERS_FILE, catalog)
  const present = [given.get('channel')?.value ?? []].flat().map((name) => findChannel(catalog, String(name))?.id)
  const { account } = options
  const absent = channels.filter(({ id }) => !present.includes(id) || (account !== undefined && ![given.get(`${id}.accounts`)?.value ?? []].flat().includes(account)))
  if (account !== undefined && channels.length > 1) throw new UserError('usage', '--account goes with one channel', 'remove them one after the other', exitCodes.usage)
  if (absent.length > 0) throw absentError(absent.map((channel): Problem => ({ where: channel.id, message: `${channel.label}${account === undefined ? ' is not set up here' : ' has no such account here'}` })), present)
  const had = await secretsBefore(folder, catalog, channels)
  const without = channels.map(({ id }) => (account === undefined ? id : `${id}.accounts.${account}`))
  const { exitCode } = await runUpdate({ ...options, given: new Map(), clone: false, rollback: false, restore: [], mistake: undefined, without }, io, {
    lines: ({ answers }, width) => leftLines(answers, unneeded(answers), channels, width),
    json: ({ answers }) => ({ unneeded: unneeded(answers) }),
  })
  return exitCode

  function unneeded(after: Answers): readonly string[] {
    const needed = neededSecrets(after, chosenChannels(catalog, after.channels)).map(({ name }) => name)
    return had.filter((name) => !needed.includes(name))
  }
}

/** Answers that have a mistake may have it by this very channel: then all that it could want counts. */
async function secretsBefore(folder: string, catalog: ChannelCatalog, channels: readonly Channel[]): Promise<readonly string[]> {
  try {
    const before = await readDeploymentAnswers(folder, catalog)
    return neededSecrets(before, chosenChannels(catalog, before.channels)).map(({ name }) => name)
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error
    return channels.flatMap(({ secrets }) => secrets.map(({ name }) => name))
  }
}

function absentError(problems: readonly Problem[], present: readonly unknown[]): ProblemsError {
  return new ProblemsError('channel-absent', 'There is nothing to remove.', present.length === 0 ? 'this deployment has no channels' : `it has ${present.join(', ')}; nothing was changed`, problems)
}
