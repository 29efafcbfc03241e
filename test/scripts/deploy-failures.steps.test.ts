import { describe, it } from 'vitest'
import { Deploying, pageAt, servePages, v4, v6 } from './deploying.ts'
import { collect } from './sandbox.ts'

servePages()

describe.concurrent('npm run deploy: when something fails', () => {
  it('goes on where it stopped, whichever step fails, and makes nothing twice', async ({ expect }) => {
    using sandbox = new Deploying()
    const steps = ['auth whoami', 'apps list', 'orgs list', 'apps create', 'secrets list', 'machine list', 'ips list', 'ips allocate-v6', 'ips allocate-v4', 'volumes list', 'volumes create', 'config validate', 'deploy', 'ssh console']
    for (const command of steps) {
      if (command === 'machine list') sandbox.givenSecrets()
      sandbox.fly.faults.push({ command, times: 1, message: 'the network is down' })
      const { code, all } = await sandbox.deploy()
      expect({ command, code, all }).toMatchObject({ code: 1, all: expect.stringContaining('the network is down') })
    }
    expect(await sandbox.deploy()).toMatchObject({ code: 0 })
    expect(sandbox.changes.filter((path, index, all) => path !== all[index - 1])).toEqual(['apps create', 'ips allocate-v6', 'ips allocate-v4', 'volumes create', 'deploy'])
    expect(sandbox.atFly).toMatchObject({ machines: [{ state: 'started' }], volumes: [{ region: 'fra' }], addresses: [{ Type: 'v6' }, { Type: 'shared_v4' }] })
  }, 120_000)

  it('makes nothing twice when a step was done and only the answer was lost', async ({ expect }) => {
    using sandbox = new Deploying()
    for (const command of ['apps create', 'ips allocate-v6', 'ips allocate-v4', 'volumes create', 'deploy']) {
      sandbox.fly.faults.push({ command, times: 1, after: true, message: 'connection reset' })
      expect(await sandbox.deploy()).toMatchObject({ code: 1 })
      if (command === 'apps create') sandbox.givenSecrets()
    }
    expect((await sandbox.deploy()).stdout).toContain('Nothing has changed since the last deploy')
    expect(sandbox.changes).toEqual(['apps create', 'ips allocate-v6', 'ips allocate-v4', 'volumes create', 'deploy'])
  }, 120_000)

  it('says so when fly answers with half of its JSON', async ({ expect }) => {
    using sandbox = new Deploying()
    sandbox.givenDeployed()
    for (const command of ['apps list', 'secrets list', 'machine list', 'ips list', 'volumes list']) {
      sandbox.fly.faults.push({ command, truncated: true, times: 1 })
      const { code, stderr } = await sandbox.deploy()
      expect({ command, code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('fly answered with something that is not the expected JSON') })
    }
    expect(sandbox.changes).toEqual([])
  }, 120_000)

  it('tells that nobody is signed in', async ({ expect }) => {
    using sandbox = new Deploying()
    sandbox.fly.state.signedIn = false
    expect(await sandbox.deploy()).toMatchObject({ code: 1, stderr: '✖ You are not signed in to Fly.\n  Sign in, then run this again: fly auth login\n' })
  })

  it('stops a fly that hangs, and says which command it was', async ({ expect }) => {
    using sandbox = new Deploying()
    sandbox.fly.faults.push({ command: 'apps create', hangs: true })
    const { code, stderr } = await sandbox.deploy([], '/', 4)
    expect(code).toBe(1)
    expect(stderr).toContain('so it was stopped: fly apps create my-openclaw --org personal')
    expect(stderr).toContain('Run this again: it looks at what is there, and goes on.')
  })

  it('says so when the machine does not become healthy in time', async ({ expect }) => {
    using sandbox = new Deploying().givenSecretsOnly()
    sandbox.fly.faults.push({ command: 'deploy', run: () => { sandbox.fly.state.machineState = 'starting' } })
    const { code, stderr } = await sandbox.deploy([], '/', 4)
    expect(code).toBe(1)
    expect(stderr).toMatch(/The gateway did not become healthy within 4 s\.\n  Last seen: machine \w+ in fra: starting/)
  })

  it('explains a deploy whose health check did not pass', async ({ expect }) => {
    using sandbox = new Deploying().givenSecretsOnly()
    sandbox.fly.state.checkStatus = 'critical'
    expect(await sandbox.deploy()).toMatchObject({ code: 1, stderr: expect.stringContaining('its health check did not pass in time') })
  })

  it('reads out of the log whom the gateway does not trust, and gives the exact cure', async ({ expect }) => {
    using sandbox = new Deploying().givenSecretsOnly()
    sandbox.atFly.logs.push('2026-10-01T00:00:00Z app[1] fra [info][gateway] observed unattributable proxy-shaped traffic from ::ffff:10.9.8.7; Gateway-authenticated routes reject it')
    const { code, stderr } = await sandbox.deploy([], '/untrusted')
    expect(code).toBe(1)
    expect(stderr).toContain('The edge came from 10.9.8.7.')
    expect(stderr).toContain(`npm run openclaw -- config set gateway.trustedProxies '["172.16.0.0/12","${v6}","${v4}","10.9.8.7"]' --strict-json`)
  })

  it.for([['/forbidden', 'answers with status 403'], ['/broken', 'Last: status 502']] as const)('ends with 1 when the page at %s is not there', async ([path, message], { expect }) => {
    using sandbox = new Deploying().givenSecretsOnly()
    expect(await sandbox.deploy([], path, 3)).toMatchObject({ code: 1, stderr: expect.stringContaining(message) })
  })

  it('goes on after Ctrl-C', async ({ expect }) => {
    using sandbox = new Deploying().givenSecretsOnly()
    sandbox.fly.faults.push({ command: 'volumes create', hangs: true, after: true, times: 1 })
    const child = sandbox.start('deploy.mjs', ['--url', pageAt('')])
    const ended = collect(child)
    while (!sandbox.paths.includes('volumes create')) await new Promise((resolve) => { setTimeout(resolve, 20) })
    child.kill('SIGINT')
    expect(await ended).toMatchObject({ code: 130, stderr: expect.stringContaining('Run this again') })
    expect(await sandbox.deploy()).toMatchObject({ code: 0 })
    expect(sandbox.atFly.volumes).toHaveLength(1)
  })
})
