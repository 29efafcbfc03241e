import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { configOf, names, recordingOf, textOf, withoutStamps } from '../releases/migrations/doctor.ts'
import { node24, openclaw } from './programs.ts'
import { openRegistry, type RegistryDoor } from './registry.ts'

/*
 * Asks the real doctor, so that what is recorded of it in test/releases/migrations/doctor/ stays true. To record anew:
 * npx vitest run --config vitest.real.config.ts test/real/doctor-fix.test.ts -u
 */

const release = '2026.9.6'
/** Plugins whose doctor must be there; they are fetched once, for all configurations that use one. */
const external = ['discord', 'signal', 'slack', 'whatsapp']
/** A busy computer takes five times as long as an idle one. */
const DOCTOR_SECONDS = 240

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
async function runDoctor(folder: string, text: string): Promise<unknown> {
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

/** What is recorded; with -u, what will be. */
async function expectRecorded(name: string, folder: string): Promise<void> {
  const after = withoutStamps((await runDoctor(folder, textOf(name))) as never, configOf(name), folder)
  await expect(`${JSON.stringify(after, null, 2)}\n`).toMatchFileSnapshot(recordingOf(name, release))
}

describe.concurrent(`the doctor of ${release}`, () => {
  it('makes of configurations without external plugins what is recorded', async () => {
    for (const name of names.filter((each) => !usesPlugin(each))) await expectRecorded(name, mkdtempSync(join(root, 'plain-')))
  }, 900_000)

  it('makes of configurations with external plugins what is recorded', async () => {
    // Plugins remember the folder that they were installed to: one folder serves them all, and the rest of it is put back.
    const folder = mkdtempSync(join(root, 'plugins-'))
    await runDoctor(folder, JSON.stringify(withPlugins))
    const state = join(root, 'state')
    cpSync(join(folder, 'state'), state, { recursive: true })
    for (const name of names.filter(usesPlugin)) {
      for (const entry of readdirSync(folder)) if (entry !== 'npm') rmSync(join(folder, entry), { recursive: true, force: true, maxRetries: 5 })
      cpSync(state, join(folder, 'state'), { recursive: true })
      await expectRecorded(name, folder)
    }
  }, 900_000)
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
