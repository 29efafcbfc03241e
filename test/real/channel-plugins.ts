import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { newestRelease } from '../../src/releases/catalogue.ts'
import { cache, node24, openclaw } from './programs.ts'

/** A state directory in which one plugin is installed, or why the registry as reached here does not have it. */
export type PluginHome = { readonly folder: string } | { readonly missing: string }

const place = join(cache, `channel-plugins@${newestRelease}`)

/** Installs a plugin once, with OpenClaw's own command, and keeps it between runs. */
export async function pluginHome(name: string): Promise<PluginHome> {
  const folder = join(place, name.replace('/', '+'))
  if (existsSync(join(folder, 'installed'))) return { folder }
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'home'), { recursive: true })
  console.log(`installing the plugin ${name} (once)`)
  const wanted = name.startsWith('@openclaw/') ? [`${name}@${newestRelease}`, name] : [name]
  let said = ''
  for (const what of wanted) {
    const { code, output } = await runOpenclaw(folder, ['plugins', 'install', what], { npm_config_cache: join(place, 'npm-cache'), npm_config_registry: await registry() })
    said = output
    if (code !== 0) continue
    writeFileSync(join(folder, 'installed'), '')
    return { folder }
  }
  rmSync(folder, { recursive: true, force: true })
  return { missing: said.trim().split('\n').at(-1) ?? 'it said nothing' }
}

/** Where this computer's npm gets packages from: the program's own home has no settings of npm. */
async function registry(): Promise<string> {
  return (await promisify(execFile)('npm', ['config', 'get', 'registry'], { timeout: 60_000 })).stdout.trim()
}

/** Runs OpenClaw's program on a state directory; standard output and standard error together. */
export async function runOpenclaw(folder: string, words: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<{ readonly code: number; readonly output: string; readonly stdout: string }> {
  const node = await node24()
  const env = { PATH: `${join(node, '..')}:${process.env.PATH}`, HOME: join(folder, 'home'), OPENCLAW_STATE_DIR: folder, OPENCLAW_GATEWAY_TOKEN: '0'.repeat(64), ...more }
  return promisify(execFile)(node, [await openclaw(newestRelease), ...words], { env, timeout: 280_000, maxBuffer: 1 << 24 }).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr, stdout }),
    (error: { readonly code?: number; readonly stdout?: string; readonly stderr?: string }) => ({ code: typeof error.code === 'number' ? error.code : 1, output: `${error.stdout ?? ''}${error.stderr ?? ''}`, stdout: error.stdout ?? '' }),
  )
}
