import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Upgradable } from '../scripts/upgradable.ts'
import { runCli } from '../support/run-cli.ts'
import { node24, openclaw } from './programs.ts'

/*
 * upgrade.mjs and rollback.mjs with the real OpenClaw on both sides: Fly is a double, its deploys start the real gateway
 * of the release on the machine's volume, its check says what the gateway says, and its snapshots are copies of a volume
 * in use, as Fly's are.
 */

const [older, newer] = ['2026.9.5', '2026.9.6']
const sandbox = new Upgradable({ from: older, to: newer })
const home = join(sandbox.root, 'home')
const programs = new Map<string, string>()
const run = promisify(execFile)
let [node, port] = ['', 0]
let gateway: { readonly child: ChildProcess; readonly log: () => string } | undefined

const environment = (state: string) => ({
  PATH: process.env.PATH, HOME: home, TMPDIR: home, OPENCLAW_STATE_DIR: state, OPENCLAW_GATEWAY_PORT: String(port), OPENCLAW_GATEWAY_TOKEN: 'a1'.repeat(32), OPENCLAW_NO_AUTO_UPDATE: '1',
})

function start(release: string, state: string) {
  const child = spawn(node, [programs.get(release)!, 'gateway', '--allow-unconfigured', '--bind', 'lan', '--port', String(port)], { env: environment(state), stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => { log += text.toString('utf8') })
  return { child, log: () => log }
}

/** The machine starts with this release; whatever ran before is gone at once, as a machine is. */
function boot(release: string, state: string): void {
  gateway?.child.kill('SIGKILL')
  sandbox.fly.files.programs.set('/app/openclaw.mjs', programs.get(release)!)
  gateway = start(release, state)
}

/** The volume's folder. */
const state = () => sandbox.livePath('')
const isUp = () => gateway?.log().includes('http server listening') ?? false
const untilUp = () => vi.waitUntil(() => {
  if (gateway?.child.exitCode !== null) throw new Error(gateway?.log())
  return isUp()
}, { timeout: 180_000, interval: 200 })

async function ask(release: string, folder: string, ...args: string[]): Promise<unknown> {
  return JSON.parse((await run(node, [programs.get(release)!, ...args, '--json'], { env: environment(folder), timeout: 120_000 })).stdout) as unknown
}

const withJob = { jobs: expect.arrayContaining([expect.objectContaining({ name: 'remember me' })]) as unknown }

beforeAll(async () => {
  node = await node24()
  for (const release of [older, newer]) programs.set(release, await openclaw(release))
  const server = createServer().listen(0)
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
  server.close()
  mkdirSync(home)
  const { OPENCLAW_STATE_DIR: _, ...shared } = environment('') // each machine has its own
  Object.assign(sandbox.fly.files.extraEnvironment, shared)
  sandbox.fly.files.programs.set('node', node)
  const live = JSON.parse(sandbox.liveFile('openclaw.json')) as { gateway: object }
  writeFileSync(sandbox.livePath('openclaw.json'), JSON.stringify({ ...live, gateway: { ...live.gateway, port } }))
  sandbox.addOther('npx', async ({ argv: [, , command, ...words] }, readStdin) => {
    if (command === 'update') sandbox.bringFolderTo(words[1]!)
    if (command === 'check') return { stdout: '{"findings":[]}' }
    return command === 'validate' ? runCli(['validate', ...words], { input: await readStdin() }) : {}
  })
  sandbox.fly.faults.push(
    { command: 'deploy', run: () => boot(sandbox.deployment.release, state()) },
    { command: 'machine stop', run: () => void gateway?.child.kill('SIGKILL') },
    { command: 'machine list', run: () => { for (const check of sandbox.machine.checks) check.status = isUp() ? 'passing' : 'critical' } },
  )
  boot(older, state())
  await untilUp()
  await ask(older, state(), 'cron', 'add', '--name', 'remember me', '--cron', '0 3 * * *', '--agent', 'main', '--message', 'hello')
}, 1_200_000)

afterAll(() => {
  gateway?.child.kill('SIGKILL')
  sandbox[Symbol.dispose]()
})

describe(`an upgrade from the real ${older} to ${newer}, and back`, { timeout: 600_000 }, () => {
  test('npm run upgrade converts the data, and the new release knows what the old one knew', async () => {
    const { code, all } = await sandbox.run('upgrade.mjs', ['--yes', '--time-limit', '300'])
    expect(code, all).toBe(0)
    expect(all).toContain(`OpenClaw ${newer} takes the configuration in use`)
    expect(all).toContain('OpenClaw\'s doctor finds no error')
    expect(all).toContain('all channels run')
    expect(await ask(newer, state(), 'cron', 'list')).toMatchObject(withJob)
    expect(sandbox.history).toMatchObject([{ release: newer, proved: true, before: { release: older } }])
  })

  test('the old release refuses the data then, with the exit code for which the boot program waits', async () => {
    const copy = join(sandbox.root, 'copy')
    cpSync(state(), copy, { recursive: true })
    port += 1 // the new one still runs
    const { child, log } = start(older, copy)
    port -= 1
    const [code] = await once(child, 'close') as [number | null]
    rmSync(copy, { recursive: true })
    expect(code, log()).toBe(78)
    expect(log()).toMatch(/refused startup because \d+ OpenClaw database schema\(s\) are newer than this build/)
  })

  test('npm run rollback brings back the data of before from a snapshot of the running gateway, and the old release starts with it', async () => {
    const oldState = state()
    writeFileSync(join(oldState, 'since.txt'), 'after the upgrade')
    const { code, all } = await sandbox.run('rollback.mjs', ['--yes', '--time-limit', '300'])
    expect(code, all).toBe(0)
    expect(sandbox.running).toBe(older)
    await untilUp()
    expect(() => readFileSync(sandbox.livePath('since.txt'))).toThrow('ENOENT')

    // On Fly every volume is at /data; here the new one takes the path of the old one, by which OpenClaw knows its jobs.
    gateway?.child.kill('SIGKILL')
    const newState = state()
    renameSync(oldState, `${oldState}-later`)
    renameSync(newState, oldState)
    gateway = start(older, oldState)
    await untilUp()
    expect(await ask(older, oldState, 'cron', 'list')).toMatchObject(withJob)
  })
})
