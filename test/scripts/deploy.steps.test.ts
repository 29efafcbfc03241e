import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { converse, hasScript } from './converse.ts'
import { FlySandbox } from './fly-double/fly-sandbox.ts'
import { openclawConfig } from './openclaw-config.ts'
import { collect, goodKey, load } from './sandbox.ts'

/** Where the gateway "answers": by path, so that each test chooses what it says. */
let server: Server
let base: string
const bodies: Record<string, { status: number, body: string }> = {
  '/': { status: 200, body: '<title>OpenClaw</title>' },
  '/untrusted': { status: 403, body: '{"error":{"type":"proxy_attribution_required"}}' },
  '/broken': { status: 502, body: '' },
  '/forbidden': { status: 403, body: 'no' },
}
beforeAll(async () => {
  server = createServer((request, response) => {
    const { status, body } = bodies[request.url ?? ''] ?? { status: 404, body: '' }
    response.writeHead(status).end(body)
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => { server.close() })

const v6 = '2a09:8280:1::1:a'
const v4 = '66.241.124.1'
const changing = /^(?:apps create|ips (?:allocate|release)|volumes (?:create|destroy)|deploy|machine (?:start|stop|destroy)|secrets (?:import|deploy)|npx)/

const { fingerprint } = await load<{ fingerprint: (deployment: object, toml: object) => string }>('fingerprint.mjs')
const { readFlyToml } = await load<{ readFlyToml: (folder: string, file: string) => object }>('fly-toml.mjs')

class Deploying extends FlySandbox {
  constructor(answers: Readonly<Record<string, unknown>> = {}) {
    super(answers)
    this.givenProgram('/app/openclaw.mjs', openclawConfig)
  }

  deploy(args: readonly string[] = [], path = '/', limit = 20) {
    return this.run('deploy.mjs', ['--time-limit', String(limit), '--url', `${base}${path}`, ...args])
  }

  /** What was run since, of the commands that change something. */
  get changes() {
    return this.paths.filter((path) => changing.test(path))
  }

  /** An app with its secrets, as `npm run secrets` leaves it. */
  givenSecretsOnly() {
    this.givenApp()
    this.givenSecrets()
    return this
  }

  /** As deploy.mjs leaves it: the seed trusts the app's addresses, and the machine says what it was made from. */
  givenDeployedByScript() {
    const { access } = JSON.parse(this.read('scripts/deployment.json')) as { access: string }
    if (access === 'public') this.write('openclaw.json', this.read('openclaw.json').replace('"172.16.0.0/12"', `"172.16.0.0/12", "${v6}", "${v4}"`))
    const machine = this.givenDeployed({ isPrivate: access === 'private' })
    machine.config.env.OPENCLAW_FLY_FINGERPRINT = fingerprint({ folder: this.folder, build: 'image', release: '2026.9.6' }, readFlyToml(this.folder, access === 'public' ? 'fly.toml' : 'fly.private.toml'))
    return this
  }

  trusted(text = this.read('openclaw.json')) {
    return (JSON.parse(text) as { gateway: { trustedProxies?: string[] } }).gateway.trustedProxies
  }
}

describe.concurrent('npm run deploy', () => {
  it('takes a new account from nothing to the question for secrets, and then to a gateway that answers', async ({ expect }) => {
    using sandbox = new Deploying()
    const first = await sandbox.deploy()
    expect(first.code).toBe(1)
    expect(first.stderr).toBe([
      '✖ The app lacks secrets that the gateway needs:',
      '  OPENCLAW_GATEWAY_TOKEN   Gateway token',
      '  ANTHROPIC_API_KEY   Anthropic API key',
      '  Give them to Fly, then run this again: npm run secrets',
      '',
    ].join('\n'))
    expect(sandbox.changes).toEqual(['apps create'])
    sandbox.givenSecrets()
    const second = await sandbox.deploy()
    expect(second).toMatchObject({ code: 0, stderr: '' })
    expect(second.stdout).toContain('\nDeployed. Open the Control UI: npm run open\n')
    expect(sandbox.changes).toEqual(['apps create', 'ips allocate-v6', 'ips allocate-v4', 'volumes create', 'deploy'])
    expect(sandbox.atFly.volumes).toMatchObject([{ name: 'openclaw_data', region: 'fra', size_gb: 3, snapshot_retention: 14 }])
  })

  it('takes the shared IPv4 address for a channel that listens on a port of its own, too', async ({ expect }) => {
    using sandbox = new Deploying({ channel: ['telegram'], 'telegram.mode': 'webhook' })
    sandbox.givenSecretsOnly().givenSecrets(['TELEGRAM_BOT_TOKEN', 'TELEGRAM_WEBHOOK_SECRET'])
    expect(await sandbox.deploy()).toMatchObject({ code: 0 })
    expect(sandbox.calls.map(({ argv }) => argv.join(' ')).filter((words) => words.startsWith('ips allocate-v4'))).toEqual(['ips allocate-v4 --shared --app my-openclaw'])
  })

  it('changes nothing when nothing has changed, and says how to deploy all the same', async ({ expect }) => {
    using sandbox = new Deploying().givenDeployedByScript()
    const files = [sandbox.read('openclaw.json'), sandbox.liveFile('openclaw.json')]
    const { code, stdout, stderr } = await sandbox.deploy()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('Nothing has changed since the last deploy, and the gateway runs. Deploy all the same: npm run deploy -- --force')
    expect(sandbox.changes).toEqual([])
    expect([sandbox.read('openclaw.json'), sandbox.liveFile('openclaw.json')]).toEqual(files)
  })

  it.for([
    ['it is told to', () => undefined, ['--force']],
    ['its configuration was edited', (sandbox: Deploying) => sandbox.write('fly.private.toml', sandbox.read('fly.private.toml').replace('3072mb', '4096mb')), []],
    ['the boot program was edited', (sandbox: Deploying) => sandbox.write('runtime/boot.mjs', `${sandbox.read('runtime/boot.mjs')}\n`), []],
    ['a secret is staged', (sandbox: Deploying) => sandbox.givenSecrets(['ANTHROPIC_API_KEY_2']), []],
    ['its check fails', (sandbox: Deploying) => { sandbox.machine.checks[0]!.status = 'critical' }, []],
  ] as const)('deploys again when %s', async ([, change, args], { expect }) => {
    using sandbox = new Deploying({ access: 'private' }).givenDeployedByScript()
    change(sandbox)
    expect(await sandbox.deploy(args)).toMatchObject({ code: 0, stderr: '' })
    expect(sandbox.changes).toEqual(['deploy'])
  })

  it('shows every command as it is run, and gives fly none of the secrets that stand in the environment', async ({ expect }) => {
    using sandbox = new Deploying().givenSecretsOnly()
    const { stdout } = await sandbox.run('deploy.mjs', ['--time-limit', '20', '--url', base], { ANTHROPIC_API_KEY: 'sk-ant-secret' })
    const shown = stdout.split('\n').filter((line) => line.startsWith('$ fly ')).map((line) => line.replace(/ --env \S+$/, ''))
    expect(shown.slice(0, 12)).toEqual([
      '$ fly auth whoami --json',
      '$ fly apps list --json',
      '$ fly secrets list --app my-openclaw --json',
      '$ fly machine list --app my-openclaw --json',
      '$ fly ips list --app my-openclaw --json',
      '$ fly ips allocate-v6 --app my-openclaw',
      '$ fly ips allocate-v4 --shared --app my-openclaw',
      '$ fly ips list --app my-openclaw --json',
      '$ fly volumes list --app my-openclaw --json',
      '$ fly volumes create openclaw_data --region fra --size 3 --snapshot-retention 14 --yes --app my-openclaw',
      '$ fly config validate --config fly.toml --app my-openclaw',
      '$ fly deploy --config fly.toml --app my-openclaw',
    ])
    expect(sandbox.calls.some(({ env }) => 'ANTHROPIC_API_KEY' in env)).toBe(false)
  })

  it('gives a private app no address, and proves that it has none', async ({ expect }) => {
    using sandbox = new Deploying({ access: 'private' }).givenSecretsOnly()
    const { code, stdout } = await sandbox.deploy()
    expect(code).toBe(0)
    expect(stdout).toContain('no public address')
    expect(sandbox.changes).toEqual(['volumes create', 'deploy'])
    expect(sandbox.trusted()).toEqual(['172.16.0.0/12'])
  })

  it('refuses to go on when a private app has a public address', async ({ expect }) => {
    using sandbox = new Deploying({ access: 'private' })
    sandbox.givenDeployed()
    const { code, stderr } = await sandbox.deploy()
    expect(code).toBe(1)
    expect(stderr).toContain(`This deployment is private, but its app has public addresses:\n  ${v6}   v6\n  ${v4}   shared_v4\n  Release them all, and prove it: npm run private`)
    expect(sandbox.changes).toEqual([])
  })

  it('ends with 1 when a private app has got a public address in the meantime', async ({ expect }) => {
    using sandbox = new Deploying({ access: 'private' }).givenSecretsOnly()
    sandbox.fly.faults.push({ command: 'deploy', run: () => { sandbox.atFly.addresses.push({ ID: 'x', Address: v6, Type: 'v6', Region: 'global', CreatedAt: '' }) } })
    expect(await sandbox.deploy()).toMatchObject({ code: 1, stderr: expect.stringContaining('public addresses') })
  })

  it('clones OpenClaw for a source build, once, and deploys from inside the clone', async ({ expect }) => {
    using sandbox = new Deploying({ build: 'source', access: 'private' }).givenSecretsOnly()
    sandbox.addOther('npx', { creates: join(sandbox.folder, 'openclaw', 'Dockerfile') })
    expect(await sandbox.deploy()).toMatchObject({ code: 0 })
    const clones = sandbox.argvs.filter((argv) => argv.includes('clone'))
    expect(clones).toHaveLength(1)
    expect(clones[0]![1]).toMatch(/^create-openclaw-fly(?:@\d+\.\d+\.\d+.*)?$/)
    expect(sandbox.argvs.find(([first]) => first === 'deploy')!.slice(0, 4)).toEqual(['deploy', 'openclaw', '--config', '../fly.private.toml'])
    writeFileSync(join(sandbox.folder, 'openclaw', 'Dockerfile'), 'FROM scratch\n')
    expect((await sandbox.deploy()).stdout).toContain('Deployed.')
  })

  it.for([{ code: 3 }, { code: 0 }])('stops when cloning ends with %o and no Dockerfile is there', async (answer, { expect }) => {
    using sandbox = new Deploying({ build: 'source' }).givenSecretsOnly()
    sandbox.addOther('npx', answer)
    const { code, stderr } = await sandbox.deploy()
    expect(code).toBe(1)
    expect(stderr).toContain('so nothing was deployed')
    expect(stderr).toContain('git clone --depth 1 --branch v2026.9.6 https://github.com/openclaw/openclaw.git openclaw')
    expect(sandbox.paths).not.toContain('deploy')
  })
})

describe.concurrent('npm run deploy: the app\'s own addresses as trusted proxies', () => {
  it('are in the seed before the first deploy, and every other byte of openclaw.json stays', async ({ expect }) => {
    using sandbox = new Deploying().givenSecretsOnly()
    const before = sandbox.read('openclaw.json')
    await sandbox.deploy()
    expect(sandbox.read('openclaw.json')).toBe(before.replace('"172.16.0.0/12"\n', `"172.16.0.0/12",\n      "${v6}",\n      "${v4}"\n`))
    expect(sandbox.trusted(sandbox.liveFile('openclaw.json'))).toEqual(['172.16.0.0/12', v6, v4])
  })

  it('are added to the live configuration of a gateway that runs already, beside its own entries', async ({ expect }) => {
    using sandbox = new Deploying()
    sandbox.givenDeployed()
    const live = JSON.parse(sandbox.liveFile('openclaw.json')) as { gateway: { trustedProxies: string[] } }
    live.gateway.trustedProxies = ['172.16.0.0/12', '198.51.100.7', '2a09:8280:1::/48']
    writeFileSync(sandbox.livePath('openclaw.json'), JSON.stringify(live))
    const { code, stdout } = await sandbox.deploy()
    expect(code).toBe(0)
    expect(stdout).toContain(`added ${v4} to gateway.trustedProxies on the volume`)
    expect(sandbox.trusted(sandbox.liveFile('openclaw.json'))).toEqual(['172.16.0.0/12', '198.51.100.7', '2a09:8280:1::/48', v4])
  })

  it('come with Fly\'s own range where the live configuration has no list at all', async ({ expect }) => {
    using sandbox = new Deploying()
    sandbox.givenDeployed()
    writeFileSync(sandbox.livePath('openclaw.json'), '{"gateway":{}}')
    await sandbox.deploy()
    expect(sandbox.trusted(sandbox.liveFile('openclaw.json'))).toEqual(['172.16.0.0/12', v6, v4])
  })

  it.for([
    ['JSON5', '// mine\n{ gateway: { trustedProxies: ["172.16.0.0/12"] } }\n'],
    ['JSON without the list', '{ "gateway": {} }\n'],
  ] as const)('are left to the person, in exact words, where openclaw.json is %s; the running gateway gets them', async ([, text], { expect }) => {
    using sandbox = new Deploying()
    sandbox.givenDeployed()
    sandbox.write('openclaw.json', text)
    const { code, stderr } = await sandbox.deploy()
    expect(code).toBe(0)
    expect(sandbox.read('openclaw.json')).toBe(text)
    expect(stderr).toContain(`"trustedProxies": ["172.16.0.0/12", "${v6}", "${v4}"]`)
    expect(sandbox.trusted(sandbox.liveFile('openclaw.json'))).toEqual(['172.16.0.0/12', v6, v4])
  })
})

describe.concurrent('npm run deploy: organisations', () => {
  it('takes the only one there is', async ({ expect }) => {
    using sandbox = new Deploying()
    sandbox.fly.state.organisations = [{ slug: 'my-team', name: 'Team', type: 'SHARED' }]
    await sandbox.deploy()
    expect(sandbox.argvs).toContainEqual(['apps', 'create', 'my-openclaw', '--org', 'my-team'])
  })

  it('says which there are and names the flag where there are several', async ({ expect }) => {
    using sandbox = new Deploying()
    sandbox.fly.state.organisations.push({ slug: 'my-team', name: 'Team', type: 'SHARED' })
    const { code, stderr } = await sandbox.deploy()
    expect(code).toBe(2)
    expect(stderr).toContain('personal   Ada\n  my-team   Team\n  Name it: npm run deploy -- --org NAME')
    await sandbox.deploy(['--org', 'my-team'])
    expect(sandbox.atFly.org).toBe('my-team')
  })

  it('takes the one of the answers', async ({ expect }) => {
    using sandbox = new Deploying({ org: 'my-team' })
    sandbox.fly.state.organisations.push({ slug: 'my-team', name: 'Team', type: 'SHARED' })
    await sandbox.deploy()
    expect(sandbox.atFly.org).toBe('my-team')
  })

  it('explains that a name is taken by another account', async ({ expect }) => {
    using sandbox = new Deploying()
    sandbox.fly.state.taken.push('my-openclaw')
    expect((await sandbox.deploy()).stderr).toContain('The name my-openclaw is taken by somebody else')
  })

  it('explains that a trial organisation must add a payment method', async ({ expect }) => {
    using sandbox = new Deploying().givenSecretsOnly()
    sandbox.fly.state.organisations[0]!.trial = true
    const { code, stderr } = await sandbox.deploy()
    expect(code).toBe(1)
    expect(stderr).toContain('Fly does not deploy for a trial organisation')
    expect(stderr).toContain('https://fly.io/dashboard/personal/billing')
  })
})

describe.skipIf(!hasScript).concurrent('npm run deploy at a terminal (needs script of util-linux)', () => {
  const question = 'Which one shall own the app?'

  it('asks which organisation shall own the app, and makes it there', async ({ expect }) => {
    using sandbox = new Deploying()
    sandbox.fly.state.organisations.push({ slug: 'my-team', name: 'Team', type: 'SHARED' })
    await converse(sandbox, 'deploy.mjs', [[question, 'my-team\r'], ['Paste it', '\x03']])
    expect(sandbox.atFly.org).toBe('my-team')
  })

  it('asks for the secrets that are missing, as npm run secrets does, and goes on', async ({ expect }) => {
    using sandbox = new Deploying()
    const { screen } = await converse(sandbox, 'deploy.mjs', [['Paste it', `${goodKey}\r`], ['Show it once now', 'n\r']], `--url ${base}/`)
    expect(sandbox.atFly.secrets.map(({ name }) => name).toSorted()).toEqual(['ANTHROPIC_API_KEY', 'OPENCLAW_GATEWAY_TOKEN'])
    expect(screen).toContain('On with the deploy.')
    expect(screen).not.toContain(goodKey)
    expect(sandbox.changes).toEqual(['apps create', 'secrets import', 'ips allocate-v6', 'ips allocate-v4', 'volumes create', 'deploy'])
  })

  it('deploys nothing when somebody stops at the question for a secret', async ({ expect }) => {
    using sandbox = new Deploying()
    const { code, screen } = await converse(sandbox, 'deploy.mjs', [['Paste it', '\x03']])
    expect(code).toBe(130)
    expect(screen).toContain('so nothing was deployed')
    expect(sandbox.changes).toEqual(['apps create'])
  })

  it.for([['nobody\r', 2], ['\x03', 130]] as const)('makes nothing when the answer is %j', async ([answer, expected], { expect }) => {
    using sandbox = new Deploying()
    sandbox.fly.state.organisations.push({ slug: 'my-team', name: 'Team', type: 'SHARED' })
    expect((await converse(sandbox, 'deploy.mjs', [[question, answer]])).code).toBe(expected)
    expect(sandbox.fly.state.apps).toEqual([])
  })
})

describe.concurrent('npm run deploy: volumes and machines', () => {
  it('refuses a volume in another region, with each way out', async ({ expect }) => {
    using sandbox = new Deploying()
    sandbox.givenDeployed({ region: 'iad' })
    const { code, stderr } = await sandbox.deploy()
    expect(code).toBe(1)
    expect(stderr).toContain('The volume is not in fra, where fly.toml puts the machine')
    expect(stderr).toContain('primary_region = "iad"')
    expect(sandbox.changes).toEqual([])
  })

  it('refuses two volumes of which none is in use, and tolerates a spare one', async ({ expect }) => {
    using sandbox = new Deploying()
    sandbox.givenDeployed()
    const [volume] = sandbox.atFly.volumes
    sandbox.atFly.volumes.push({ ...volume!, id: 'vol_2', attached_machine_id: null })
    expect(await sandbox.deploy()).toMatchObject({ code: 0, stderr: expect.stringContaining('Not in use, but paid for:\n  vol_2') })
    sandbox.atFly.machines = []
    volume!.attached_machine_id = null
    expect(await sandbox.deploy()).toMatchObject({ code: 1, stderr: expect.stringContaining('There are 2 volumes of one name') })
  })

  it('refuses two machines before it changes anything', async ({ expect }) => {
    using sandbox = new Deploying()
    const machine = sandbox.givenDeployed()
    sandbox.atFly.machines.push({ ...machine, id: 'abc123', state: 'stopped' })
    const { code, stderr } = await sandbox.deploy()
    expect(code).toBe(1)
    expect(stderr).toContain('has 2 machines, and a gateway has exactly one')
    expect(stderr).toContain('fly machine destroy ID --force --app my-openclaw')
    expect(sandbox.changes).toEqual([])
  })

  it('starts a machine that is stopped', async ({ expect }) => {
    using sandbox = new Deploying()
    sandbox.givenDeployed().state = 'stopped'
    expect(await sandbox.deploy()).toMatchObject({ code: 0 })
    expect(sandbox.changes.slice(-2)).toEqual(['deploy', 'machine start'])
  })

  it('refuses a fly.toml that mounts no volume, is for another app, or opens a private gateway', async ({ expect }) => {
    using sandbox = new Deploying({ access: 'private' })
    const text = sandbox.read('fly.private.toml')
    for (const [changed, message] of [
      [text.replace(/^\[mounts\][^]*/m, ''), 'mounts no volume'],
      [text.replace('app = "my-openclaw"', 'app = "other"'), 'fly.private.toml is for the app other, scripts/deployment.json for my-openclaw'],
      [`${text}\n[[services]]\n  internal_port = 3000\n`, 'has a service, which would open the gateway'],
    ] as const) {
      sandbox.write('fly.private.toml', changed)
      expect(await sandbox.deploy()).toMatchObject({ code: 1, stderr: expect.stringContaining(message) })
    }
    expect(sandbox.calls).toEqual([])
  })
})

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
    const child = sandbox.start('deploy.mjs', ['--url', base])
    const ended = collect(child)
    while (!sandbox.paths.includes('volumes create')) await new Promise((resolve) => { setTimeout(resolve, 20) })
    child.kill('SIGINT')
    expect(await ended).toMatchObject({ code: 130, stderr: expect.stringContaining('Run this again') })
    expect(await sandbox.deploy()).toMatchObject({ code: 0 })
    expect(sandbox.atFly.volumes).toHaveLength(1)
  })
})

