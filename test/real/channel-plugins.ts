import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { ChannelPlugin } from '../../src/channels/define.ts'
import { newestRelease } from '../../src/releases/catalogue.ts'
import { cache, node24, openclaw } from './programs.ts'

/** A state directory in which the plugins are installed, or the package that the registry as reached here does not have. */
export type PluginState = { readonly folder: string } | { readonly missing: string }

/** What a program printed, standard error behind standard output. */
export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly output: string
}

/** Kept between runs, as the programs are. */
const place = join(cache, `channel-plugins@${newestRelease}`)
const home = join(place, 'home')

/** Of one install. The longest seen on two cores with four times as much to do was 83 s (Slack's). In milliseconds. */
const LIMIT = 280_000

/**
 * Installs plugins once, one after the other with OpenClaw's own command, and keeps them between runs.
 *
 * At each command 2026.9.6 copies every plugin that is enabled, and one is unless openclaw.json says otherwise. So the
 * others are off meanwhile, and a plugin that is needed alone has a state directory of its own: Zalo's took 10 seconds in
 * an empty one, 41 beside five others that were on, and 15 to 30 beside ten that were off.
 * @param label name of the state directory's folder
 * @throws where one fails for any other reason than that the registry does not have it
 */
export async function pluginState(label: string, plugins: readonly ChannelPlugin[]): Promise<PluginState> {
  const folder = join(place, label)
  const mark = join(folder, 'installed.json')
  const wanted = JSON.stringify(plugins.map((plugin) => plugin.package))
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return { folder }
  // First, as OpenClaw itself looks for a package of its own on another host where npm does not have it.
  for (const plugin of plugins) if (await isMissing(plugin.package)) return { missing: plugin.package }
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const plugin of plugins) {
    console.log(`installing the plugin ${plugin.package} (once)`)
    const missing = await install(plugin, plugins, folder)
    if (missing !== undefined) return { missing }
  }
  for (const name of readdirSync(folder)) if (name.startsWith('openclaw.json')) rmSync(join(folder, name))
  writeFileSync(mark, wanted)
  return { folder }
}

/** Without a version: OpenClaw knows which fits, and of its own plugins npm does not have every release's. Gives what is missing. */
async function install(plugin: ChannelPlugin, all: readonly ChannelPlugin[], folder: string): Promise<string | undefined> {
  const entries = Object.fromEntries(all.filter((other) => other !== plugin).map(({ id }) => [id, { enabled: false }]))
  writeFileSync(join(folder, 'openclaw.json'), JSON.stringify({ plugins: { entries } }))
  const { code, output } = await runOpenclaw(folder, ['plugins', 'install', plugin.package], {}, LIMIT)
  if (code === 0) return undefined
  // Of other people's packages OpenClaw asks for one version.
  const asked = /Package not found on npm: (\S+?)\. /.exec(output)?.[1]
  if (asked !== undefined && (await isMissing(asked))) return asked
  throw new Error(`openclaw plugins install ${plugin.package} failed with exit code ${code}:\n${output}`)
}

/** Whether the registry says that it has no such package, or not this version of it. Silence is no answer. */
async function isMissing(spec: string): Promise<boolean> {
  const { code, stdout, output } = await run('npm', ['view', spec, 'version', '--json'], process.env, 120_000)
  if (code === 0) return false
  if (/"code":\s*"E404"/.test(stdout)) return true
  throw new Error(`npm view ${spec} failed with exit code ${code}:\n${output}`)
}

/** Runs OpenClaw's program on a state directory; npm has the settings of this computer's user. */
export async function runOpenclaw(folder: string, words: readonly string[], more: Readonly<Record<string, string>> = {}, limit = 120_000): Promise<Ran> {
  mkdirSync(home, { recursive: true })
  const node = await node24()
  // Of the settings in npm's environment OpenClaw drops some, the cache's place too; this one it passes on (2026.9.6).
  const settings = (await run('npm', ['config', 'get', 'userconfig'], process.env, 60_000)).stdout.trim()
  const { NODE_EXTRA_CA_CERTS } = process.env
  const env = {
    PATH: `${dirname(node)}:${process.env.PATH}`,
    HOME: home,
    OPENCLAW_STATE_DIR: folder,
    npm_config_userconfig: settings,
    ...(NODE_EXTRA_CA_CERTS !== undefined && { NODE_EXTRA_CA_CERTS }),
    ...more,
  }
  return run(node, [await openclaw(newestRelease), ...words], env, limit)
}

/** Where it is ended, being late, the exit code is 1. */
async function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv, limit: number): Promise<Ran> {
  return promisify(execFile)(file, [...args], { env, timeout: limit, maxBuffer: 1 << 24 }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, output: stdout + stderr }),
    (error: { readonly code?: unknown; readonly stdout?: string; readonly stderr?: string }) => {
      const [stdout, stderr] = [error.stdout ?? '', error.stderr ?? '']
      return { code: typeof error.code === 'number' ? error.code : 1, stdout, output: `${stdout}${stderr}` }
    },
  )
}
