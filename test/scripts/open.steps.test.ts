import { createServer, type AddressInfo } from 'node:net'
import { describe, it, vi } from 'vitest'
import { converse, hasScript } from './converse.ts'
import { FakeGateway } from './fake-gateway.ts'
import { FlySandbox } from './fly-double/fly-sandbox.ts'
import { collect, load, Sandbox } from './sandbox.ts'

const longToken = 'a1'.repeat(32)
const oneTime = 'iby_yc_IxffgIdXfvSoD533SzzMFkj5V8zdaouL2-So'

/** As OpenClaw 2026.9.6 prints it, where a page asked from behind a proxy and chose its name itself. */
const request = {
  requestId: '9cc3a8b0-6452-405b-b3d2-8c1ea2dc168a', deviceId: '84743f15db1f6d3a398da2ffcca3d3a51c7c1a4e118737fcafc9094187cd36b4', publicKey: '2nV3', displayName: 'evil \u001B[31mname\u202E\n2.', platform: 'Linux',
  clientId: 'openclaw-control-ui', clientMode: 'webchat', role: 'operator', roles: ['operator'], scopes: ['operator.admin', 'operator.read'], remoteIp: 'fdaa:0:1::7', silent: false, isRepair: false, ts: Date.now() - 90_000,
}
const other = { ...request, requestId: '11111111-2222-4333-8444-555555555555', displayName: 'Phone', scopes: ['operator.read'], isRepair: true, ts: Date.now() - 7_200_000 }

async function deployed(answers: Record<string, unknown> = {}) {
  const sandbox = new FlySandbox(answers)
  sandbox.givenDeployed({ isPrivate: answers.access === 'private' })
  const gateway = await FakeGateway.start(sandbox)
  const pending: object[] = [other, request]
  const approved: string[] = []
  gateway.answers.set('devices list --json', () => ({ stdout: JSON.stringify({ pending, paired: [] }) }))
  for (const { requestId } of [request, other]) {
    gateway.answers.set(`devices approve ${requestId} --json`, () => {
      approved.push(requestId)
      return { stdout: '{}' }
    })
  }
  return {
    sandbox, gateway, pending, approved,
    [Symbol.dispose]() {
      gateway[Symbol.dispose]()
      sandbox[Symbol.dispose]()
    },
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A deployed private gateway whose proxy listens on a port that is free here. */
async function privatelyDeployed() {
  const world = await deployed({ access: 'private' })
  const port = await freePort()
  world.sandbox.write('scripts/deployment.json', JSON.stringify({ ...JSON.parse(world.sandbox.read('scripts/deployment.json')) as object, port }))
  const tunnel = createServer()
  world.sandbox.fly.faults.push({ command: 'proxy', times: 1, run: () => { tunnel.listen(port, '127.0.0.1') } })
  return { ...world, port, tunnel, [Symbol.dispose]() {
    tunnel.close()
    world[Symbol.dispose]()
  } }
}

describe.concurrent('npm run open', () => {
  it('opens the page of a public gateway without asking Fly anything', async ({ expect }) => {
    using sandbox = new Sandbox([])
    sandbox.addProgram('xdg-open')
    const { code, stdout, stderr } = await sandbox.run('open.mjs', [], { DISPLAY: ':0' })
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'Opened https://my-openclaw.fly.dev\n', stderr: expect.stringContaining('--approve') as string })
    await vi.waitFor(() => expect(sandbox.argvs).toEqual([['https://my-openclaw.fly.dev']]), 10_000)
  })

  it('says the address where there is no desktop, and with --print nothing else', async ({ expect }) => {
    using sandbox = new FlySandbox()
    expect((await sandbox.run('open.mjs')).stdout).toBe('Open it in a browser: https://my-openclaw.fly.dev\n')
    expect((await sandbox.run('open.mjs', ['--print'])).stdout).toBe('https://my-openclaw.fly.dev\n')
    using closed = new FlySandbox({ access: 'private' })
    expect(await closed.run('open.mjs', ['--print'])).toMatchObject({ stdout: 'http://localhost:3000\n', stderr: expect.stringContaining('fly proxy 3000:3000 --app my-openclaw') as string })
  })

  it('keeps the way into the private network open until it is stopped', async ({ expect }) => {
    using world = await privatelyDeployed()
    const child = world.sandbox.start('open.mjs')
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGTERM'), 300))
    const { code, stdout } = await collect(child)
    expect(stdout).toContain(`Open it in a browser: http://localhost:${world.port}\n`)
    expect(code).toBe(0)
    expect(world.sandbox.argvs).toEqual([['proxy', `${world.port}:${world.port}`, '--app', 'my-openclaw']])
  })

  it('says why another port would not do where that one is taken', async ({ expect }) => {
    using world = await privatelyDeployed()
    await new Promise<void>((resolve) => { world.tunnel.listen(world.port, '127.0.0.1', resolve) })
    const { code, stderr } = await world.sandbox.run('open.mjs')
    expect(code).toBe(1)
    expect(stderr).toContain(`Port ${world.port} of this computer is in use`)
    expect(world.sandbox.fly.calls).toEqual([])
  })

  it('does not end well where fly ends by itself', async ({ expect }) => {
    using world = await privatelyDeployed()
    world.sandbox.fly.faults.unshift({ command: 'proxy', message: 'no route', times: 1 })
    expect(await world.sandbox.run('open.mjs')).toMatchObject({ code: 1, stderr: expect.stringContaining('closed by itself') as string })
  })

  it.for([
    [['--approve', '--link'], 'do not go together'], [['REQUEST'], 'a word too many'], [['--approve', '$(id)'], 'not the id of a request'], [['--time-limit', '0'], 'number of seconds'],
  ] as const)('refuses %j with exit code 2', async ([args, message], { expect }) => {
    using sandbox = new FlySandbox()
    expect(await sandbox.run('open.mjs', args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) as string })
  })

  it('shows in a dry run what it would do, and runs nothing', async ({ expect }) => {
    using sandbox = new FlySandbox({ access: 'private' })
    expect((await sandbox.run('open.mjs', ['--dry-run'])).stdout).toContain('$ fly proxy 3000:3000 --app my-openclaw\n')
    expect((await sandbox.run('open.mjs', ['--approve', '--dry-run'])).stdout).toContain('devices approve REQUEST')
    expect((await sandbox.run('open.mjs', ['--link', '--dry-run'])).stdout).toContain('dashboard --json')
    expect(sandbox.fly.calls).toEqual([])
  })
})

