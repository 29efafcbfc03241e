import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Answers } from '../answers/answers.ts'
import { startProgress } from '../ask/progress.ts'
import { chosenChannels } from '../channels/catalog.ts'
import type { Channel } from '../channels/define.ts'
import { defaultCacheDir } from '../clone/cache.ts'
import { exitCodes, UserError, type ExitCode } from '../errors.ts'
import { keeperProgram, loadChannels, loadEnvFileReader } from '../load.ts'
import { configFile, publicHost } from '../render/addresses.ts'
import { neededSecrets } from '../render/needed-secrets.ts'
import { hasFailed, rehearsalJson, rehearsalLines } from '../report/rehearsal.ts'
import { readFlyFile, type FlyFile } from '../rehearse/fly-file.ts'
import { rehearse } from '../rehearse/rehearse.ts'
import { gatherSecrets, secretNamesIn, type Secrets } from '../rehearse/secrets.ts'
import { wrapWords } from '../report/wrap.ts'
import { seedFileOf } from '../rehearse/stage.ts'
import { buildFolderOf, type Deployment } from '../rehearse/tools.ts'
import { parseFlags } from './args.ts'
import { ownFlags } from './flags.ts'
import { deploymentFolder } from './deployment-folder.ts'
import { widthOf, type Io } from './io.ts'
import { readDeploymentAnswers } from './deployment-answers.ts'

/**
 * `create-openclaw-fly rehearse [-C DIR] [--stand-ins] [--json]`: runs the deployment on this computer as Fly would, and
 * reports what works.
 * @throws UserError, Cancelled
 */
export async function rehearseCommand(words: readonly string[], io: Io): Promise<ExitCode> {
  const { values, mistake } = parseFlags(words, ownFlags('rehearse'), 0)
  if (mistake !== undefined) throw mistake
  const json = values.has('json')
  const deployment = await readDeployment(await deploymentFolder(values.get('C') as string | undefined, io), values.has('stand-ins'))
  if (!json) for (const line of noticeLines(deployment, widthOf(io))) io.output.write(`${line}\n`)
  const steps = json ? silence : showSteps(io)
  const rehearsal = await rehearse(deployment, {
    keeper: keeperProgram(),
    cache: join(defaultCacheDir(io.env, process.platform, homedir()), 'npm'),
    env: io.env,
    host: process,
    signal: io.signal,
    onStep: steps.next,
  }).then(steps.end, steps.stop)
  io.output.write(json ? `${JSON.stringify(rehearsalJson(rehearsal), null, 2)}\n` : `\n${rehearsalLines(rehearsal, widthOf(io)).join('\n')}\n`)
  return hasFailed(rehearsal) ? exitCodes.failed : exitCodes.ok
}

async function readDeployment(folder: string, standInsOnly: boolean): Promise<Deployment> {
  const catalog = await loadChannels(folder)
  const answers = await readDeploymentAnswers(folder, catalog)
  const channels = chosenChannels(catalog, answers.channels)
  const flyFile = configFile(answers)
  const fly = readFlyFile(await readText(join(folder, flyFile)), flyFile)
  const repository = answers.image.build === 'source' ? answers.image.repository : null
  const seed = seedFileOf(fly, buildFolderOf({ folder, repository }))
  const specs = neededSecrets(answers, channels)
  const more = seed === undefined ? [] : secretNamesIn(await readText(seed))
  const own = standInsOnly ? new Map<string, string>() : await readOwnSecrets(folder, [...specs.map(({ name }) => name), ...more])
  const secrets = gatherSecrets(specs, more, own)
  return { folder, flyFile, fly, release: releaseOf(fly, answers), region: answers.region, repository, host: publicHost(answers), secrets, ...channelsOf(channels, secrets) }
}

/** The release that the Fly file's image has: the person may have changed it there. */
function releaseOf({ image }: FlyFile, answers: Answers): string {
  return /:(\d{4}\.\d+\.\d+(?:-\d+)?)(?:-[a-z]+)?$/.exec(image ?? '')?.[1] ?? answers.release
}

function channelsOf(channels: readonly Channel[], { standIns }: Secrets): Pick<Deployment, 'channels' | 'channelsWithStandIn'> {
  const withStandIn = channels.filter((channel) => channel.secrets.some(({ name }) => standIns.includes(name)))
  return { channels: channels.map(({ id }) => id), channelsWithStandIn: withStandIn.map(({ id }) => id) }
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UserError('deployment-file', `${path} cannot be read (${error.code})`, 'a rehearsal follows the files that would be deployed; take it from your backup or from git')
  })
}

/** @throws UserError with the words of the deployment's own scripts */
async function readOwnSecrets(folder: string, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const read = await loadEnvFileReader()
  try {
    return read(folder, [...new Set(names)])
  } catch (error) {
    const { name, message, hint } = error as { name?: string; message: string; hint?: string }
    throw name === 'UserError' && hint !== undefined ? new UserError('env-file', message, hint) : error
  }
}

/** Said before anything runs: with a real token the bot is online here as well. */
function noticeLines({ secrets }: Deployment, width: number): readonly string[] {
  if (secrets.real.length === 0) return []
  return wrapWords(`Real values from .env: ${secrets.real.join(', ')}. A bot of them is online here too meanwhile, beside one on Fly; --stand-ins uses none.`, width)
}

interface Steps {
  readonly next: (step: string) => void
  readonly end: <T>(result: T) => T
  readonly stop: (error: unknown) => never
}

const rethrow = (error: unknown): never => {
  throw error
}
const silence: Steps = { next: () => undefined, end: (result) => result, stop: rethrow }

/** One line after the other, each with the seconds that it takes. */
function showSteps(io: Io): Steps {
  let last: { readonly done: () => void; readonly stopped: () => void } | undefined
  return {
    next(step) {
      last?.done()
      last = showStep(step, io)
    },
    end(result) {
      last?.done()
      return result
    },
    stop(error) {
      last?.stopped()
      throw error
    },
  }
}

function showStep(step: string, io: Io): { readonly done: () => void; readonly stopped: () => void } {
  const began = performance.now()
  const text = (): string => `${step}: ${Math.round((performance.now() - began) / 1000)} s`
  const progress = startProgress(io, step)
  const timer = setInterval(() => progress.update(0, undefined, text()), 1000)
  const finish = (show: () => void) => (): void => {
    clearInterval(timer)
    show()
  }
  return { done: finish(() => progress.succeed(text())), stopped: finish(() => progress.fail(`${step}: stopped`)) }
}
