import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { newestRelease } from '../../src/releases/catalogue.ts'
import { FlySandbox } from '../scripts/fly-double/fly-sandbox.ts'
import { PairedBrowser } from './paired-browser.ts'
import { node24, openclaw } from './programs.ts'

/*
 * The scripts of a deployment against a real gateway: only Fly is a double, whose SSH runs the real OpenClaw.
 */

const token = 'a1'.repeat(32)
const home = mkdtempSync(join(tmpdir(), 'openclaw-operate-'))
const sandbox = new FlySandbox()
let gateway: { child: ChildProcess | undefined, log: string, wanted: boolean } = { child: undefined, log: '', wanted: true }
let port = 0
let program = ''

type Config = { gateway: Record<string, unknown>, [key: string]: unknown }
const here = () => JSON.parse(sandbox.read('openclaw.json')) as Config
const live = () => JSON.parse(sandbox.liveFile('openclaw.json')) as Config
const changeHere = (change: (config: Config) => Config) => sandbox.write('openclaw.json', JSON.stringify(change(here()), null, 2))
const run = (script: string, ...args: string[]) => sandbox.run(script, args)

/** Restarts the gateway whenever it ends, as Fly does; with the port on the command line, as in fly.toml. */
async function keepRunning(node: string): Promise<void> {
  const env = { PATH: process.env.PATH, HOME: home, TMPDIR: home, OPENCLAW_STATE_DIR: sandbox.livePath('.'), OPENCLAW_GATEWAY_PORT: String(port), OPENCLAW_GATEWAY_TOKEN: token, OPENCLAW_NO_AUTO_UPDATE: '1' }
  while (gateway.wanted) {
    const child = spawn(node, [program, 'gateway', '--allow-unconfigured', '--bind', 'lan', '--port', String(port)], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    gateway.child = child
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => { gateway.log += text.toString('utf8') })
    await once(child, 'exit')
    if (gateway.wanted) await new Promise((resolve) => setTimeout(resolve, 1000))
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const found = (server.address() as AddressInfo).port
  server.close()
  return found
}

const isUp = async () => (await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(2000) }).catch(() => undefined))?.ok ?? false

beforeAll(async () => {
  const node = await node24()
  program = await openclaw(newestRelease)
  sandbox.givenDeployed()
  port = await freePort()
  sandbox.machine.config.env.OPENCLAW_GATEWAY_PORT = String(port)
  sandbox.atFly.secrets.find(({ name }) => name === 'OPENCLAW_GATEWAY_TOKEN')!.value = token
  sandbox.fly.files.extraEnvironment.TMPDIR = home
  const shim = join(home, 'shim.mjs')
  writeFileSync(shim, `import { spawn } from 'node:child_process'\nspawn(${JSON.stringify(node)}, [${JSON.stringify(program)}, ...process.argv.slice(2)], { stdio: 'inherit' }).on('exit', (code) => { process.exitCode = code ?? 1 })\n`)
  sandbox.fly.files.programs.set('/app/openclaw.mjs', shim)
  void keepRunning(node)
  await vi.waitUntil(isUp, { timeout: 600_000, interval: 500 })
}, 1_200_000)

afterAll(async () => {
  gateway = { ...gateway, wanted: false }
  gateway.child?.kill('SIGKILL')
  sandbox[Symbol.dispose]()
  rmSync(home, { recursive: true, force: true, maxRetries: 3 })
})

