import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { UserError } from '../errors.ts'
import { portsOfConfiguration, rehearsedConfiguration } from './configuration.ts'
import type { FlyFile, GuestFile } from './fly-file.ts'
import { freePort } from './place.ts'
import { portsOf, portsOfEnv, translateCommand, translateEnv, type Translation } from './translate.ts'

/** Name under which the boot program looks for the configuration of the first start, beside itself. */
const SEED = 'openclaw.seed.json'

/** What a machine is made of. */
export interface StageInput {
  readonly fly: FlyFile
  /** Folder that flyctl builds in: `[[files]]` start from there. */
  readonly buildFolder: string
  /** Folder of OpenClaw's package, which stands for the image's /app. */
  readonly app: string
  /** Temporary folder for everything that is written. */
  readonly folder: string
  /** Values of secrets, by name. */
  readonly secrets: ReadonlyMap<string, string>
  /** Addresses that Fly's edge or the relay call from here. */
  readonly trusted: readonly string[]
  /** Reads JSON5, as OpenClaw does. @returns undefined where the text is none */
  readonly parse: (file: string) => Promise<unknown>
}

/** A machine made of folders, ready to start. */
export interface Stage {
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly translation: Translation
  /** The configuration as the boot program will put it on the volume; undefined where there is none. */
  readonly seed: string | undefined
  /** Where the gateway logs; undefined where that could not be put into the configuration, as it cannot be read. */
  readonly logFile: string | undefined
  /** Files that Fly takes from secrets, and that are not here. */
  readonly left: readonly string[]
}

/**
 * Puts the files of `[[files]]` where the machine would have them, below a temporary folder, with the changes that the
 * copy of the configuration needs.
 * @throws UserError where a file cannot be read
 */
export async function prepareStage(input: StageInput): Promise<Stage> {
  const { fly, folder, app } = input
  const volumes = fly.mounts.map((guest, index) => [guest, path.join(folder, `volume-${index + 1}`)] as const)
  const files = fly.files.map((file) => ({ ...file, local: path.join(folder, 'guest', file.guestPath) }))
  for (const made of [...volumes.map(([, local]) => local), ...files.map(({ local }) => path.dirname(local))]) await mkdir(made, { recursive: true })
  const left = await Promise.all(files.map(async (file) => ((await putFile(file, input)) ? [] : [file.guestPath])))
  const seed = files.find(({ guestPath }) => path.posix.basename(guestPath) === SEED)?.local
  const original = seed === undefined ? undefined : await input.parse(seed)
  const translation = { paths: [...volumes, ...files.map(({ guestPath, local }) => [guestPath, local] as const), ['/app', app] as const], ports: await freePorts(fly, original) }
  const logFile = path.join(folder, 'gateway.log')
  const readable = seed !== undefined && original !== undefined
  if (readable) await writeFile(seed, `${JSON.stringify(rehearsedConfiguration(original, { translation, trusted: input.trusted, logFile }), null, 2)}\n`)
  return {
    command: translateCommand(fly.command, translation),
    env: translateEnv(fly.env, translation),
    translation,
    seed,
    logFile: readable ? logFile : undefined,
    left: left.flat(),
  }
}

/** The configuration among the files of the deployment; undefined where the Fly file names none on this computer. */
export function seedFileOf({ files }: FlyFile, buildFolder: string): string | undefined {
  const content = files.find(({ guestPath }) => path.posix.basename(guestPath) === SEED)?.content
  return content !== undefined && 'localPath' in content ? path.join(buildFolder, content.localPath) : undefined
}

/** @returns whether it could be put there: a secret may not be here */
async function putFile({ guestPath, content, local }: GuestFile & { readonly local: string }, { buildFolder, secrets }: StageInput): Promise<boolean> {
  if ('localPath' in content) return copyFile(path.join(buildFolder, content.localPath), local).then(() => true, (error: NodeJS.ErrnoException) => {
    throw new UserError('guest-file', `${error.path ?? content.localPath} cannot be read (${error.code}), and fly deploy would put it into the machine as ${guestPath}`, 'paths in [[files]] start from the folder that is built, which is openclaw/ for a source build')
  })
  const base64 = 'base64' in content ? content.base64 : secrets.get(content.secret)
  if (base64 === undefined) return false
  await writeFile(local, Buffer.from(base64, 'base64'))
  return true
}

/** A free port for every port that the deployment names, so that ports that differ there differ here too. */
async function freePorts(fly: FlyFile, configuration: unknown): Promise<ReadonlyMap<number, number>> {
  const named = [...(fly.edgePort === null ? [] : [fly.edgePort]), ...fly.checks.map(({ port }) => port), ...portsOf(fly.command), ...portsOfEnv(fly.env), ...portsOfConfiguration(configuration)]
  const ports = new Map<number, number>()
  for (const port of named) if (!ports.has(port)) ports.set(port, await freePort())
  return ports
}
