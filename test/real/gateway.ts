import { execFile, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { parse } from '@iarna/toml'
import { GUEST_DIR, STATE_DIR } from '../../src/fly/constants.ts'
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
  /** Ends the boot program as Fly does; its exit code. */
  readonly stop: () => Promise<number | null>
  /** Ends everything in it and takes it away, network and all. */
  readonly remove: () => Promise<void>
}

interface FlyToml {
  readonly env: Readonly<Record<string, string>>
  readonly processes: { readonly app: string }
  readonly files: readonly { readonly guest_path: string; readonly local_path: string }[]
}

/** Creates a deployment and puts it into a machine: files, environment and command are those of the Fly file it names. */
export async function createMachine(file: 'fly.toml' | 'fly.private.toml', flags: readonly string[]): Promise<Machine> {
  const root = mkdtempSync(join(tmpdir(), 'openclaw-machine-'))
  const created = await runCli(['deployment', '--yes', '--no-clone', '--app', 'my-openclaw', '--access', file === 'fly.toml' ? 'public' : 'private', ...flags], { cwd: root })
  if (created.code !== 0) throw new Error(created.stderr)
  const fly = parse(readFileSync(join(root, 'deployment', file), 'utf8')) as unknown as FlyToml
  const wanted = JSON.parse(readFileSync(join(root, 'deployment', 'scripts', 'deployment.json'), 'utf8')) as { readonly secrets: readonly { readonly name: string }[] }
  const [state, home] = [join(root, 'data'), join(root, 'home')]
  mkdirSync(home)
  for (const { guest_path, local_path } of fly.files) cpSync(join(root, 'deployment', 'openclaw', local_path), join(root, 'opt', basename(guest_path)))

  const [node, program] = [await node24(), await openclaw(newestRelease)]
  const cwd = dirname(program)
  const env = {
    PATH: `${dirname(node)}:${process.env.PATH}`,
    HOME: home,
    FLY_APP_NAME: 'my-openclaw',
    FLY_MACHINE_ID: '0123456789abcd',
    ...Object.fromEntries(wanted.secrets.map(({ name }) => [name, standIns[name] ?? ''])),
    ...fly.env,
    OPENCLAW_STATE_DIR: fly.env.OPENCLAW_STATE_DIR === STATE_DIR ? state : '',
  }
  const command = fly.processes.app.split(' ').map((word) => word.replace(GUEST_DIR, join(root, 'opt')))
  const network = createNetwork()
  const [ip = '', ...inside] = network.inside
  let log = ''
  let ended: Promise<number | null> = Promise.resolve(null)
  let end = (): void => undefined
  const start: Machine['start'] = async (more = {}) => {
    const child = spawn(ip, [...inside, ...command], { cwd, env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString('utf8')))
    ended = new Promise((resolve) => child.on('exit', resolve))
    end = () => void child.kill('SIGTERM')
    await until(() => /\[gateway\] ready/.test(log) || child.exitCode !== null, 600)
    if (child.exitCode !== null) throw new Error(`the gateway did not start:\n${log}`)
  }
  const stop = (): Promise<number | null> => (end(), ended)
  return {
    network,
    log: () => log,
    openclaw: async (...words) =>
      (await promisify(execFile)(ip, [...inside, 'node', 'openclaw.mjs', ...words], { cwd, env, timeout: 120_000, maxBuffer: 1 << 24 })).stdout,
    start,
    stop,
    remove: async () => {
      await Promise.race([stop(), new Promise((resolve) => setTimeout(resolve, 20_000).unref())])
      network.remove()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

/** Waits until something holds. Unit: seconds. */
export async function until(holds: () => boolean, seconds: number): Promise<void> {
  for (const give = Date.now() + seconds * 1000; !holds(); ) {
    if (Date.now() > give) throw new Error(`this did not come true within ${seconds} seconds: ${holds}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
