import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { configOf, names, recordedNames, recordingOf, textOf, withoutStamps } from '../releases/migrations/doctor.ts'
import type { Json } from '../../src/releases/migrations/json.ts'
import { node24, openclaw } from './programs.ts'
import { openRegistry, type RegistryDoor } from './registry.ts'

/*
 * Asks the real doctor, so that what is recorded of it in test/releases/migrations/doctor/ stays true. To record anew:
 * npx vitest run --config vitest.real.config.ts test/real/doctor-fix.test.ts -u
 */

const newest = '2026.9.6'
/** Plugins whose doctor must be there; they are fetched once, for all configurations that use one. */
const external = ['discord', 'signal', 'slack', 'whatsapp']
/** An idle computer takes 10, and 60 with plugins; a busy one takes many times as long. */
const DOCTOR_SECONDS = 400

function usesPlugin(name: string): boolean {
  return Object.keys((configOf(name) as { channels?: object }).channels ?? {}).some((id) => external.includes(id))
}

const { endTrees } = (await import(new URL('../../src/rehearse/processes.mjs', import.meta.url).href)) as { endTrees: (pids: readonly number[]) => void }

const root = mkdtempSync(join(tmpdir(), 'openclaw-doctor-'))
const running = new Set<ChildProcess>()
let door: RegistryDoor

beforeAll(async () => {
  door = await openRegistry('127.0.0.1')
})

afterAll(() => {
  endTrees([...running].flatMap(({ pid }) => pid ?? []))
  door?.close()
  rmSync(root, { recursive: true, force: true, maxRetries: 5 })
})

/**
 * Runs `doctor --fix` in a state folder and returns the configuration that it left. It is done when it says so: with an
 * external plugin 2026.9.6 does not end by itself then.
 */
async function runDoctor(release: string, folder: string, text: string): Promise<unknown> {
  const file = join(folder, 'openclaw.json')
  // No skill is looked for on this computer: the doctor would switch off those whose programs are not here.
  const skills = join(folder, 'skills-none')
  mkdirSync(skills, { recursive: true })
  writeFileSync(file, text)
  const child = spawn(await node24(), [await openclaw(release), 'doctor', '--fix', '--non-interactive', '--no-workspace-suggestions'], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, OPENCLAW_STATE_DIR: folder, OPENCLAW_CONFIG_PATH: file, OPENCLAW_BUNDLED_SKILLS_DIR: skills, ...door.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  running.add(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (said += data.toString()))
  for (let tick = 0; tick < DOCTOR_SECONDS * 4 && child.exitCode === null && !said.includes('Doctor complete'); tick++) await setTimeout(250)
  endTrees(child.pid === undefined ? [] : [child.pid])
  running.delete(child)
  expect(said).toContain('Doctor complete')
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** One folder serves all that use an external plugin, for plugins remember where they were installed; the rest of it is put back. */
const shared = { folder: join(root, 'plugins'), state: join(root, 'state'), turn: Promise.resolve() as Promise<unknown> }

async function runWithPlugins(text: string): Promise<unknown> {
  const { folder, state } = shared
  if (!existsSync(state)) {
    mkdirSync(folder)
    await runDoctor(newest, folder, JSON.stringify(withPlugins))
    cpSync(join(folder, 'state'), state, { recursive: true })
  }
  for (const entry of readdirSync(folder)) if (entry !== 'npm') rmSync(join(folder, entry), { recursive: true, force: true, maxRetries: 5 })
  cpSync(state, join(folder, 'state'), { recursive: true })
  return runDoctor(newest, folder, text)
}

/** What the doctor makes of a configuration, as it is recorded. */
async function askDoctor(release: string, name: string): Promise<string> {
  const isPlain = !usesPlugin(name)
  const folder = isPlain ? mkdtempSync(join(root, 'plain-')) : shared.folder
  const asked = isPlain ? runDoctor(release, folder, textOf(name)) : shared.turn.then(() => runWithPlugins(textOf(name)))
  if (!isPlain) shared.turn = asked.catch(() => undefined)
  return `${JSON.stringify(withoutStamps((await asked) as Json, configOf(name), folder), null, 2)}\n`
}

/** Those that wait for the one folder among those that do not. */
const order = names.filter(usesPlugin).flatMap((name, index) => [name, ...names.filter((each) => !usesPlugin(each)).slice(index * 3, index * 3 + 3)])
const all = [...new Set([...order, ...names])].map((name) => [newest, name] as const)
const earlier = recordedNames('2026.8.2').map((name) => ['2026.8.2', name] as const)

describe('doctor --fix', () => {
  it.concurrent.for([...all, ...earlier])('of %s makes of a configuration what is recorded: %s', { timeout: 900_000 }, async ([release, name], { expect }) => {
    await expect(await askDoctor(release, name)).toMatchFileSnapshot(recordingOf(name, release))
  })
})

const withPlugins = {
  gateway: { mode: 'local', bind: 'lan', port: 3000, auth: { mode: 'token' }, controlUi: { allowedOrigins: ['https://my-openclaw.fly.dev'] } },
  agents: { defaults: { model: { primary: 'anthropic/claude-sonnet-4-6' } } },
  plugins: { entries: Object.fromEntries(external.map((id) => [id, { enabled: true }])) },
  channels: {
    discord: { enabled: true, token: 'none' },
    signal: { enabled: true, account: '+15550001111' },
    slack: { enabled: true, botToken: 'xoxb-none', appToken: 'xapp-none' },
    whatsapp: { enabled: true },
  },
}
