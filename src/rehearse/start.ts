import { request } from 'node:http'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { askWith, type Caller } from './caller.ts'
import type { HealthCheck } from './fly-file.ts'
import { endOf, reasonOf } from './gateway-log.ts'
import type { Running } from './keeper.ts'

/** Every state answers here, and it is what our own Fly files name. */
export const HEALTH_PATH = '/healthz'
/** Answers 200 once the start is done (docs/install/kubernetes.md of 2026.9.6). */
const STARTUP_PATH = '/startupz'
const LOOK_EVERY_MS = 500

/** How a start went. */
export type Start =
  | { readonly ready: true; readonly seconds: number; readonly statuses: Statuses }
  | { readonly ready: false; readonly seconds: number; readonly reason: readonly string[]; readonly statuses: Statuses }

/** Every status that a health path gave while the gateway started, in order, each once. */
export type Statuses = ReadonlyMap<string, readonly number[]>

export interface Watch {
  readonly running: Running
  readonly caller: Caller
  /** Requests as Fly's own checks make them, to the ports as they are here. */
  readonly checks: readonly HealthCheck[]
  /** How long a start may take. */
  readonly limitMs: number
  readonly signal: AbortSignal
}

/** Waits until the gateway is ready, has failed, or has taken too long. @throws AbortError */
export async function watchStart({ running, caller, checks, limitMs, signal }: Watch): Promise<Start> {
  const began = performance.now()
  const statuses = new Map<string, readonly number[]>()
  let ended: string | number | undefined
  void running.ended.then((how) => (ended = how))
  for (;;) {
    const seconds = (performance.now() - began) / 1000
    const over = endOf(running.log()) ?? (ended === undefined ? undefined : `the boot program ended (${ended})`)
    if (over !== undefined) return { ready: false, seconds, statuses, reason: [...reasonOf(running.log()), over] }
    for (const check of checks) note(statuses, check.path, await statusOf(check))
    if (await isReady(running, caller)) return { ready: true, seconds: (performance.now() - began) / 1000, statuses }
    if (seconds * 1000 > limitMs) return { ready: false, seconds, statuses, reason: [`not ready after ${Math.round(seconds)} s`, ...reasonOf(running.log())] }
    await wait(LOOK_EVERY_MS, undefined, { signal })
  }
}

function note(statuses: Map<string, readonly number[]>, path: string, status: number | undefined): void {
  const seen = statuses.get(path) ?? []
  if (status !== undefined && !seen.includes(status)) statuses.set(path, [...seen, status])
}

/** What Fly's check gets, which calls the machine itself and forwards nothing; undefined where nothing answers. */
export async function statusOf({ port, path, method, headers }: HealthCheck): Promise<number | undefined> {
  return askWith(request({ host: '127.0.0.1', port, path, method, headers, agent: false })).then(({ status }) => status, () => undefined)
}

/** A gateway that refuses the edge's requests says in its log that it is ready. */
async function isReady(running: Running, caller: Caller): Promise<boolean> {
  if (/\[gateway\] ready$/m.test(running.log())) return true
  return askWith(caller.open({ path: STARTUP_PATH })).then(({ status }) => status === 200, () => false)
}
