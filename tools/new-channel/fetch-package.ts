import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { PACKAGE } from '../../src/channels/preset-reader.ts'
import { TarReader } from '../../src/clone/tar.ts'
import { UserError } from '../../src/errors.ts'
import { explainNpm, isNoVersion } from '../../src/rehearse/npm-failures.ts'
import { findNpm, type Surroundings } from '../../src/rehearse/find-npm.ts'

/** The two files of a plugin's package that say what it is, as text. */
export interface PackageFiles {
  readonly packageJson: string
  readonly manifest: string
}

const FILES = { 'package.json': 'packageJson', 'openclaw.plugin.json': 'manifest' } as const
type FileName = keyof typeof FILES

/** What npm may take. In milliseconds. */
const LIMIT = 180_000
/** The largest of OpenClaw's channel plugins unpacks to 36 MB, the largest manifest has 200 kB (2026.9.6). */
const MOST_UNPACKED = 256 * 1024 * 1024
const MOST_OF_A_FILE = 4 * 1024 * 1024

/**
 * The manifest of a plugin: of a package on npm (`@someone/chat`, or with `@1.2.3`), of a folder, or of a packed `.tgz`.
 * Nothing of the package is run.
 * @throws UserError
 */
export async function fetchPackage(from: string, surroundings: Surroundings = { env: process.env, platform: process.platform, node: process.execPath }): Promise<PackageFiles> {
  const stat = statSync(from, { throwIfNoEntry: false })
  if (stat?.isDirectory()) return both(readFolder(from), from)
  if (stat?.isFile()) return both(readTarball(from, from), from)
  const name = from.replace(/(?<=.)@[^@/]*$/, '')
  if (!PACKAGE.test(name) || /[/.](?:tgz|tar\.gz)$/.test(from)) throw new UserError('package-name', `${JSON.stringify(from)} is no folder and no file here, and not the name of an npm package`, 'such as @openclaw/twitch, ../my-plugin or ./my-plugin-1.0.0.tgz')
  const folder = mkdtempSync(join(tmpdir(), 'new-channel-'))
  try {
    return both(readTarball(await pack(from, folder, surroundings), from), from)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Lets npm fetch the package, without running anything of it. @returns the archive */
async function pack(spec: string, folder: string, surroundings: Surroundings): Promise<string> {
  const npm = findNpm(surroundings)
  try {
    await promisify(execFile)(npm.file, [...npm.args, 'pack', spec, '--ignore-scripts', '--loglevel=error', '--fetch-retries=1', '--pack-destination', folder], { cwd: folder, env: surroundings.env as NodeJS.ProcessEnv, timeout: LIMIT, maxBuffer: 1 << 26 })
  } catch (error) {
    const { killed, stderr = '' } = error as { readonly killed?: boolean; readonly stderr?: string }
    if (killed === true) throw new UserError('npm-slow', `npm had not fetched ${spec} after ${LIMIT / 1000} seconds`, 'run the same command again when the network is better, or give a folder or a .tgz')
    if (isNoVersion(stderr)) throw new UserError('npm-version', `the npm registry has no ${spec}`, 'see how the package is called in the documentation of the channel')
    throw explainNpm(spec, stderr, folder)
  }
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  if (archive === undefined) throw new UserError('npm-failed', `npm fetched nothing for ${spec}`, `try it by hand: npm pack "${spec}"`)
  return join(folder, archive)
}

function readFolder(folder: string): ReadonlyMap<FileName, string> {
  return new Map((Object.keys(FILES) as FileName[]).flatMap((name) => {
    const stat = statSync(join(folder, name), { throwIfNoEntry: false })
    return stat?.isFile() && stat.size <= MOST_OF_A_FILE ? [[name, readFileSync(join(folder, name), 'utf8')] as const] : []
  }))
}

function readTarball(file: string, shown: string): ReadonlyMap<FileName, string> {
  const found = new Map<FileName, string>()
  let pieces: { readonly name: FileName; readonly parts: Buffer[] } | undefined
  const reader = new TarReader({
    begin({ type, path, size }) {
      const name = /^[^/]+\/([^/]+)$/.exec(path)?.[1]
      if (type === 'file' && name !== undefined && Object.hasOwn(FILES, name) && size <= MOST_OF_A_FILE) pieces = { name: name as FileName, parts: [] }
    },
    piece(bytes) {
      pieces?.parts.push(Buffer.from(bytes))
    },
    end() {
      if (pieces !== undefined) found.set(pieces.name, Buffer.concat(pieces.parts).toString('utf8'))
      pieces = undefined
    },
  })
  try {
    reader.push(gunzipSync(readFileSync(file), { maxOutputLength: MOST_UNPACKED }))
    reader.finish()
  } catch {
    throw new UserError('package-damaged', `${shown} is not a whole package, or a very large one`, 'a package is what npm pack makes of a folder')
  }
  return found
}

function both(found: ReadonlyMap<FileName, string>, from: string): PackageFiles {
  const [packageJson, manifest] = [found.get('package.json'), found.get('openclaw.plugin.json')]
  if (packageJson !== undefined && manifest !== undefined) return { packageJson, manifest }
  const absent = packageJson === undefined ? 'package.json' : 'openclaw.plugin.json'
  throw new UserError('no-manifest', `${from} has no ${absent}, so it is not a plugin for OpenClaw`, 'the package of a channel has both at its top')
}
