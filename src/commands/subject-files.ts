import { join } from 'node:path'
import { looksLikeSecret } from '../answers/secret-shapes.ts'
import { stringOf } from '../check/subject/fly-toml.ts'
import { isUnreadable, readTomlFile } from '../check/subject/located.ts'
import type { FoundFile, SubjectFiles } from '../check/subject/subject.ts'
import { exitCodes, UserError } from '../errors.ts'
import { newestRelease } from '../releases/catalogue.ts'
import { isReleaseForm, type Release } from '../releases/release.ts'
import { isThere } from '../workspace/deployment.ts'
import { findFile, findFirst } from '../workspace/found-file.ts'

/** Where the files of a hand-made deployment are, if not where most have them. */
export interface NamedFiles {
  readonly fly?: string | undefined
  readonly config?: string | undefined
  /** What runs, if the files do not tell. */
  readonly release?: string | undefined
}

/**
 * The files of a deployment that somebody made by hand.
 * @throws UserError where there is no Fly file, or not the one that was named, or no such release
 */
export async function handMadeFiles(folder: string, named: NamedFiles): Promise<SubjectFiles> {
  const said = releaseSaid(named.release)
  const fly = await found(folder, named.fly, '--config', ['fly.toml', 'fly.private.toml'])
  if (fly === undefined) throw new UserError('no-fly-toml', (await isThere(folder)) ? `${folder} has no fly.toml` : `there is no folder ${folder}`, 'give the folder that fly deploy is run in, or name the file with --config FILE')
  const config = await found(folder, named.config, '--openclaw', ['openclaw.json', 'config/openclaw.json'])
  return { fly, config, dockerfile: await dockerfileOf(folder, fly), cloned: await clonedRelease(folder), said, isOurs: false }
}

function releaseSaid(text: string | undefined): Release | undefined {
  const release = text?.replace(/^v/, '')
  if (release === undefined || isReleaseForm(release)) return release
  throw new UserError('release-form', 'What --release names is not an OpenClaw release.', `a release is written as ${newestRelease}`, exitCodes.usage)
}

async function found(folder: string, name: string | undefined, flag: string, usual: readonly string[]): Promise<FoundFile | undefined> {
  if (name === undefined) return findFirst(folder, usual)
  const file = await findFile(folder, name)
  if (file === undefined) throw new UserError('file-absent', `${looksLikeSecret(name) ? 'what' : `${name}, which`} ${flag} names, is not there`, `give a path that starts from ${folder}`, exitCodes.usage)
  return file
}

/** The one that is built: `[build] dockerfile`, or Dockerfile where no image is named. */
export async function dockerfileOf(folder: string, fly: FoundFile): Promise<FoundFile | undefined> {
  if ('fault' in fly) return undefined
  const file = readTomlFile(fly.name, fly.text)
  if (isUnreadable(file) || file.at('build', 'image') !== undefined) return undefined
  return findFile(folder, stringOf(file.at('build', 'dockerfile')) ?? 'Dockerfile')
}

/** The version of a clone of OpenClaw: in `openclaw/`, or the folder itself. */
export async function clonedRelease(folder: string): Promise<string | undefined> {
  return (await releaseIn(join(folder, 'openclaw'))) ?? releaseIn(folder)
}

async function releaseIn(folder: string): Promise<string | undefined> {
  const file = await findFile(folder, 'package.json')
  if (file === undefined || 'fault' in file) return undefined
  const { name, version } = parsePackage(file.text)
  return name === 'openclaw' && typeof version === 'string' && isReleaseForm(version) ? version : undefined
}

function parsePackage(text: string): { readonly name?: unknown; readonly version?: unknown } {
  try {
    return (JSON.parse(text) as object | null) ?? {}
  } catch {
    return {} // A broken package.json says nothing of a release.
  }
}
