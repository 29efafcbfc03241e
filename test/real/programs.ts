import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Where real programs are kept between runs. Nothing in it is ever part of the project. */
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'create-openclaw-fly', 'real')

/**
 * Installs one npm package into a folder of its own, once. No install script runs: `node-<platform>-<arch>` has the
 * program in it (the package `node` would fetch it by a script), and OpenClaw's own postinstall is not needed to
 * validate and to boot (2026.9.3 to 2026.9.6).
 */
async function install(spec: string): Promise<string> {
  const folder = join(cache, spec.replaceAll('/', '+'))
  if (existsSync(folder)) return folder
  const half = `${folder}.half-${process.pid}`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { recursive: true })
  writeFileSync(join(half, 'package.json'), '{ "private": true }\n')
  console.log(`installing ${spec} from npm (once)`)
  await run('npm', ['install', spec, '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: half, timeout: 900_000, maxBuffer: 1 << 26 })
  renameSync(half, folder)
  return folder
}

/** Path of a Node 24 program: OpenClaw 2026.9.x wants 24.16 or later. */
export async function node24(): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`
  return join(await install(`${name}@24`), 'node_modules', name, 'bin', 'node')
}

/** Path of OpenClaw's program at a release. */
export async function openclaw(release: string): Promise<string> {
  return join(await install(`openclaw@${release}`), 'node_modules', 'openclaw', 'openclaw.mjs')
}