describe.concurrent('npm run open -- --approve', () => {
  it('approves exactly the request that is named, and shows what it is', async ({ expect }) => {
    using world = await deployed()
    const { code, stdout } = await world.sandbox.run('open.mjs', ['--approve', request.requestId])
    expect(code).toBe(0)
    expect(stdout).toContain('from     fdaa:0:1::7   2 min ago\n')
    expect(world.approved).toEqual([request.requestId])
  })

  it('without a terminal lists who waits, newest first and in harmless letters, and needs an id', async ({ expect }) => {
    using world = await deployed()
    const { code, stdout, stderr } = await world.sandbox.run('open.mjs', ['--approve'])
    expect(code).toBe(2)
    expect(stdout).toBe([
      '1.', `  request  ${request.requestId}`, '  from     fdaa:0:1::7   2 min ago', '  client   evil ·[31mname··2., Linux, openclaw-control-ui   (in its own words)', '  device   84743f15db1f6d3…', '  wants    everything, as owner',
      '2.', `  request  ${other.requestId}`, '  from     fdaa:0:1::7   2 h ago', '  client   Phone, Linux, openclaw-control-ui   (in its own words)', '  device   84743f15db1f6d3…   asks anew: it was approved before', '  wants    read', '',
    ].join('\n'))
    expect(stderr).toContain('--approve REQUEST')
    expect(world.approved).toEqual([])
  })

  it('approves nobody where the id is not there (any more), and says who waits', async ({ expect }) => {
    using world = await deployed()
    world.pending.pop()
    const { code, stderr } = await world.sandbox.run('open.mjs', ['--approve', request.requestId])
    expect(code).toBe(1)
    expect(stderr).toContain('No request of that id waits')
    expect(stderr).toContain(other.requestId)
    expect(world.approved).toEqual([])
  })

  it('says what to do where nobody waits', async ({ expect }) => {
    using world = await deployed()
    world.pending.length = 0
    expect(await world.sandbox.run('open.mjs', ['--approve'])).toMatchObject({ code: 1, stderr: expect.stringContaining('keep it open') as string })
  })

  it.for(['{"pending":[{"requestId":"--latest"}]}', '{"pending":[{"requestId":"a b\\n"}]}', '{"pending":', '[]', 'prose'])('takes no request out of %s', async (stdout, { expect }) => {
    using world = await deployed()
    world.gateway.answers.set('devices list --json', { stdout })
    expect(await world.sandbox.run('open.mjs', ['--approve', request.requestId])).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be read') as string })
    expect(world.approved).toEqual([])
  })

  it('passes on what OpenClaw says, and where the token is missing says that', async ({ expect }) => {
    using world = await deployed()
    world.gateway.answers.set(`devices approve ${request.requestId} --json`, { code: 1, stderr: 'No pending device request matches' })
    expect(await world.sandbox.run('open.mjs', ['--approve', request.requestId])).toMatchObject({ code: 1, stderr: expect.stringContaining('No pending device request matches') as string })
    world.sandbox.atFly.secrets = []
    world.gateway.answers.set('devices list --json', { code: 1, stderr: 'requires credentials' })
    const { code, stderr } = await world.sandbox.run('open.mjs', ['--approve'])
    expect(code).toBe(1)
    expect(stderr).toContain('has no OPENCLAW_GATEWAY_TOKEN')
    expect(stderr).toContain('npm run open -- --link')
  })
})

