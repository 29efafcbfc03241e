import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { Deploying, pageAt, servePages, v4, v6 } from './deploying.ts'

servePages()

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
    const { stdout } = await sandbox.run('deploy.mjs', ['--time-limit', '20', '--url', pageAt('')], { ANTHROPIC_API_KEY: 'sk-ant-secret' })
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
    expect(stderr).toContain('Fly could not be asked, so this takes nothing as made. fly, the program of Fly.io, is not on your PATH.')
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
})
