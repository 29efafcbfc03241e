import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newestRelease } from '../../src/releases/catalogue.ts'
import { FlySandbox } from '../scripts/fly-double/fly-sandbox.ts'
import { node24, openclaw } from './programs.ts'

const run = promisify(execFile)
const token = 'a1'.repeat(32)
const running = new Set<ChildProcess>()
let [node, program, port] = ['', '', 0]

beforeAll(async () => {
  node = await node24()
  program = await openclaw(newestRelease)
  const server = createServer().listen(0)
  await new Promise((resolve) => server.once('listening', resolve))
  port = (server.address() as AddressInfo).port
  await new Promise((resolve) => server.close(resolve))
}, 1_200_000)
afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
})

const environment = (state: string, home: string) => ({
  PATH: process.env.PATH, HOME: home, TMPDIR: home, OPENCLAW_STATE_DIR: state, OPENCLAW_GATEWAY_PORT: String(port), OPENCLAW_GATEWAY_TOKEN: token, OPENCLAW_NO_AUTO_UPDATE: '1',
})

/** The real gateway on a volume of the double. */
async function startGateway(state: string, home: string) {
  const child = spawn(node, [program, 'gateway', '--allow-unconfigured', '--bind', 'lan', '--port', String(port)], { env: environment(state, home) })
  running.add(child)
  let log = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString('utf8')))
  const ended = new Promise((resolve) => child.on('exit', resolve))
  for (let waited = 0; !log.includes('[gateway] ready'); waited += 200) {
    if (waited > 180_000 || child.exitCode !== null) throw new Error(`the gateway did not start:\n${log}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const ask = async (...args: string[]) => JSON.parse((await run(node, [program, ...args, '--json'], { env: environment(state, home), timeout: 120_000 })).stdout) as unknown
  return { ask, kill: () => (child.kill('SIGKILL'), ended) }
}

/** A deployed double whose machine runs the real OpenClaw, by ssh too. */
function machineWithOpenClaw(): FlySandbox {
  const sandbox = new FlySandbox({ release: newestRelease })
  sandbox.givenDeployed()
  sandbox.fly.files.programs.set('/app/openclaw.mjs', program).set('node', node)
  sandbox.write('scripts/deploy.mjs', "import { spawnSync } from 'node:child_process'\nprocess.exitCode = spawnSync('fly', ['deploy', '--config', 'fly.toml', '--app', 'my-openclaw'], { stdio: 'inherit' }).status\n")
  const live = JSON.parse(sandbox.liveFile('openclaw.json')) as { gateway: object }
  writeFileSync(sandbox.livePath('openclaw.json'), JSON.stringify({ ...live, gateway: { ...live.gateway, port } }))
  return sandbox
}

describe('backup.mjs, restore.mjs and doctor.mjs with the real OpenClaw', { timeout: 600_000 }, () => {
  test('what a running gateway knew comes back from the file, on a new volume, after all was lost', async () => {
    using sandbox = machineWithOpenClaw()
    const home = join(sandbox.root, 'home')
    mkdirSync(home)
    const oldVolume = sandbox.atFly.volumes[0]!.id
    const state = sandbox.fly.files.volumeFolder(oldVolume)
    const before = await startGateway(state, home)
    await before.ask('cron', 'add', '--name', 'remember me', '--cron', '0 3 * * *', '--agent', 'main', '--message', 'hello')
    mkdirSync(join(state, 'workspace'), { recursive: true })
    writeFileSync(join(state, 'workspace', 'NOTES.md'), 'what the assistant noted\n')

    expect(await sandbox.run('backup.mjs', ['--no-snapshot'])).toMatchObject({ code: 0, stderr: '' })
    const [backup] = readdirSync(join(sandbox.folder, 'backups')).filter((name) => name.endsWith('.tar.gz'))
    await before.kill()

    const restored = await sandbox.run('restore.mjs', ['--file', `backups/${backup}`, '--yes'])
    expect(restored.code, restored.all).toBe(0)
    const newVolume = sandbox.atFly.volumes[1]!.id
    expect(sandbox.atFly.machines.map(({ config }) => config.mounts![0]!.volume)).toEqual([newVolume])

    // On Fly every volume is at /data; here the new one takes the path of the old one, by which OpenClaw knows its jobs.
    renameSync(state, `${state}-lost`)
    renameSync(join(sandbox.fly.files.root, newVolume), state)
    const after = await startGateway(state, home)
    expect(await after.ask('cron', 'list')).toMatchObject({ jobs: expect.arrayContaining([expect.objectContaining({ name: 'remember me' })]) as unknown })
    await after.kill()
    expect(readFileSync(join(state, 'workspace', 'NOTES.md'), 'utf8')).toBe('what the assistant noted\n')
    expect(existsSync(join(state, '.openclaw-fly-restore'))).toBe(false)
  })

  test('a file that is no backup changes nothing', async () => {
    using sandbox = machineWithOpenClaw()
    const [machine] = sandbox.atFly.machines
    sandbox.write('backups/broken.tar.gz', 'this is no archive')
    const { code, stderr } = await sandbox.run('restore.mjs', ['--file', 'backups/broken.tar.gz', '--yes'])
    expect(code).toBe(1)
    expect(stderr).toContain('Backup archive verification failed')
    expect(sandbox.atFly.machines[0]).toBe(machine)
    expect(await sandbox.run('restore.mjs', ['--abandon'])).toMatchObject({ code: 0 })
    expect(sandbox.atFly.machines).toEqual([machine])
  })

  test('the doctor understands what the real OpenClaw answers', async () => {
    using sandbox = machineWithOpenClaw()
    const home = join(sandbox.root, 'home')
    mkdirSync(home)
    const state = sandbox.livePath('.')
    const deployment = JSON.parse(sandbox.read('scripts/deployment.json')) as object
    sandbox.write('scripts/deployment.json', JSON.stringify({ ...deployment, port }))
    Object.assign(sandbox.fly.files.extraEnvironment, environment(state, home))
    const gateway = await startGateway(state, home)
    const { stdout } = await sandbox.run('doctor.mjs', ['--json', '--url', `http://127.0.0.1:${port}/`, '--time-limit', '120'])
    await gateway.kill()
    const { findings } = JSON.parse(stdout) as { findings: { id: string, status: string, evidence: string[], reason?: string }[] }
    expect(findings.filter(({ status }) => status === 'could not be checked')).toEqual([])
    // The volume is on this computer's disk, which may be nearly full.
    expect(findings.filter(({ status, id }) => status === 'found' && id !== 'volume-full').map(({ evidence }) => evidence[0])).toEqual([`http://127.0.0.1:${port} is not in gateway.controlUi.allowedOrigins on the volume`])
  })
})