describe.skipIf(!hasScript).concurrent('npm run open -- --approve at a terminal (needs script of util-linux)', () => {
  it('asks which one, and looks again right before it approves that one', async ({ expect }) => {
    using world = await deployed()
    const { code } = await converse(world.sandbox, 'open.mjs', [['Enter for none:', '2\r']], '--approve')
    expect(code).toBe(0)
    expect(world.approved).toEqual([other.requestId])
    expect(world.gateway.words).toEqual(['devices list --json', 'devices list --json', `devices approve ${other.requestId} --json`])
  })

  it.for(['\r', '3\r', 'y\r', '\x03'])('approves nobody after %j', async (answer, { expect }) => {
    using world = await deployed()
    expect((await converse(world.sandbox, 'open.mjs', [['Enter for none:', answer]], '--approve')).code).toBe(130)
    expect(world.approved).toEqual([])
  })

  it('approves nobody where the request is another one by then', async ({ expect }) => {
    using world = await deployed()
    let looks = 0
    world.gateway.answers.set('devices list --json', () => ({ stdout: JSON.stringify({ pending: [looks++ === 0 ? request : { ...request, remoteIp: '203.0.113.9' }] }) }))
    const { code, screen } = await converse(world.sandbox, 'open.mjs', [['Enter for none:', '1\r']], '--approve')
    expect(code).toBe(1)
    expect(screen).toContain('changed or is gone meanwhile')
    expect(world.approved).toEqual([])
  })
})

describe.concurrent('npm run open -- --link', () => {
  /** As OpenClaw 2026.9.6 prints it. */
  const dashboard = { ok: true, url: `http://127.0.0.1:3000/#token=${longToken}`, tokenIncluded: true, browserUrl: `http://127.0.0.1:3000/ui/#bootstrapToken=${oneTime}&bootstrapProfile=owner&gatewayUrl=ws%3A%2F%2F127.0.0.1%3A3000`, browserBootstrapExpiresAtMs: Date.now() + 600_000 }

  it('prints the one-time link for the address of the gateway, and never the long-lived token', async ({ expect }) => {
    using world = await deployed()
    world.gateway.answers.set('dashboard --json', { stdout: JSON.stringify(dashboard) })
    const { code, stdout, all } = await world.sandbox.run('open.mjs', ['--link'])
    expect(code).toBe(0)
    expect(stdout).toBe(`https://my-openclaw.fly.dev/ui/#bootstrapToken=${oneTime}&bootstrapProfile=owner\n`)
    expect(all).toMatch(/It works once, for \d+ minutes\./)
    expect(all).not.toContain(longToken)
  })

  it('prints it for localhost once the way into the private network is open', async ({ expect }) => {
    using world = await privatelyDeployed()
    world.gateway.answers.set('dashboard --json', { stdout: JSON.stringify(dashboard) })
    const child = world.sandbox.start('open.mjs', ['--link'])
    child.stdout.on('data', (text: Buffer) => text.includes('bootstrapToken') && setTimeout(() => child.kill('SIGTERM'), 100))
    const { stdout } = await collect(child)
    expect(stdout).toContain(`http://localhost:${world.port}/ui/#bootstrapToken=${oneTime}&bootstrapProfile=owner\n`)
  })

  it.for([
    { stdout: JSON.stringify({ ...dashboard, browserUrl: dashboard.url }) }, { stdout: JSON.stringify(dashboard).slice(0, 60) }, { stdout: JSON.stringify(dashboard), stderr: `no gateway, token ${longToken}`, code: 1 },
  ])('shows nothing of an answer that it cannot use: %#', async (answer, { expect }) => {
    using world = await deployed()
    world.gateway.answers.set('dashboard --json', answer)
    const { code, all } = await world.sandbox.run('open.mjs', ['--link'])
    expect(code).toBe(1)
    expect(all).toContain('gave no one-time link')
    expect(all).not.toContain(longToken.slice(0, 8))
  })
})

describe('the program that opens an address', () => {
  it('is the one of the platform, started without a shell', async ({ expect }) => {
    const { findOpener } = await load<{ findOpener: (env: object, platform: string) => unknown }>('open-url.mjs')
    expect(findOpener({ SystemRoot: 'D:\\Windows' }, 'win32')).toMatchObject({ args: ['url.dll,FileProtocolHandler'] })
    expect(findOpener({ PATH: '/nowhere', DISPLAY: ':0' }, 'linux')).toBeUndefined()
  })
})
