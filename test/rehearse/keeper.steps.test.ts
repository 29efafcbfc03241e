import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { keeperProgram } from '../../src/load.ts'
import { startKeeper, type Keeper } from '../../src/rehearse/keeper.ts'
import { temporaryFolders } from '../support/folders.ts'

interface Processes {
  readonly parsePs: (text: string) => readonly { readonly pid: number; readonly parent: number; readonly bytes: number }[]
  readonly treeOf: (all: ReturnType<Processes['parsePs']>, roots: readonly number[]) => ReturnType<Processes['parsePs']>
}
interface Traces {
  readonly watchTraces: (folder: string, profile: string, places: { readonly logs: string; readonly locks: string }) => () => void
  readonly lockName: (database: string) => string
}

const load = <T>(name: string): Promise<T> => import(new URL(`../../src/rehearse/${name}`, import.meta.url).href) as Promise<T>
const { parsePs, treeOf } = await load<Processes>('processes.mjs')
const { watchTraces, lockName } = await load<Traces>('traces.mjs')
const newFolder = temporaryFolders('keeper-')

const keepers: Keeper[] = []
afterAll(() => Promise.all(keepers.map(({ close }) => close())))
async function keeper(): Promise<Keeper> {
  const made = await startKeeper(keeperProgram())
  keepers.push(made)
  return made
}

const script = (text: string, folder: string): Parameters<Keeper['start']>[0] => ({ file: process.execPath, args: ['-e', text], cwd: folder, env: { ONLY: 'this' } })

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('the keeper', () => {
  test('runs programs with nothing but the given environment, and gives what they print and how they end', async () => {
    const { start, folder } = await keeper()
    const running = start(script('console.log(JSON.stringify(process.env)); console.error("é"); process.exitCode = 3', folder))
    expect(await running.ended).toBe(3)
    expect(JSON.parse(running.stdout())).toEqual({ ONLY: 'this' })
    expect(running.log()).toContain('é\n')
  })

  test('says why a program could not start', async () => {
    const { start, folder } = await keeper()
    expect(await start({ file: '/nowhere/program', args: [], cwd: folder, env: {} }).ended).toMatch(/ENOENT/)
  })

  test.runIf(process.platform !== 'win32')('measures a program with all that it started, and ends it so', async () => {
    const { start, folder } = await keeper()
    const child = 'setInterval(() => {}, 1000)'
    const running = start(script(`const { pid } = require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(child)}], { detached: true }); console.log(pid); ${child}`, folder), { measured: true })
    await expect.poll(() => running.peak(), { timeout: 15_000 }).toBeGreaterThan(40e6)
    running.end()
    expect(await running.ended).toBe('SIGKILL')
    // A process that has ended is there until somebody looks at its exit code, which may take the system a while.
    await expect.poll(() => isRunning(Number(running.stdout())), { timeout: 15_000 }).toBe(false)
  })

  test('removes its folder and what it was told to, and starts nothing any more', async () => {
    const { start, remove, close, folder } = await keeper()
    const other = join(newFolder(), 'other')
    mkdirSync(other)
    remove(other)
    await close()
    expect([existsSync(folder), existsSync(other)]).toEqual([false, false])
    expect(await start(script('', '/')).ended).toBe('the rehearsal is over')
  })
})

describe('processes', () => {
  test('as ps prints them, and the tree of one of them', () => {
    const all = parsePs('    1     0   100\n  20     1    50\n 21    20  7\n 30     1  9\n')
    expect(all[2]).toEqual({ pid: 21, parent: 20, bytes: 7 * 1024 })
    expect(treeOf(all, [20]).map(({ pid }) => pid)).toEqual([20, 21])
  })
})

describe('what OpenClaw leaves elsewhere', () => {
  test('is removed where it is of this rehearsal, and nothing else is', () => {
    const root = newFolder()
    const [folder, places] = [join(root, 'rehearsal'), { logs: join(root, 'logs'), locks: join(root, 'locks') }]
    mkdirSync(join(folder, 'volume-1'), { recursive: true })
    mkdirSync(places.locks)
    const clean = watchTraces(folder, 'rehearsal1', places)
    mkdirSync(places.logs)
    const own = `state-lifecycle${lockName(join(folder, 'volume-1', 'state', 'openclaw.sqlite'))}`
    for (const name of [own, 'state-lifecycle.00000000.lock.sqlite']) writeFileSync(join(places.locks, name), '')
    writeFileSync(join(places.logs, 'openclaw-rehearsal1-2026-11-25.log'), '')
    clean()
    expect(readdirSync(places.locks)).toEqual(['state-lifecycle.00000000.lock.sqlite'])
    expect(existsSync(places.logs)).toBe(false)
  })

  // As a lock of 2026.9.6 was named: `/tmp/w/s/state/openclaw.sqlite`.
  test('names locks by the path of the database', () => {
    expect(lockName('/tmp/w/s/state/openclaw.sqlite')).toBe('.9fc34a88.lock.sqlite')
  })
})