describe('a deployment is operated by its scripts, with the real OpenClaw in the machine', () => {
  test('npm run openclaw gives the answer and the exit code of the CLI', async () => {
    expect(await run('openclaw.mjs', '--version')).toMatchObject({ code: 2 })
    expect((await run('openclaw.mjs', '--', '--version')).stdout).toContain(newestRelease)
    expect(await run('openclaw.mjs', 'config', 'get', 'gateway.bind')).toMatchObject({ code: 0, stdout: 'lan\n' })
    expect(await run('openclaw.mjs', 'devices', 'approve', 'nosuch')).toMatchObject({ code: 1, stderr: expect.stringContaining('No pending device request matches nosuch') as string })
  })

  test('what was deployed is what is in use', async () => {
    expect(await run('config.mjs', 'diff')).toMatchObject({ code: 0, stdout: 'The same.\n' })
  })

  test('a push is applied by the running gateway, without a restart where the key allows it', async () => {
    // The test stands where Fly's edge would: on 127.0.0.1.
    changeHere((config) => ({ ...config, gateway: { ...config.gateway, trustedProxies: ['172.16.0.0/12', '127.0.0.1'] } }))
    const child = gateway.child
    const { code, stdout, stderr } = await run('config.mjs', 'push', '--yes')
    expect(stderr).not.toContain('restarts for')
    expect(stdout).toContain('Done: the gateway runs with it')
    expect(code).toBe(0)
    expect(live().gateway.trustedProxies).toContain('127.0.0.1')
    expect(gateway.log).toContain('config hot reload applied (gateway.trustedProxies)')
    expect(gateway.child).toBe(child)
  })

  test('a push that needs a restart waits for it', async () => {
    changeHere((config) => ({ ...config, gateway: { ...config.gateway, terminal: { enabled: true } } }))
    const { code, stderr } = await run('config.mjs', 'push')
    expect(stderr).toContain('The gateway restarts for gateway.terminal.enabled')
    expect(code).toBe(0)
    expect(await isUp()).toBe(true)
  })

  test('a push that OpenClaw finds wrong replaces nothing, and all that is wrong is said', async () => {
    const [before, good] = [sandbox.liveFile('openclaw.json'), sandbox.read('openclaw.json')]
    changeHere((config) => ({ ...config, multiAgent: {}, gateway: { ...config.gateway, bind: '0.0.0.0' } }))
    const { code, stderr } = await run('config.mjs', 'push', '--yes')
    expect(code).toBe(1)
    expect(stderr).toContain('Unrecognized key: "multiAgent"')
    expect(stderr).toContain('gateway.bind: Invalid input (allowed: "auto", "lan"')
    expect(sandbox.liveFile('openclaw.json')).toBe(before)
    sandbox.write('openclaw.json', good)
  })

  test('a push that is valid and keeps the gateway from starting is taken back, and the gateway runs again', async () => {
    const [before, good] = [sandbox.liveFile('openclaw.json'), sandbox.read('openclaw.json')]
    // A token and this mode exclude each other, which only the start finds out; the process then stays, and hears nothing.
    sandbox.fly.faults.push({ command: 'machine restart', run: () => void gateway.child?.kill('SIGKILL') })
    changeHere((config) => ({ ...config, gateway: { ...config.gateway, auth: { mode: 'trusted-proxy', trustedProxy: { userHeader: 'x-user' } } } }))
    const { code, stderr } = await run('config.mjs', 'push', '--yes', '--wait', '90')
    expect(gateway.log).toContain('trusted-proxy and token auth are mutually exclusive')
    expect(stderr).toContain('the former configuration was put back. The gateway runs with that.')
    expect(code).toBe(1)
    expect(sandbox.liveFile('openclaw.json')).toBe(before)
    expect(await isUp()).toBe(true)
    sandbox.write('openclaw.json', good)
  })

  test('what was changed in the machine is pulled, and the stamps of OpenClaw stay there', async () => {
    expect(await run('openclaw.mjs', 'config', 'set', 'session.dmScope', 'main')).toMatchObject({ code: 0 })
    expect(live()).toHaveProperty('meta')
    const { code, stdout } = await run('config.mjs', 'diff')
    expect({ code, stdout }).toEqual({ code: 3, stdout: 'session.dmScope\n  in use  "main"\n  here    "per-channel-peer"\n' })
    expect(await run('config.mjs', 'push')).toMatchObject({ code: 3 })
    expect(await run('config.mjs', 'pull', '--yes')).toMatchObject({ code: 0 })
    expect(here()).toMatchObject({ session: { dmScope: 'main' } })
    expect(here()).not.toHaveProperty('meta')
    expect(await run('config.mjs', 'push')).toMatchObject({ code: 0, stdout: 'The same; nothing to push.\n' })
  })

  test('a token that was typed into the configuration is not pulled', async () => {
    const botToken = '123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    expect(await run('openclaw.mjs', 'config', 'set', 'channels.telegram', JSON.stringify({ enabled: false, botToken }))).toMatchObject({ code: 0 })
    const { code, all } = await run('config.mjs', 'pull', '--yes')
    expect(code).toBe(1)
    expect(all).toContain('channels.telegram.botToken')
    expect(all).not.toContain('AAAAAA')
    expect(await run('openclaw.mjs', 'config', 'unset', 'channels.telegram')).toMatchObject({ code: 0 })
  })

  test('a browser with the token waits until its very request is approved, and then is in', async () => {
    const browser = new PairedBrowser(program)
    const connect = () => browser.connect(`ws://127.0.0.1:${port}`, 'https://my-openclaw.fly.dev', { token })
    const asked = await connect()
    expect(asked).toMatchObject({ ok: false, code: 'PAIRING_REQUIRED' })
    const { stdout } = await run('open.mjs', '--approve')
    expect(stdout).toContain(`request  ${asked.requestId}`)
    expect(stdout).toContain('from     203.0.113.7')
    expect(stdout).toContain('client   Browser of the test, Linux, openclaw-control-ui')
    expect(await run('open.mjs', '--approve', asked.requestId!)).toMatchObject({ code: 0 })
    expect(await connect()).toMatchObject({ ok: true })
  })

  test('the one-time link lets one browser in as owner, once, and the token is not shown with it', async () => {
    const { code, stdout, all } = await run('open.mjs', '--link')
    expect(code).toBe(0)
    expect(all).not.toContain(token)
    const link = new URL(stdout)
    expect(link.origin).toBe('https://my-openclaw.fly.dev')
    const parts = new URLSearchParams(link.hash.slice(1))
    expect([...parts.keys()]).toEqual(['bootstrapToken', 'bootstrapProfile'])
    const redeem = () => new PairedBrowser(program).connect(`ws://127.0.0.1:${port}`, link.origin, { bootstrapToken: parts.get('bootstrapToken')! })
    expect(await redeem()).toMatchObject({ ok: true })
    expect(await redeem()).toMatchObject({ ok: false, code: 'AUTH_BOOTSTRAP_TOKEN_INVALID' })
  })
})
