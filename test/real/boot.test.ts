import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newestRelease, releases } from '../../src/releases/catalogue.ts'
import { runCli } from '../support/run-cli.ts'
import { node24, openclaw } from './programs.ts'

const scratch = mkdtempSync(join(tmpdir(), 'openclaw-boot-'))
const running = new Set<ChildProcess>()
afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(scratch, { recursive: true, force: true })
})

interface Gateway {
  readonly url: string
  readonly log: () => string
  readonly state: string
  readonly stop: () => Promise<number | null>
}

/** Starts a deployment's own boot program and seed with the real gateway, as the machine would. */
async function boot(name: string, release: string, flags: readonly string[]): Promise<Gateway> {
  const [node, program] = [await node24(), await openclaw(release)]
  expect(await runCli([name, '--yes', '--no-clone', '--release', release, ...flags], { cwd: scratch })).toMatchObject({ code: 0 })
  const opt = join(scratch, `${name}-opt`)
  mkdirSync(opt)
  cpSync(join(scratch, name, 'runtime', 'boot.mjs'), join(opt, 'boot.mjs'))
  cpSync(join(scratch, name, 'openclaw.json'), join(opt, 'openclaw.seed.json'))
  const [state, home, port] = [join(scratch, `${name}-data`), join(scratch, `${name}-home`), String(await freePort())]
  mkdirSync(home)
  const child = spawn(node, [join(opt, 'boot.mjs'), node, program, 'gateway', '--allow-unconfigured', '--bind', 'lan', '--port', port], {
    env: { PATH: process.env.PATH, HOME: home, TMPDIR: home, OPENCLAW_STATE_DIR: state, OPENCLAW_GATEWAY_PORT: port, OPENCLAW_GATEWAY_TOKEN: 'a1'.repeat(32), OPENCLAW_NO_AUTO_UPDATE: '1' },
  })
  running.add(child)
  let log = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString('utf8')))
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
  await untilListening(() => log, child)
  return { url: `http://127.0.0.1:${port}`, log: () => log, state, stop: () => (child.kill('SIGTERM'), ended) }
}

async function untilListening(log: () => string, child: ChildProcess): Promise<void> {
  for (let waited = 0; waited < 120_000; waited += 200) {
    if (log().includes('http server listening')) return
    if (child.exitCode !== null) break
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`the gateway did not start:\n${log()}`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

beforeAll(async () => {
  await node24()
  await openclaw(newestRelease)
  await openclaw(releases[0]!.release)
}, 1_200_000)

describe('the real gateway under the emitted boot program', () => {
  test('starts from the seed, answers the health check, and ends cleanly on SIGTERM', async () => {
    const gateway = await boot('public', newestRelease, ['--channel', 'telegram'])
    expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200)
    expect(JSON.parse(readFileSync(join(gateway.state, 'openclaw.json'), 'utf8'))).toMatchObject({ gateway: { auth: { mode: 'token' } }, channels: { telegram: { enabled: true } } })
    expect(statSync(join(gateway.state, 'openclaw.json')).mode & 0o777).toBe(0o600)
    expect(gateway.log()).not.toMatch(/Invalid config|Unrecognized key|without explicit trust/)
    expect(await gateway.stop()).toBe(0)
    expect(gateway.log()).toContain('the gateway ended with exit code 0')
  })

  test('says which secret a channel misses, and starts all the same', async () => {
    const gateway = await boot('no-token', newestRelease, ['--channel', 'telegram'])
    await expect.poll(gateway.log, { timeout: 30_000 }).toMatch(/account:telegram:default is configured/)
    await gateway.stop()
  })

  // Without models.providers.openai.agentRuntime this release wants a plugin that an API key does not need.
  test('fetches no Codex plugin for an OpenAI model, in the oldest release that we know', async () => {
    const gateway = await boot('openai', releases[0]!.release, ['--model', 'openai/gpt-6-astra'])
    expect(gateway.log()).not.toMatch(/codex/i)
    await gateway.stop()
  })
})
