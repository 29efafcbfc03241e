import { spawn, type ChildProcess } from 'node:child_process'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
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

/** A machine as `[[files]]` leaves it: boot.mjs and its seed in one folder, and a volume. */
export function machine(folder: string, seed: string | null = '{ "seed": true }\n'): { readonly program: string; readonly volume: string } {
  mkdirSync(join(folder, 'opt'))
  copyFileSync(boot, join(folder, 'opt', 'boot.mjs'))
  if (seed !== null) writeFileSync(join(folder, 'opt', 'openclaw.seed.json'), seed)
  return { program: join(folder, 'opt', 'boot.mjs'), volume: join(folder, 'data') }
}

export type Start = typeof start

/**
 * A function that starts boot.mjs. What still runs after the file's tests is killed with everything it started: each is a
 * process group, for a killed boot program cannot end its gateway. Called by each file, for a module that files share is
 * loaded once, and so would be its afterAll.
 */
export function bootPrograms(): Start {
  const children: ChildProcess[] = []
  afterAll(() => children.forEach(killGroup))
  return (where, words, env) => {
    const booted = start(where, words, env)
    children.push(booted.child)
    return booted
  }
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch (error) {
    // ESRCH: all of it has ended.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function start({ program, volume }: { readonly program: string; readonly volume: string }, words: readonly string[], env: Readonly<Record<string, string>> = {}): Booted {
  const child = spawn(process.execPath, [program, ...words], { env: { PATH: process.env['PATH'], OPENCLAW_STATE_DIR: volume, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
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