describe.concurrent('npm run deploy: the command itself', () => {
  it('works with fly as a program of its own, too', async ({ expect }) => {
    using sandbox = new Deploying().givenSecretsOnly()
    sandbox.realProcesses = true
    expect(await sandbox.deploy()).toMatchObject({ code: 0, stderr: expect.not.stringContaining('✖') })
  }, 120_000)

  it('looks with --dry-run, shows what it would do, and changes nothing, neither there nor here', async ({ expect }) => {
    using sandbox = new Deploying()
    sandbox.givenApp()
    const before = sandbox.read('openclaw.json')
    const { code, stdout, stderr } = await sandbox.deploy(['--dry-run'])
    expect(code).toBe(0)
    expect(stderr).toContain('A deploy would stop here until they are given: npm run secrets')
    expect(stdout).toContain('$ fly volumes create openclaw_data --region fra')
    expect(stdout).toContain('$ fly deploy --config fly.toml')
    expect(stdout).toContain('Nothing was changed: this was a dry run.')
    expect(sandbox.changes).toEqual([])
    expect(sandbox.read('openclaw.json')).toBe(before)
  })

  it('shows with --dry-run all of it before there is an account, or even fly', async ({ expect }) => {
    using sandbox = new Deploying({ build: 'source' })
    sandbox.removeProgram('fly')
    const { code, stdout, stderr } = await sandbox.deploy(['--dry-run'])
    expect(code).toBe(0)
    expect(stderr).toContain('Fly could not be asked, so this takes nothing as made.')
    const shown = stdout.split('\n').filter((line) => line.startsWith('$ ')).map((line) => line.split(' ').slice(1, 4).join(' '))
    expect(shown).toEqual(expect.arrayContaining(['fly apps create', 'fly ips allocate-v6', 'fly ips allocate-v4', 'fly volumes create', 'fly config validate', 'fly deploy openclaw']))
    expect(sandbox.calls).toEqual([])
  })

  it.for([
    [['--url', 'claw'], '--url needs an address'],
    [['--org', 'a b'], '--org needs the short name'],
    [['--time-limit', '0'], '--time-limit needs a number'],
    [['now'], 'There is a word too many'],
    [['--forse'], 'Did you mean --force?'],
  ] as const)('refuses %j', async ([args, message], { expect }) => {
    using sandbox = new Deploying()
    const { code, stderr } = await sandbox.run('deploy.mjs', args)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
    expect(sandbox.calls).toEqual([])
  })

  it('explains itself with --help', async ({ expect }) => {
    using sandbox = new Deploying()
    expect(await sandbox.run('deploy.mjs', ['--help'])).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('npm run deploy [-- flags]') })
  })
})
