import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { parse } from '@iarna/toml'
import { GUEST_DIR, STATE_DIR } from '../../src/fly/constants.ts'
import { standIn } from '../../src/rehearse/stand-ins.ts'
import { newestRelease } from '../../src/releases/catalogue.ts'
import { runCli } from '../support/run-cli.ts'
import { createNetwork, type Network } from './network.ts'
import { node24, openclaw } from './programs.ts'

/** Stand-ins of the right form: no real service is ever reached from a namespace. */
export const gatewayToken = 'a1b2c3d4'.repeat(8)
export const standIns: Readonly<Record<string, string>> = {
  OPENCLAW_GATEWAY_TOKEN: gatewayToken,
  ANTHROPIC_API_KEY: `sk-ant-api03-${'s'.repeat(40)}`,
  DISCORD_BOT_TOKEN: `${'M'.repeat(26)}.Gstand.${'s'.repeat(38)}`,
  SLACK_BOT_TOKEN: `xoxb-${'1'.repeat(30)}`,
  SLACK_APP_TOKEN: `xapp-1-${'A'.repeat(30)}`,
  TELEGRAM_BOT_TOKEN: `123456789:${'A'.repeat(35)}`,
}

export interface Machine {
  readonly network: Network
  /** Everything that the boot program and the gateway said. */
  readonly log: () => string
  /** What one command of OpenClaw prints when it runs in the machine, as `fly ssh console --user node` would run it. */
  readonly openclaw: (...words: readonly string[]) => Promise<string>
  /** Starts the deployment's command; `env` is added to the machine's environment. Ends when the gateway says that it is ready. */
  readonly start: (env?: Readonly<Record<string, string>>) => Promise<void>
  /**
   * Ends everything in it at once, as Fly does after kill_timeout, and takes it away, network and all. Not with SIGTERM:
   * where Telegram cannot be reached 2026.9.6 answers nobody any more, but ends only after 325 seconds.
   */
  readonly remove: () => Promise<void>
}

type FlyFile = 'fly.toml' | 'fly.private.toml'

interface FlyToml {
  readonly env: Readonly<Record<string, string>>
  readonly processes: { readonly app: string }
  readonly files: readonly { readonly guest_path: string; readonly local_path: string }[]
}

/** How a program runs in the machine: the working directory and the environment that Fly would give it. */
interface Surroundings {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

/**
 * Creates a deployment and puts it into a machine of its own: files, environment and command are those of the Fly file.
 * @param program openclaw.mjs of the release that the flags name; left out, the newest one's
 * @param volume a state directory for it; left out, an empty one that goes with the machine
 */
export async function createMachine(file: FlyFile, flags: readonly string[], program?: string, volume?: string): Promise<Machine> {
  const root = mkdtempSync(join(tmpdir(), 'openclaw-real-'))
  try {
    const deployed = await deploy({ root, volume: volume ?? join(root, 'data') }, file, flags, program ?? (await openclaw(newestRelease)))
    return operate(createNetwork(), deployed, root)
  } catch (error) {
    rmSync(root, { recursive: true, force: true })
    throw error
  }
}

/** What a deploy leaves in the machine, with folders below `root` in place of those in the image and of the volume. */
async function deploy({ root, volume }: { readonly root: string; readonly volume: string }, file: FlyFile, flags: readonly string[], program: string): Promise<Surroundings & { readonly command: readonly string[] }> {
  const access = file === 'fly.toml' ? 'public' : 'private'
  const created = await runCli(['deployment', '--yes', '--no-clone', '--app', 'my-openclaw', '--access', access, ...flags], { cwd: root })
  if (created.code !== 0) throw new Error(created.stderr)
  const fly = parse(readFileSync(join(root, 'deployment', file), 'utf8')) as unknown as FlyToml
  if (fly.env.OPENCLAW_STATE_DIR !== STATE_DIR) throw new Error(`${file} puts the state outside of the volume`)
  const wanted = JSON.parse(readFileSync(join(root, 'deployment', 'scripts', 'deployment.json'), 'utf8')) as { readonly secrets: readonly { readonly name: string; readonly pattern?: string }[] }
  for (const { guest_path, local_path } of fly.files) cpSync(join(root, 'deployment', 'openclaw', local_path), join(root, 'opt', basename(guest_path)))
  mkdirSync(join(root, 'home'))
  const node = await node24()
  return {
    cwd: dirname(program),
    env: {
      PATH: `${dirname(node)}:${process.env.PATH}`,
      HOME: join(root, 'home'),
      FLY_APP_NAME: 'my-openclaw',
      FLY_MACHINE_ID: '0123456789abcd',
      ...Object.fromEntries(wanted.secrets.map((secret) => [secret.name, standIns[secret.name] ?? standIn(secret)])),
      ...fly.env,
      OPENCLAW_STATE_DIR: volume,
    },
    command: fly.processes.app.split(' ').map((word) => word.replace(GUEST_DIR, join(root, 'opt'))),
  }
}

function operate(network: Network, { cwd, env, command }: Awaited<ReturnType<typeof deploy>>, root: string): Machine {
  const [ip = '', ...inside] = network.inside
  let log = ''
  let child: ChildProcess | undefined
  const start: Machine['start'] = async (more = {}) => {
    const started = spawn(ip, [...inside, ...command], { cwd, env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] })
    child = started
    for (const stream of [started.stdout, started.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString('utf8')))
    // The second is what releases up to 2026.3 say.
    await until(() => hasEnded(started) || /\[gateway\] (?:ready|listening on ws:)/.test(log), 840)
    if (hasEnded(started)) throw new Error(`the gateway did not start:\n${log}`)
  }
  const run: Machine['openclaw'] = async (...words) =>
    (await promisify(execFile)(ip, [...inside, 'node', 'openclaw.mjs', ...words], { cwd, env, timeout: 180_000, maxBuffer: 1 << 24 })).stdout
  const remove = async (): Promise<void> => {
    const ended = child === undefined || hasEnded(child) ? undefined : once(child, 'exit')
    network.remove()
    await ended
    rmSync(root, { recursive: true, force: true })
  }
  return { network, log: () => log, openclaw: run, start, remove }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

/** Waits until something holds. Unit: seconds. */
export async function until(holds: () => boolean, seconds: number): Promise<void> {
  for (const give = Date.now() + seconds * 1000; !holds(); await setTimeout(100)) {
    if (Date.now() > give) throw new Error(`this did not come true within ${seconds} seconds: ${holds}`)
  }
}
