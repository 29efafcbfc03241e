import { basename, resolve } from 'node:path'
import { parseAccountName } from '../answers/account-answers.ts'
import { mergeGiven, type Given, type GivenValue } from '../answers/given.ts'
import { readAnswersFile } from '../answers/read-file.ts'
import { ANSWERS_FILE } from '../answers/answers.ts'
import { looksLikeSecret } from '../answers/secret-shapes.ts'
import { chosenChannels, findChannel, type ChannelCatalog } from '../channels/catalog.ts'
import type { Channel } from '../channels/define.ts'
import { genericPreset, readPreset } from '../channels/preset-file.ts'
import { PACKAGE, SECRET_NAME } from '../channels/preset-reader.ts'
import { exitCodes, ProblemsError, UserError, type ExitCode, type Problem } from '../errors.ts'
import { loadChannels } from '../load.ts'
import { readPresetFile, takenNames, withOwnPresets } from '../own-presets.ts'
import { catalogue } from '../releases/catalogue.ts'
import { secretLines, secretsJson } from '../report/channel-secrets.ts'
import { readDeploymentText } from '../workspace/deployment.ts'
import { forAccount, namedChannels, parseChannelCommand, type ChannelOptions } from './add-flags.ts'
import { COMMAND_LINE } from './deployment-answers.ts'
import { deploymentFolder, folderIn } from './deployment-folder.ts'
import { isAsking, type Io } from './io.ts'
import { runUpdate } from './update.ts'

/**
 * `create-openclaw-fly add CHANNEL…`: an update with one more answer. Asks what the new channels want to know, and
 * nothing else; ends with the secrets to set.
 * @throws UserError, ProblemsError, Cancelled; nothing was changed then
 */
export async function addCommand(words: readonly string[], io: Io): Promise<ExitCode> {
  const known = await loadChannels(folderIn(words, io))
  const own = ownPreset(parseEarly(words), known, io)
  const catalog = withOwnPresets(known, own === undefined ? [] : [own])
  const options = parseChannelCommand(words, catalog, true)
  const channels = namedChannels([...options.names, ...(own === undefined || options.names.includes(own.id) ? [] : [own.id])], catalog)
  if (channels.length === 0) throw new UserError('usage', 'Which channel is to be added?', 'name it behind the command: create-openclaw-fly add telegram; the command channels lists them', exitCodes.usage)
  const folder = await deploymentFolder(options.folder, io, !options.dryRun)
  const present = readAnswersFile(await readDeploymentText(folder), ANSWERS_FILE, catalog).given
  const added = addedAnswers(channels, options, presentIds(present, catalog), own !== undefined)
  const asking = isAsking(io, options)
  const given = asking ? await askFor(channels, options, mergeGiven(present, added), catalog, io) : added
  const { exitCode } = await runUpdate({ ...options, given: onlyNew(given, present, added), clone: false, rollback: false, restore: [], mistake: undefined, presets: own === undefined ? [] : [own] }, io, {
    lines: ({ answers, catalog: all }, width) => secretLines(answers, chosenChannels(all, answers.channels), channels, options.account, width),
    json: ({ answers, catalog: all }) => ({ secrets: secretsJson(answers, chosenChannels(all, answers.channels), channels, options.account) }),
  })
  return exitCode
}

/** The words that decide which channels there are, before the flags of those can be known. */
function parseEarly(words: readonly string[]): Pick<ChannelOptions, 'plugin' | 'id' | 'preset' | 'secrets'> {
  const all = (name: string): readonly string[] => words.flatMap((word, index) => (word === `--${name}` ? (words[index + 1] ?? []) : word.startsWith(`--${name}=`) ? [word.slice(name.length + 3)] : []))
  return { plugin: all('plugin')[0], id: all('id')[0], preset: all('preset')[0], secrets: all('secret') }
}

/** @throws ProblemsError with every mistake in it */
function ownPreset({ plugin, id, preset, secrets }: Pick<ChannelOptions, 'plugin' | 'id' | 'preset' | 'secrets'>, known: ChannelCatalog, { cwd }: Io): Channel | undefined {
  if (preset === undefined && plugin === undefined) {
    if (id !== undefined || secrets.length > 0) throw new UserError('usage', '--id and --secret go with --plugin', 'add --plugin PACKAGE --id ID --secret NAME', exitCodes.usage)
    return undefined
  }
  if (preset !== undefined && plugin !== undefined) throw new UserError('usage', '--preset and --plugin are two ways to say the same', 'give one of them', exitCodes.usage)
  if (plugin !== undefined) refuseFaults(pluginFaults(plugin, id, secrets, known))
  const name = preset === undefined ? '--plugin' : looksLikeSecret(preset) ? 'the preset' : basename(preset)
  const { channel, problems } = preset === undefined ? readPreset(genericPreset(id!, plugin!, secrets, catalogue[0]!.release), name) : readPresetFile(resolve(cwd, preset), name)
  refuseFaults([...problems, ...(channel === undefined ? [] : takenNames(channel, known, name))])
  return channel
}

