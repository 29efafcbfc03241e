import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { networkInterfaces, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parse } from '@iarna/toml'
import { afterAll, beforeAll, expect } from 'vitest'
import { GUEST_DIR, PORT, STATE_DIR } from '../../src/fly/constants.ts'
import { newestRelease } from '../../src/releases/catalogue.ts'
import { freePort, groupLives, isRoot, killGroup, programs, type Booted } from '../support/boot.ts'
import { runCli } from '../support/run-cli.ts'
import { node24, openclaw } from './programs.ts'

/** The user of the official image: node. Where the tests do not run as root, whoever runs them is in its place. */
const imageUser = isRoot ? 1000 : undefined

const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []).filter(({ internal }) => !internal)
export const ownIPv4 = addresses.find(({ family }) => family === 'IPv4')?.address
/** Stands for the 6PN address. ::1 will not do: to a forwarded loopback address 2026.9.6 answers 403, whoever forwards it. */
export const ownIPv6 = addresses.find(({ family, address }) => family === 'IPv6' && !address.startsWith('fe80:'))?.address

/** What tests look at in openclaw.json. */
export interface Config {
  gateway: { port: number; trustedProxies: string[]; auth: { rateLimit: { maxAttempts: number } } }
  [key: string]: unknown
}

export interface MachineOptions {
  readonly release?: string
  /** Flags of `create`, besides the name. */
  readonly flags?: readonly string[]
  /** fly.private.toml's command instead of fly.toml's, with its relay on this computer's IPv6 address. */
  readonly isPrivate?: boolean
  /** Edits the seed before the first start. */
  readonly seed?: (config: Config) => void
}

/** One machine of a deployment, as Fly would run it, with a folder as its volume. */
export interface RealMachine {
  readonly volume: string
  /** openclaw.json on the volume. */
  readonly config: string
  readonly port: number
  /** Of the gateway itself, over IPv4. */
  readonly url: string
  /** The machine starts: the command of `[processes]`, with fly.toml's and this environment. */
  readonly boot: (env?: Readonly<Record<string, string | undefined>>) => Booted
  /** A program of OpenClaw in the machine, as its user: `openclaw.mjs` and these words. */
  readonly openclaw: (words: readonly string[]) => Booted
  /** What SQLite says of a database file: "ok", or what is wrong with it. */
  readonly checkDatabase: (path: string) => Promise<string>
  /** Gives everything on the volume to the image's user, as the cure in the log does. */
  readonly giveBack: () => void
}

/**
 * A function that makes machines; everything they leave is removed after the file's tests, processes too.
 * To be called once in each file.
 */
