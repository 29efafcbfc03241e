import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { CloneProgress } from '../../src/clone/clone.ts'
import { Cancelled } from '../../src/errors.ts'
import { leftovers, useWorkshop } from './setup.ts'

const workshop = useWorkshop()

async function abortAt(phase: CloneProgress['phase'], repository?: string): Promise<unknown> {
  const controller = new AbortController()
  const onProgress = (progress: CloneProgress): void => { if (progress.phase === phase) setTimeout(() => controller.abort(), 20) }
  return workshop.clone('v2026.9.6', { signal: controller.signal, onProgress, ...(repository === undefined ? {} : { repository }) }).catch((error: unknown) => error)
}

/** What is half-made in the cache. */
function workIn(cacheDir: string): string[] {
  return readdirSync(cacheDir, { recursive: true }).map(String).filter((name) => path.basename(name).startsWith('work.tmp-'))
}

test('aborted while it waits for the server it is cancelled', async () => {
  workshop.server.behaviour = { refs: 'hang' }
  expect(await abortAt('resolving')).toBeInstanceOf(Cancelled)
  expect(leftovers(workshop)).toEqual([])
})

test('aborted in the middle of the download it is cancelled and leaves nothing', async () => {
  workshop.server.behaviour = { archive: 'stall' }
  expect(await abortAt('downloading')).toBeInstanceOf(Cancelled)
  expect(leftovers(workshop)).toEqual([])
  expect(workIn(workshop.cacheDir)).toEqual([])
})

test('aborted while it unpacks it is cancelled and leaves nothing', async () => {
  await workshop.clone()
  rmSync(workshop.destination, { recursive: true })
  const controller = new AbortController()
  const onProgress = ({ phase }: CloneProgress): void => { if (phase === 'extracting') controller.abort() }
  expect(await workshop.clone('v2026.9.6', { signal: controller.signal, onProgress }).catch((error: unknown) => error)).toBeInstanceOf(Cancelled)
  expect(leftovers(workshop)).toEqual([])
})

test('aborted before it begins it does not even ask the server', async () => {
  expect(await workshop.clone('v2026.9.6', { signal: AbortSignal.abort() }).catch((error: unknown) => error)).toBeInstanceOf(Cancelled)
  expect(workshop.server.requests).toEqual([])
  expect(existsSync(workshop.cacheDir)).toBe(false)
})

test('aborted while Git waits for the server it is cancelled', async () => {
  workshop.server.behaviour = { refs: 'hang' }
  expect(await abortAt('resolving', `${workshop.server.origin}/openclaw/openclaw.git`)).toBeInstanceOf(Cancelled)
  expect(leftovers(workshop)).toEqual([])
})

function start(env: NodeJS.ProcessEnv = {}): ChildProcess {
  const script = path.join(import.meta.dirname, 'child.ts')
  return spawn(process.execPath, ['--import', 'tsx', script, workshop.destination, workshop.cacheDir, workshop.server.origin], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
}

async function outputOf(child: ChildProcess, until?: string): Promise<string> {
  let output = ''
  for await (const chunk of child.stdout ?? []) {
    output += String(chunk)
    if (until !== undefined && output.includes(until)) return output
  }
  return output
}

test('killed in the middle of the download nothing is at the destination, and the next run succeeds', async () => {
  workshop.server.behaviour = { archive: 'stall' }
  const child = start()
  await outputOf(child, 'downloading')
  child.kill('SIGKILL')
  await once(child, 'close')
  expect(existsSync(workshop.destination)).toBe(false)

  expect(workIn(workshop.cacheDir)).toHaveLength(1)

  workshop.server.behaviour = {}
  expect(await workshop.clone()).toMatchObject({ kind: 'cloned' })
  expect(leftovers(workshop)).toEqual(['openclaw'])
  expect(workIn(workshop.cacheDir)).toEqual([])
})

test('killed while it unpacks the destination is whole or not there', async () => {
  await workshop.clone()
  rmSync(workshop.destination, { recursive: true })
  const child = start()
  await outputOf(child, 'extracting')
  child.kill('SIGKILL')
  await once(child, 'close')
  expect(existsSync(workshop.destination)).toBe(existsSync(path.join(workshop.destination, 'scripts', 'agents')))
  expect(await workshop.clone('v2026.9.6', { destination: `${workshop.destination}-2` })).toMatchObject({ kind: 'cached' })
  expect(workIn(workshop.cacheDir)).toEqual([])
})

test('a clone from GitHub needs no git command and writes nothing to the home folder', async () => {
  const home = path.join(workshop.folder, 'home')
  mkdirSync(home)
  const output = await outputOf(start({ PATH: '/nonexistent', HOME: home, XDG_CACHE_HOME: path.join(home, 'xdg') }))
  expect(output).toContain('"kind":"cloned"')
  expect(readdirSync(home)).toEqual([])
})
