import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { converse, hasScript } from './converse.ts'
import { FlySandbox } from './fly-double/fly-sandbox.ts'
import { openclawConfig } from './openclaw-config.ts'
import { load } from './sandbox.ts'

let server: Server
let url: string
beforeAll(async () => {
  server = createServer((_, response) => { response.end('<title>OpenClaw</title>') })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(() => { server.close() })

const changing = /^(?:apps create|ips (?:allocate|release)|volumes (?:create|destroy)|deploy|machine (?:start|stop|destroy))/

class Converting extends FlySandbox {
  constructor(answers: Readonly<Record<string, unknown>> = {}) {
    super(answers)
    this.givenProgram('/app/openclaw.mjs', openclawConfig)
    this.givenDeployed({ isPrivate: answers.access === 'private' })
  }

  convert(args: readonly string[] = ['--yes']) {
    return this.run('private.mjs', ['--time-limit', '20', ...args])
  }

  get changes() {
    return this.paths.filter((path) => changing.test(path))
  }

  get said() {
    const { access, config } = JSON.parse(this.read('scripts/deployment.json')) as { access: string, config: string }
    return { access, config, answers: /^access = "(.*)"$/m.exec(this.read('openclaw-fly.toml'))?.[1] }
  }

  gateway(text = this.liveFile('openclaw.json')) {
    return (JSON.parse(text) as { gateway: { publicOrigin?: string, trustedProxies: string[], controlUi: { allowedOrigins: string[] } } }).gateway
  }
}

const isPrivate = { access: 'private', config: 'fly.private.toml', answers: 'private' }
const isPublic = { access: 'public', config: 'fly.toml', answers: 'public' }
const local = ['http://localhost:3000', 'http://127.0.0.1:3000']

describe.concurrent('npm run private', () => {
  it('says what is lost, releases every public address, deploys without a service, and proves it', async ({ expect }) => {
    using sandbox = new Converting()
    sandbox.atFly.addresses.push({ ID: 'ip_3', Address: 'fdaa:0:1::9', Type: 'private_v6', Region: 'global', CreatedAt: '' })
    // Addresses first, so that nothing new ever answers on them.
    sandbox.fly.faults.push({ command: 'deploy', run: () => { expect(sandbox.atFly.addresses).toHaveLength(1) } })
    const answers = sandbox.read('openclaw-fly.toml')
    const { code, stdout, stderr } = await sandbox.convert()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('  2a09:8280:1::1:a   v6\n  66.241.124.1   shared_v4\nWhat this takes away:\n  https://my-openclaw.fly.dev')
    expect(stdout).toContain('Nothing public is left.')
    expect(sandbox.changes).toEqual(['ips release', 'deploy'])
    expect(sandbox.atFly.addresses.map(({ Type }) => Type)).toEqual(['private_v6'])
    expect(sandbox.machine.config.services).toEqual([])
    expect(sandbox.said).toEqual(isPrivate)
    expect(sandbox.read('openclaw-fly.toml')).toBe(answers.replace('access = "public"', 'access = "private"'))
  })

  it('names the channels that hear nothing any more, and their ways out, before anything is done', async ({ expect }) => {
    using sandbox = new Converting({ channel: ['line', 'slack'], 'slack.mode': 'http' })
    const { code, stdout } = await sandbox.convert(['--dry-run'])
    expect(code).toBe(0)
    expect(stdout).toContain([
      'These channels hear nothing any more:',
      '  LINE, which is called at https://my-openclaw.fly.dev/line/webhook',
      '  Slack, which is called at https://my-openclaw.fly.dev/slack/events',
      '    it can do without: npm run update -- --slack.mode socket',
      '    then npm run deploy, npm run config -- push, and this again',
      'Ways out for the others: leave the app public; take the channel out (npx --yes create-openclaw-fly@latest remove CHANNEL);',
    ].join('\n'))
    expect(stdout).toContain('All other channels go on working.')
    expect(sandbox.changes).toEqual([])
  })

  it('says nothing of channels where none is called from outside', async ({ expect }) => {
    using sandbox = new Converting({ channel: ['telegram', 'slack'] })
    const { stdout } = await sandbox.convert(['--dry-run'])
    expect(stdout).toContain('Channels that connect outwards go on working.')
    expect(stdout).not.toContain('nothing any more')
  })

  it('lets the browser in at the tunnel\'s address beside those that are allowed, forgets the public one, and does nothing a second time', async ({ expect }) => {
    using sandbox = new Converting()
    await sandbox.convert()
    const gateway = sandbox.gateway()
    expect(gateway.controlUi.allowedOrigins).toEqual(['https://my-openclaw.fly.dev', ...local])
    expect(gateway.publicOrigin).toBeUndefined()
    expect(sandbox.gateway(sandbox.read('openclaw.json')).controlUi.allowedOrigins).toEqual(['https://my-openclaw.fly.dev', ...local])
    const count = sandbox.changes.length
    expect(await sandbox.convert([])).toMatchObject({ code: 0, stderr: '' })
    expect(sandbox.changes).toHaveLength(count)
  })

  it('goes on where it stopped, whichever step fails; npm run deploy does not undo it in the meantime', async ({ expect }) => {
    using sandbox = new Converting()
    for (const command of ['auth whoami', 'ips list', 'ips release', 'deploy', 'ssh console']) {
      sandbox.fly.faults.push({ command, times: command === 'ssh console' ? 2 : 1, message: 'the network is down' })
      expect(await sandbox.convert()).toMatchObject({ code: 1, all: expect.stringContaining('the network is down') })
      if (command === 'ips release') expect(await sandbox.run('deploy.mjs', ['--time-limit', '20'])).toMatchObject({ code: 1, stderr: expect.stringContaining('npm run private') })
    }
    expect(await sandbox.convert()).toMatchObject({ code: 0 })
    expect(sandbox.changes).toEqual(['ips release', 'ips release', 'deploy', 'deploy'])
    expect(sandbox.atFly.addresses).toEqual([])
  }, 120_000)

  it('ends with 1 when an address is still there', async ({ expect }) => {
    using sandbox = new Converting()
    const [address] = sandbox.atFly.addresses
    sandbox.fly.faults.push({ command: 'ips list', call: 4, run: () => { sandbox.atFly.addresses.push(address!) } })
    const { code, stderr } = await sandbox.convert()
    expect(code).toBe(1)
    expect(stderr).toContain('its app has public addresses')
    expect(sandbox.changes).toEqual(['ips release'])
  })

  it('changes nothing where nobody can answer', async ({ expect }) => {
    using sandbox = new Converting()
    expect(await sandbox.convert([])).toMatchObject({ code: 2, stderr: expect.stringContaining('say so: --yes') })
    expect(sandbox.changes).toEqual([])
    expect(sandbox.said).toEqual(isPublic)
  })

  it('shows with --dry-run what it would do', async ({ expect }) => {
    using sandbox = new Converting()
    const { code, stdout } = await sandbox.convert(['--dry-run'])
    expect(code).toBe(0)
    expect(stdout).toContain('$ fly ips release 2a09:8280:1::1:a 66.241.124.1 --app my-openclaw')
    expect(sandbox.changes).toEqual([])
    expect(sandbox.said).toEqual(isPublic)
  })

  it('refuses a fly.private.toml with a service before it changes anything', async ({ expect }) => {
    using sandbox = new Converting()
    sandbox.write('fly.private.toml', `${sandbox.read('fly.private.toml')}\n[[services]]\n  internal_port = 3000\n`)
    expect(await sandbox.convert()).toMatchObject({ code: 1, stderr: expect.stringContaining('fly.private.toml has a service') })
    expect(sandbox.calls).toEqual([])
  })

  it('makes the first deploy private where there is no app yet', async ({ expect }) => {
    using sandbox = new Converting()
    sandbox.fly.state.apps = []
    expect(await sandbox.convert()).toMatchObject({ code: 0, stdout: expect.stringContaining('The first deploy will be private: npm run deploy') })
    expect(sandbox.said).toEqual(isPrivate)
  })
})

describe.skipIf(!hasScript).concurrent('npm run private at a terminal (needs script of util-linux)', () => {
  it.for([['n\r', 130, 2], ['y\r', 0, 0]] as const)('takes %j for an answer', async ([answer, expected, left], { expect }) => {
    using sandbox = new Converting()
    const { code, screen } = await converse(sandbox, 'private.mjs', [['Do it? y/N', answer]])
    expect({ code, screen }).toMatchObject({ code: expected, screen: expect.stringContaining(expected === 0 ? 'Nothing public is left.' : 'Nothing was changed.') })
    expect(sandbox.atFly.addresses).toHaveLength(left)
  })
})

describe.concurrent('npm run private -- --undo', () => {
  it('gives a private app addresses, deploys the service, and lets its browser and its edge in', async ({ expect }) => {
    using sandbox = new Converting({ access: 'private' })
    const { code, stdout, stderr } = await sandbox.convert(['--undo', '--yes', '--url', url])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('The gateway is public.')
    expect(sandbox.changes).toEqual(['ips allocate-v6', 'ips allocate-v4', 'deploy'])
    expect(sandbox.said).toEqual(isPublic)
    expect(sandbox.gateway()).toMatchObject({
      publicOrigin: 'https://my-openclaw.fly.dev',
      trustedProxies: ['172.16.0.0/12', '2a09:8280:1::1:a', '66.241.124.1'],
      controlUi: { allowedOrigins: [...local, 'https://my-openclaw.fly.dev'] },
    })
  })

  it('takes back what npm run private did, the domain too', async ({ expect }) => {
    using sandbox = new Converting({ domain: 'claw.example.com' })
    const [answers, deployment] = [sandbox.read('openclaw-fly.toml'), sandbox.read('scripts/deployment.json')]
    const { stdout } = await sandbox.convert()
    expect(stdout).toContain('fly certs remove claw.example.com --app my-openclaw --yes')
    expect(sandbox.read('openclaw-fly.toml')).toContain('access = "private"\n# domain = "claw.example.com"\n')
    expect(await sandbox.convert(['--undo', '--yes', '--url', url])).toMatchObject({ code: 0 })
    expect(sandbox.read('openclaw-fly.toml')).toBe(answers)
    expect(JSON.parse(sandbox.read('scripts/deployment.json'))).toMatchObject(JSON.parse(deployment) as object)
    expect(sandbox.gateway().publicOrigin).toBe('https://claw.example.com')
  })
})

const { switchAnswers } = await load<{ switchAnswers: (text: string, access: string) => { text: string, domain?: string } | undefined }>('access-files.mjs')

describe('the answers, switched', () => {
  it.each([
    ['access = "public"  # mine\n', 'access = "private"  # mine\n'],
    ["access='public'\r\ndomain = 'a.b'\r\n", "access='private'\r\n# domain = 'a.b'\r\n"],
    ['app = "x"\naccess = "private"\n[channels.a]\naccess = "public"\n', 'app = "x"\naccess = "private"\n[channels.a]\naccess = "public"\n'],
  ])('%j become %j', (before, after) => {
    expect(switchAnswers(before, 'private')?.text).toBe(after)
  })

  it('are left alone where the access is not in its plain form', () => {
    expect(switchAnswers('"access" = "public"\n', 'private')).toBeUndefined()
    expect(switchAnswers('[a]\naccess = "public"\n', 'private')).toBeUndefined()
  })
})
