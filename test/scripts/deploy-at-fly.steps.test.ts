import { writeFileSync } from 'node:fs'
import { describe, it } from 'vitest'
import { converse, hasScript } from './converse.ts'
import { Deploying, pageAt, servePages, v4, v6 } from './deploying.ts'
import { goodKey } from './sandbox.ts'

servePages()

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
    const { screen } = await converse(sandbox, 'deploy.mjs', [['Paste it', `${goodKey}\r`], ['Show it once now', 'n\r']], `--url ${pageAt('/')}`)
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