export function machines(): (options?: MachineOptions) => Promise<RealMachine> {
  const scratch = mkdtempSync(join(tmpdir(), 'openclaw-machine-'))
  afterAll(() => rmSync(scratch, { recursive: true, force: true }))
  const launch = programs() // after that line: the last afterAll runs first
  beforeAll(async () => {
    await node24()
    await openclaw(newestRelease)
  }, 1_200_000)
  chmodSync(scratch, 0o755)
  let count = 0

  return async ({ release = newestRelease, flags = [], isPrivate = false, seed }: MachineOptions = {}) => {
    const name = `machine-${++count}`
    expect(await runCli([name, '--yes', '--no-clone', '--release', release, ...flags], { cwd: scratch })).toMatchObject({ code: 0 })
    const [deployment, opt, volume, home] = [join(scratch, name), join(scratch, `${name}-opt`), join(scratch, `${name}-data`), join(scratch, `${name}-home`)]
    const [node, image] = await openImage(scratch, release)
    const port = await freePort()
    for (const folder of [opt, volume, home]) mkdirSync(folder)
    if (imageUser !== undefined) for (const folder of [volume, home]) chownSync(folder, imageUser, imageUser)
    copyFileSync(join(deployment, 'runtime', 'boot.mjs'), join(opt, 'boot.mjs'))
    const config = JSON.parse(readFileSync(join(deployment, 'openclaw.json'), 'utf8')) as Config
    config.gateway.port = port
    seed?.(config)
    writeFileSync(join(opt, 'openclaw.seed.json'), JSON.stringify(config))

    const fly = parse(readFileSync(join(deployment, isPrivate ? 'fly.private.toml' : 'fly.toml'), 'utf8')) as unknown as { processes: { app: string }; env: Record<string, string> }
    const words = fly.processes.app.replace(GUEST_DIR, opt).replace('fly-local-6pn', ownIPv6 ?? '::1').replace(`--port ${PORT}`, `--port ${port}`).split(' ')
    const env = {
      ...Object.fromEntries(Object.entries(fly.env).map(([key, value]) => [key, value.replace(STATE_DIR, volume)])),
      PATH: `${dirname(node)}:/usr/bin:/bin`, HOME: home, TMPDIR: home, FLY_APP_NAME: name,
      OPENCLAW_GATEWAY_PORT: String(port), OPENCLAW_GATEWAY_TOKEN: 'a1'.repeat(32),
    }
    const run = (command: readonly string[], more: Readonly<Record<string, string | undefined>> = {}): Booted => {
      const all = Object.entries({ ...env, ...more }).filter((entry): entry is [string, string] => entry[1] !== undefined)
      return launch(command, { env: Object.fromEntries(all), cwd: image, owner: imageUser })
    }
    return {
      volume, config: join(volume, 'openclaw.json'), port, url: `http://127.0.0.1:${port}`,
      boot: (more) => run([node, ...words.slice(1)], more),
      openclaw: (args) => run([node, 'openclaw.mjs', ...args]),
      async checkDatabase(path) {
        const check = run([node, '--no-warnings', '-e', `const { DatabaseSync } = require('node:sqlite'); console.log(new DatabaseSync(process.argv[1]).prepare('PRAGMA integrity_check').get().integrity_check)`, path])
        await check.ended
        return check.log().trim()
      },
      giveBack: () => void (imageUser !== undefined && execFileSync('chown', ['-R', `${imageUser}:${imageUser}`, volume])),
    }
  }
}

/** Node and the folder of OpenClaw (the image's /app), where the image's user can read them: root's home is closed to it. */
async function openImage(scratch: string, release: string): Promise<readonly [string, string]> {
  const [node, program] = [await node24(), await openclaw(release)]
  if (!isRoot) return [node, dirname(program)]
  return [join(share(scratch, 'node', dirname(dirname(node))), 'bin', 'node'), join(share(scratch, release, dirname(dirname(dirname(program)))), 'node_modules', 'openclaw')]
}

/** Links instead of copies where it can: 40,000 files in a second. */
function share(scratch: string, name: string, folder: string): string {
  const shared = join(scratch, `image-${name}`)
  if (existsSync(shared)) return shared
  try {
    execFileSync('cp', ['-al', folder, shared], { stdio: 'ignore' })
  } catch {
    rmSync(shared, { recursive: true, force: true })
    execFileSync('cp', ['-a', folder, shared]) // another file system
  }
  return shared
}

/** The machine is gone at once with all that runs in it, as when its power fails, or its first program ends. */
export async function pullThePlug({ child, ended }: Booted): Promise<void> {
  killGroup(child)
  await ended
  await expect.poll(() => groupLives(child), { timeout: 30_000 }).toBe(false)
}

/** The gateway listens, and says that it lives. 2026.9.6 logs "ready" only if no channel lacks its secret. */
export async function untilReady({ url }: RealMachine, booted: Booted): Promise<void> {
  await booted.until('http server listening')
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
}

/** The boot program waits for a repair, and has said all that it says about it. */
export async function untilHeld(booted: Booted, code: number): Promise<void> {
  await booted.until(`waiting: the gateway cannot start (exit code ${code};`)
  await booted.until('and by itself in')
}

export async function stop(booted: Booted): Promise<void> {
  booted.child.kill('SIGTERM')
  await booted.ended
}
