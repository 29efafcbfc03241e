import { writeFileSync } from 'node:fs'
import { describe, it } from 'vitest'
import { deployed, stamps, type Config } from './config-world.ts'
import { converse, hasScript } from './converse.ts'
import { FlySandbox } from './fly-double/fly-sandbox.ts'

describe.concurrent('npm run config -- diff', () => {
  it('finds no difference in stamps, order, comments and layout', async ({ expect }) => {
    using world = await deployed()
    world.changeLive(stamps)
    const { gateway, ...rest } = world.here()
    world.sandbox.write('openclaw.json', `// mine\n${JSON.stringify({ ...rest, gateway }).replace(/\}$/, ',}')}`)
    expect(await world.sandbox.run('config.mjs', ['diff'])).toMatchObject({ code: 0, stdout: 'The same.\n' })
  })

  it('shows where they differ by key path, hides what looks like a secret, and ends with 3', async ({ expect }) => {
    using world = await deployed()
    world.changeLive({ channels: { telegram: { botToken: 'hunter2' } }, session: { dmScope: 'main' }, 'odd\u001B[31m key': 1 })
    const { code, stdout } = await world.sandbox.run('config.mjs', ['diff'])
    expect(code).toBe(3)
    expect(stdout).toBe([
      'session.dmScope', '  in use  "main"', '  here    "per-channel-peer"',
      'channels', '  in use  (hidden: it looks like a secret)', '  here    (not there)',
      '"odd·[31m key"', '  in use  1', '  here    (not there)', '',
    ].join('\n'))
  })

  it('says where the file here is broken, and does not repeat it', async ({ expect }) => {
    using world = await deployed()
    world.sandbox.write('openclaw.json', '{\n  "token": "hunter2\n}')
    const { code, all } = await world.sandbox.run('config.mjs', ['diff'])
    expect(code).toBe(1)
    expect(all).toContain('openclaw.json cannot be read: a text without its closing quote at line 2, column 12.')
    expect(all).not.toContain('hunter2')
  })
})

describe.concurrent('npm run config -- pull', () => {
  it('replaces the file here with consent alone, without stamps, and keeps every former one', async ({ expect }) => {
    using world = await deployed()
    const before = world.sandbox.read('openclaw.json')
    world.changeLive({ ...stamps, session: { dmScope: 'main' } })
    expect(await world.sandbox.run('config.mjs', ['pull'])).toMatchObject({ code: 3 })
    expect(world.sandbox.read('openclaw.json')).toBe(before)
    expect(await world.sandbox.run('config.mjs', ['pull', '--yes'])).toMatchObject({ code: 0 })
    expect(world.here()).toEqual({ ...JSON.parse(before) as Config, session: { dmScope: 'main' } })
    expect(world.sandbox.read('openclaw.json.before-pull')).toBe(before)
    world.changeLive({ session: { dmScope: 'per-peer' } })
    await world.sandbox.run('config.mjs', ['pull', '--yes'])
    expect(world.sandbox.read('openclaw.json.before-pull')).toBe(before)
    expect(world.sandbox.read('openclaw.json.before-pull-2')).toContain('"main"')
  })

  it('refuses a secret in the open, ours and what OpenClaw knows, by its path and never its value', async ({ expect }) => {
    using world = await deployed()
    const before = world.sandbox.read('openclaw.json')
    world.gateway.answers.set('secrets audit --json', { stdout: JSON.stringify({ findings: [
      { code: 'PLAINTEXT_FOUND', file: '/data/openclaw.json', jsonPath: 'channels.matrix.phrase' }, { code: 'PLAINTEXT_FOUND', file: '/data/.env', jsonPath: 'X' },
    ] }) })
    world.changeLive({ env: { vars: { MY_KEY: 'hunter2' } }, channels: { matrix: { phrase: 'hunter3' }, discord: { token: { source: 'env', provider: 'default', id: 'D' }, greeting: 'sk-ant-0123456789abcdef' } } })
    const { code, all } = await world.sandbox.run('config.mjs', ['pull', '--yes'])
    expect(code).toBe(1)
    expect(all).toContain('  env.vars.MY_KEY\n  channels.discord.greeting\n  channels.matrix.phrase\n  Nothing was pulled.')
    expect(all).not.toMatch(/hunter|sk-ant-0/)
    expect(world.sandbox.read('openclaw.json')).toBe(before)
  })

  it('says so where the machine has no configuration or one that cannot be read', async ({ expect }) => {
    using world = await deployed()
    writeFileSync(world.sandbox.livePath('openclaw.json'), '{ "a": ')
    expect(await world.sandbox.run('config.mjs', ['pull', '--yes'])).toMatchObject({ code: 1, stderr: expect.stringContaining('it ends too early at line 1, column 8') as string })
    writeFileSync(world.sandbox.livePath('openclaw.json'), '[]')
    expect(await world.sandbox.run('config.mjs', ['pull', '--yes'])).toMatchObject({ code: 1, stderr: expect.stringContaining('does not hold an object') as string })
  })
})

describe.concurrent('npm run config', () => {
  it.for([[[], 'What shall it do?'], [['psh'], 'Did you mean push?'], [['pull', 'push'], 'a word too many'], [['push', '--wait', 'soon'], '--wait needs a number']] as const)('refuses %j with exit code 2', async ([args, message], { expect }) => {
    using sandbox = new FlySandbox()
    sandbox.givenDeployed()
    const { code, stderr } = await sandbox.run('config.mjs', args)
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) as string })
  })

  it('shows in a dry run what it would do, and runs nothing', async ({ expect }) => {
    using sandbox = new FlySandbox()
    const { code, stdout } = await sandbox.run('config.mjs', ['push', '--dry-run'])
    expect(code).toBe(0)
    expect(stdout).toContain('config validate --json')
    expect(sandbox.fly.calls).toEqual([])
  })
})

describe.skipIf(!hasScript).concurrent('npm run config at a terminal (needs script of util-linux)', () => {
  it('asks before it replaces the file here, and takes anything but y for a no', async ({ expect }) => {
    using world = await deployed()
    world.changeLive({ session: { dmScope: 'main' } })
    expect((await converse(world.sandbox, 'config.mjs', [['y/N', '\r']], 'pull')).code).toBe(130)
    expect(world.here()).toMatchObject({ session: { dmScope: 'per-channel-peer' } })
    expect((await converse(world.sandbox, 'config.mjs', [['y/N', 'y\r']], 'pull')).code).toBe(0)
    expect(world.here()).toMatchObject({ session: { dmScope: 'main' } })
  })
})