function refuseFaults(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ProblemsError('preset', problems.length === 1 ? 'The channel has a mistake.' : `The channel has ${problems.length} mistakes.`, 'mend them and run the same command again; nothing was changed', problems)
}

function pluginFaults(plugin: string, id: string | undefined, secrets: readonly string[], known: ChannelCatalog): readonly Problem[] {
  const described = known.find((channel) => channel.source === undefined && channel.id === id)
  return [
    ...(described === undefined ? [] : [{ where: '--id', message: `${described.label} is described already`, hint: `add ${described.id}, without --plugin` }]),
    ...(PACKAGE.test(plugin) ? [] : [{ where: '--plugin', message: 'this is not the name of an npm package', hint: 'such as @someone/openclaw-chat' }]),
    ...(id !== undefined && /^[a-z][a-z0-9-]{0,40}$/.test(id) ? [] : [{ where: '--id', message: id === undefined ? "the channel's id in OpenClaw is missing" : 'this is no id: lowercase letters, digits and dashes', hint: 'its documentation calls it channels.ID' }]),
    ...secrets.filter((name) => !SECRET_NAME.test(name)).map(() => ({ where: '--secret', message: 'this is not the name of a variable', hint: 'give the name, such as CHAT_TOKEN; npm run secrets asks for the value and sends it to Fly alone' })),
  ]
}

function presentIds(present: Given, catalog: ChannelCatalog): readonly string[] {
  return [present.get('channel')?.value ?? []].flat().flatMap((name) => (typeof name === 'string' ? (findChannel(catalog, name)?.id ?? name) : []))
}

/** @throws UserError, ProblemsError where one is there already, or an account cannot be added */
function addedAnswers(channels: readonly Channel[], { account, agent, given }: ChannelOptions, present: readonly string[], own: boolean): Given {
  const flag = (value: unknown, where: string): GivenValue => ({ value, where, layer: 'flag' })
  if (account === undefined) {
    const twice = own ? [] : channels.filter(({ id }) => present.includes(id))
    if (twice.length > 0) {
      const problems = twice.map((channel): Problem => ({ where: channel.id, message: `${channel.label} is set up already`, hint: `change an answer: update --${channel.id}.…${channel.accounts !== undefined ? '; a second account: --account NAME' : ''}` }))
      throw new ProblemsError('channel-there', twice.length === 1 ? 'The channel is there.' : 'These channels are there.', 'nothing was changed', problems)
    }
    return new Map([...given, ['channel', flag(channels.map(({ id }) => id), COMMAND_LINE)], ...(agent === undefined ? [] : channels.map(({ id }): [string, GivenValue] => [`${id}.agent`, flag(agent, '--agent')]))])
  }
  const [channel, ...more] = channels
  if (more.length > 0) throw new UserError('usage', '--account goes with one channel', 'add them one after the other', exitCodes.usage)
  const name = parseAccountName(flag(account, '--account'))
  if (!name.ok) throw new ProblemsError('account', 'The account has a mistake.', 'mend it and run the same command again; nothing was changed', [name.problem])
  const id = channel!.id
  if (!present.includes(id)) throw new UserError('account', `${channel!.label} is not set up yet`, `add its first account without --account: create-openclaw-fly add ${id}`, exitCodes.usage)
  return new Map([...forAccount(given, id, name.value), [`${id}.accounts`, flag([name.value], '--account')], ...(agent === undefined ? [] : [[`${id}.accounts.${name.value}.agent`, flag(agent, '--agent')] as const])])
}

/** Asks the questions of the new channels alone. */
async function askFor(channels: readonly Channel[], { account }: ChannelOptions, given: Given, catalog: ChannelCatalog, io: Io): Promise<Given> {
  const [{ askOnlyChannels }, { goingBack }] = [await import('../ask/wizard.ts'), await import('../ask/going-back.ts')]
  return goingBack(io, (talk) => askOnlyChannels(channels, account, given, { surroundings: { folder: null, timeZone: io.timeZone }, catalog, io: talk }))
}

/** What the file says already stays the file's, but the list of channels. */
function onlyNew(given: Given, present: Given, added: Given): Given {
  return new Map([...given].filter(([key, value]) => added.has(key) || present.get(key) !== value).map(([key, value]) => [key, added.get(key) ?? value]))
}
