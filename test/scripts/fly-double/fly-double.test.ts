import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { collect } from '../sandbox.ts'
import { FlySandbox } from './fly-sandbox.ts'

/** Runs the double as a script would, in the deployment's folder. */
function fly(sandbox: FlySandbox, args: readonly string[], input = '') {
  const child = spawn(join(sandbox.bin, 'fly'), args, { cwd: sandbox.folder, env: sandbox.environment(), stdio: 'pipe' })
  child.stdin.end(input)
  return collect(child)
}

const onApp = ['--app', 'my-openclaw']

describe.concurrent('the double of fly', () => {
  it('remembers what was done, from the app to the machine on its volume', async ({ expect }) => {
    using sandbox = new FlySandbox()
    await fly(sandbox, ['apps', 'create', 'my-openclaw', '--org', 'personal'])
    await fly(sandbox, ['ips', 'allocate-v6', ...onApp])
    await fly(sandbox, ['secrets', 'import', '--stage', ...onApp], 'A="one\n')
    await fly(sandbox, ['volumes', 'create', 'openclaw_data', '--region', 'fra', '--size', '3', '-y', ...onApp])
    const { code } = await fly(sandbox, ['deploy', '--config', 'fly.toml', '--env', 'MARK=1', ...onApp])
    expect(code).toBe(0)
    const machines = JSON.parse((await fly(sandbox, ['machine', 'list', '--json', ...onApp])).stdout) as unknown
    expect(machines).toMatchObject([{ state: 'started', region: 'fra', config: { env: { MARK: '1', OPENCLAW_STATE_DIR: '/data' } }, checks: [{ status: 'passing' }] }])
    expect(JSON.parse((await fly(sandbox, ['ips', 'list', '--json', ...onApp])).stdout)).toMatchObject([{ Type: 'v6' }])
    expect(JSON.parse((await fly(sandbox, ['secrets', 'list', '--json', ...onApp])).stdout)).toMatchObject([{ name: 'A', status: 'Deployed' }])
    expect(sandbox.liveFile('openclaw.json')).toBe(sandbox.read('openclaw.json'))
  })

  it('gives a public app addresses at its first deploy if it has none, and a private one never', async ({ expect }) => {
    for (const [access, count] of [['public', 2], ['private', 0]] as const) {
      using sandbox = new FlySandbox({ access })
      sandbox.givenApp()
      await fly(sandbox, ['deploy', '--config', access === 'public' ? 'fly.toml' : 'fly.private.toml', ...onApp])
      expect(sandbox.atFly.addresses).toHaveLength(count)
    }
  })

  it('looks for the configuration and the files from the folder that is built', async ({ expect }) => {
    using sandbox = new FlySandbox({ build: 'source' })
    sandbox.givenApp()
    expect(await fly(sandbox, ['deploy', 'openclaw', '--config', '../fly.toml', ...onApp])).toMatchObject({ code: 1 })
    mkdirSync(join(sandbox.folder, 'openclaw'))
    writeFileSync(join(sandbox.folder, 'openclaw', 'Dockerfile'), '')
    expect(await fly(sandbox, ['deploy', 'openclaw', '--config', '../fly.toml', ...onApp])).toMatchObject({ code: 0 })
    expect(await fly(sandbox, ['deploy', '--config', 'fly.toml', ...onApp])).toMatchObject({ code: 1 })
  })

  it('refuses what flyctl refuses, and says so when the test ends', async ({ expect }) => {
    const sandbox = new FlySandbox()
    expect(await fly(sandbox, ['ips', 'allocate-v6', '--yes', ...onApp])).toMatchObject({ code: 1, stderr: 'Error: fly ips allocate-v6: no flag --yes\n' })
    expect(await fly(sandbox, ['volumes', 'create', 'openclaw_data', '--region', 'fra', ...onApp])).toMatchObject({ code: 1 })
    expect(() => sandbox[Symbol.dispose]()).toThrow('no flag --yes: fly ips allocate-v6 --yes')
  })

  it('runs a command of the machine without a shell, with its volume, its environment, its standard input and its exit code', async ({ expect }) => {
    using sandbox = new FlySandbox()
    sandbox.givenDeployed()
    sandbox.givenProgram('/app/openclaw.mjs', `
      import { readFileSync } from 'node:fs'
      console.log(JSON.stringify({ words: process.argv.slice(2), dir: process.env.OPENCLAW_STATE_DIR, token: process.env.OPENCLAW_GATEWAY_TOKEN, input: readFileSync(0, 'utf8') }))
      process.exit(7)`)
    const { code, stdout, stderr } = await fly(sandbox, ['ssh', 'console', '--user', 'node', '-C', `node /app/openclaw.mjs "a b" '$HOME' /data/x`, ...onApp], 'hello')
    expect(JSON.parse(stdout)).toEqual({ words: ['a b', '$HOME', '/data/x'], dir: '/data', token: 'value of OPENCLAW_GATEWAY_TOKEN', input: 'hello' })
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'Connecting to fdaa:0:1:a7b:1::2... complete\nError: ssh shell: Process exited with status 7\n' })
    await fly(sandbox, ['ssh', 'console', '-C', `sh -lc 'cat > /data/new && cat /data/new'`, ...onApp], 'put there')
    expect(sandbox.liveFile('new')).toBe('put there')
  })

  it('copies files by SFTP and never over one that is there', async ({ expect }) => {
    using sandbox = new FlySandbox()
    sandbox.givenDeployed()
    const get = ['ssh', 'sftp', 'get', '/data/openclaw.json', 'live.json', ...onApp]
    expect(await fly(sandbox, get)).toMatchObject({ code: 0 })
    expect((await fly(sandbox, get)).stderr).toContain('live.json is already there')
    expect((await fly(sandbox, ['ssh', 'sftp', 'put', 'live.json', '/data/openclaw.json', ...onApp])).stderr).toContain('/data/openclaw.json already exists')
    expect(await fly(sandbox, ['ssh', 'sftp', 'put', 'live.json', '/data/openclaw.json.new', '-m', '0600', ...onApp])).toMatchObject({ code: 0 })
    expect(existsSync(sandbox.livePath('openclaw.json.new'))).toBe(true)
  })

  it('makes a new volume out of a snapshot', async ({ expect }) => {
    using sandbox = new FlySandbox()
    sandbox.givenDeployed()
    const [volume] = sandbox.atFly.volumes
    await fly(sandbox, ['volumes', 'snapshots', 'create', volume!.id, ...onApp])
    writeFileSync(sandbox.livePath('openclaw.json'), 'changed since')
    const [snapshot] = JSON.parse((await fly(sandbox, ['volumes', 'snapshots', 'list', volume!.id, '--json', ...onApp])).stdout) as { id: string }[]
    await fly(sandbox, ['volumes', 'create', 'openclaw_data', '--snapshot-id', snapshot!.id, '--region', 'fra', '-y', '--json', ...onApp])
    sandbox.machine.config.mounts![0]!.volume = sandbox.atFly.volumes[1]!.id
    expect(sandbox.liveFile('openclaw.json')).toBe(sandbox.read('openclaw.json'))
  })

  it('fails as it is told: before or after the effect, once or always, by hanging or with half an answer', async ({ expect }) => {
    using sandbox = new FlySandbox()
    const app = sandbox.givenApp()
    const list = ['ips', 'list', '--json', ...onApp]
    sandbox.fly.faults.push({ command: 'ips allocate-v6', message: 'late', after: true }, { command: 'ips list', truncated: true, times: 1 }, { command: 'volumes list', message: 'sorry', code: 126 })
    expect(await fly(sandbox, ['ips', 'allocate-v6', ...onApp])).toMatchObject({ code: 1 })
    expect(app.addresses).toHaveLength(1)
    expect((await fly(sandbox, list)).stdout).toMatch(/^\[[^\]]*$/)
    expect(JSON.parse((await fly(sandbox, list)).stdout)).toHaveLength(1)
    expect(await fly(sandbox, ['volumes', 'list', '--json', ...onApp])).toEqual({ code: 126, stdout: '', stderr: 'Error: sorry\n', all: 'Error: sorry\n' })
    sandbox.fly.state.signedIn = false
    expect((await fly(sandbox, list)).stderr).toBe("Error: No access token available. Please login with 'flyctl auth login'\n")
  })

  it('gets every secret as it was, line breaks and all, from the script that sends them', async ({ expect }) => {
    using sandbox = new FlySandbox()
    sandbox.givenApp()
    const key = '-----BEGIN KEY-----\nab"c #1\n\n-----END KEY-----'
    const deployment = JSON.parse(sandbox.read('scripts/deployment.json')) as object
    sandbox.write('scripts/deployment.json', JSON.stringify({ ...deployment, secrets: [{ name: 'SIGNING_KEY', label: 'Key', where: 'there', multiline: true }] }))
    expect(await sandbox.run('secrets.mjs', [], { SIGNING_KEY: key })).toMatchObject({ code: 0 })
    expect(sandbox.atFly.secrets).toMatchObject([{ name: 'SIGNING_KEY', value: key }])
  })
})
