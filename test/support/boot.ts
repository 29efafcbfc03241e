import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, chownSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

const boot = fileURLToPath(new URL('../../templates/deployment/runtime/boot.mjs', import.meta.url))
export const gateway = fileURLToPath(new URL('./gateway.mjs', import.meta.url))

/** The relay speaks to the gateway over the machine's own IPv4 address, and needs IPv6 to listen on. */
const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
export const canRelay = addresses.some(({ family, internal }) => family === 'IPv4' && !internal) && addresses.some(({ address }) => address === '::1')

export interface Booted {
  readonly child: ChildProcess
  /** Everything that was printed so far. */
  readonly log: () => string
  readonly until: (text: string) => Promise<void>
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
}

export interface Machine {
  readonly program: string
  readonly volume: string
  /** Whom the boot program runs as: uid and gid. Undefined: whoever runs the tests. */
  readonly owner?: number
}

/** A machine as `[[files]]` leaves it: boot.mjs and its seed in one folder, and a volume. */
export function machine(folder: string, seed: string | null = '{ "seed": true }\n'): Machine {
  mkdirSync(join(folder, 'opt'))
  copyFileSync(boot, join(folder, 'opt', 'boot.mjs'))
  if (seed !== null) writeFileSync(join(folder, 'opt', 'openclaw.seed.json'), seed)
  return { program: join(folder, 'opt', 'boot.mjs'), volume: join(folder, 'data') }
}

export const isRoot = process.getuid?.() === 0

/** The same with an empty volume, as the image's own user has it. Where the tests do not run as root, that is who runs them. */
export function unprivileged(where: Machine): Machine {
  mkdirSync(where.volume, { mode: 0o700 })
  if (!isRoot) return where
  for (const folder of [dirname(where.volume), dirname(dirname(where.volume))]) chmodSync(folder, 0o755)
  chownSync(where.volume, 1000, 1000)
  return { ...where, owner: 1000 }
}

const preload = (code: string): { readonly NODE_OPTIONS: string } => ({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` })

/** A minute passes in 0.6 seconds for the boot program and what it starts. */
export const fastClock = preload('const slow = setTimeout; globalThis.setTimeout = (work, delay = 0, ...rest) => slow(work, delay / 100, ...rest)')

/** A tenth of a second passes with every look at the clock. */
export const tickingClock = preload('let now = Date.now(); Date.now = () => now += 100')

/** The machine has this IPv4 address beside its loopback, or none. */
export const addressed = (address?: string): { readonly NODE_OPTIONS: string } => preload(`
  import os from 'node:os'
  import { syncBuiltinESMExports } from 'node:module'
  os.networkInterfaces = () => ({ lo: [{ family: 'IPv4', internal: true, address: '127.0.0.1' }], eth0: ${JSON.stringify(address === undefined ? [] : [{ family: 'IPv4', internal: false, address }])} })
  syncBuiltinESMExports()`)

/** After 0.1 seconds it is ten minutes later. */
export const lateClock = preload('const now = Date.now; setTimeout(() => { Date.now = () => now() + 600_000 }, 100).unref()')

export type Start = typeof start

/**
 * A function that starts programs. What still runs after the file's tests is killed with everything it started: each is a
 * process group, for a killed boot program cannot end its gateway. Called by each file, for a module that files share is
 * loaded once, and so would be its afterAll.
 */
export function programs(): typeof launch {
  const children: ChildProcess[] = []
  afterAll(() => children.forEach((child) => killGroup(child)))
  return (words, options) => {
    const launched = launch(words, options)
    children.push(launched.child)
    return launched
  }
}

/** The same for boot.mjs. */
export function bootPrograms(): Start {
  const run = programs()
  return (where, words, env, cwd) => start(where, words, env, cwd, run)
}

/** Sends a signal to a program and everything that it started; signal 0 just asks. False: all of it has ended. */
function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  try {
    return pid !== undefined && process.kill(-pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}

export const killGroup = (child: ChildProcess): boolean => signalGroup(child, 'SIGKILL')
export const groupLives = (child: ChildProcess): boolean => signalGroup(child, 0)

function start({ program, volume, owner }: Machine, words: readonly string[], env: Readonly<Record<string, string>> = {}, cwd?: string, run = launch): Booted {
  return run([process.execPath, program, ...words], { env: { PATH: process.env['PATH'] ?? '', OPENCLAW_STATE_DIR: volume, ...env }, cwd, owner })
}

export interface LaunchOptions {
  readonly env: Readonly<Record<string, string>>
  readonly cwd?: string | undefined
  /** Whom it runs as: uid and gid. */
  readonly owner?: number | undefined
}

function launch([program, ...args]: readonly string[], { env, cwd, owner }: LaunchOptions): Booted {
  const user = owner === undefined ? {} : { uid: owner, gid: owner }
  const child = spawn(program!, args, { ...user, cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let text = ''
  const listeners = new Set<() => void>()
  const collect = (chunk: Buffer): void => {
    text += chunk.toString('utf8')
    for (const listener of listeners) listener()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const ended = new Promise<number | string>((resolve) => child.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown')))
  const until = (wanted: string): Promise<void> => new Promise((resolve, reject) => {
    const look = (): void => {
      if (!text.includes(wanted)) return
      listeners.delete(look)
      resolve()
    }
    listeners.add(look)
    void ended.then((code) => reject(new Error(`ended with ${code} before ${JSON.stringify(wanted)}:\n${text}`)))
    look()
  })
  return { child, log: () => text, until, ended }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
