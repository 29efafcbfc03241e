import { existsSync, readdirSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { describe, it } from 'vitest'
import { converse, hasScript } from './converse.ts'
import { FakeGateway } from './fake-gateway.ts'
import { FlySandbox } from './fly-double/fly-sandbox.ts'

type Config = Record<string, unknown>

/** A deployed sandbox whose gateway runs with this folder's configuration. */
async function deployed() {
  const sandbox = new FlySandbox()
  sandbox.givenDeployed()
  const gateway = await FakeGateway.start(sandbox)
  const here = () => JSON.parse(sandbox.read('openclaw.json')) as Config
  const live = () => JSON.parse(sandbox.liveFile('openclaw.json')) as Config
  return {
    sandbox, gateway, here, live,
    changeHere: (change: Config) => sandbox.write('openclaw.json', JSON.stringify({ ...here(), ...change }, null, 2)),
    changeLive: (change: Config) => writeFileSync(sandbox.livePath('openclaw.json'), JSON.stringify({ ...live(), ...change }), { mode: 0o600 }),
    leftOvers: () => readdirSync(sandbox.livePath('.')).filter((name) => /new|half/.test(name)),
    [Symbol.dispose]() {
      gateway[Symbol.dispose]()
      sandbox[Symbol.dispose]()
    },
  }
}

const stamps = { meta: { lastTouchedVersion: '2026.9.6' } }

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

describe.concurrent('npm run config -- push', () => {
  it('has it checked in the machine, puts it into use with the stamps kept, and keeps the former one', async ({ expect }) => {
    using world = await deployed()
    world.changeLive(stamps)
    await world.sandbox.run('config.mjs', ['pull'])
    const before = world.sandbox.liveFile('openclaw.json')
    world.changeHere({ session: { dmScope: 'main' } })
    const { code, stdout } = await world.sandbox.run('config.mjs', ['push'])
    expect(stdout).toContain('Done: the gateway runs with it')
    expect(code).toBe(0)
    expect(world.live()).toEqual({ ...world.here(), ...stamps })
    expect(statSync(world.sandbox.livePath('openclaw.json')).mode & 0o777).toBe(0o600)
    expect(world.sandbox.liveFile('openclaw.json.before-push')).toBe(before)
    expect(world.gateway.words).toEqual(['config validate --json', 'gateway call config.get --json'])
    expect(world.leftOvers()).toEqual([])
    expect(await world.sandbox.run('config.mjs', ['push'])).toMatchObject({ code: 0, stdout: 'The same; nothing to push.\n' })
  })

  it('replaces nothing that OpenClaw refuses, and says all that it has against it', async ({ expect }) => {
    using world = await deployed()
    const before = world.sandbox.liveFile('openclaw.json')
    world.changeHere({ bad: 1 })
    const { code, stderr } = await world.sandbox.run('config.mjs', ['push', '--yes'])
    expect(code).toBe(1)
    expect(stderr).toContain('refuses it, so nothing was replaced:\n  <root>: Unrecognized key: "bad"\n  gateway.bind: Invalid input·[31m')
    expect(world.sandbox.liveFile('openclaw.json')).toBe(before)
    expect(world.leftOvers()).toEqual([])
  })

  it.for([['crash', 'The gateway did not come back within'], ['refuse', 'The running gateway refused it']])('puts the former one back by itself after %s', async ([key, why], { expect }) => {
    using world = await deployed()
    const before = world.sandbox.liveFile('openclaw.json')
    world.changeHere({ [key!]: 1 })
    const { code, stderr } = await world.sandbox.run('config.mjs', ['push', '--yes', '--wait', '2'])
    expect(code).toBe(1)
    expect(stderr).toContain(why)
    expect(stderr).toContain('the former configuration was put back. The gateway runs with that.')
    expect(world.sandbox.liveFile('openclaw.json')).toBe(before)
    expect(world.leftOvers()).toEqual([])
  })

  it('does not claim that it is in use while the gateway does not say so', async ({ expect }) => {
    using world = await deployed()
    world.changeHere({ slow: 1 })
    const { code, stderr } = await world.sandbox.run('config.mjs', ['push', '--yes', '--wait', '1'])
    expect(code).toBe(1)
    expect(stderr).toContain('it does not say that it runs with it')
    expect(world.live()).toEqual(world.here())
  })

  const restart = (machine: string) => ['machine', 'restart', machine, '--skip-health-checks', '--app', 'my-openclaw']

  it('restarts the machine where the gateway does not come back with the former one by itself', async ({ expect }) => {
    using world = await deployed()
    const before = world.sandbox.liveFile('openclaw.json')
    world.sandbox.fly.faults.push({ command: 'machine restart', run: () => { world.gateway.isDown = false } })
    world.changeHere({ stick: 1 })
    const { code, stderr } = await world.sandbox.run('config.mjs', ['push', '--yes', '--wait', '1'])
    expect(code).toBe(1)
    expect(stderr).toContain('was put back. The gateway runs with that.')
    expect(world.sandbox.argvs).toContainEqual(restart(world.sandbox.machine.id))
    expect(world.sandbox.liveFile('openclaw.json')).toBe(before)
  })

  it('says so where nothing brings the gateway back', async ({ expect }) => {
    using world = await deployed()
    world.changeHere({ stick: 1 })
    expect(await world.sandbox.run('config.mjs', ['push', '--yes', '--wait', '1'])).toMatchObject({ code: 1, stderr: expect.stringContaining('DOES NOT RUN with that either') as string })
  })

  it.for([true, false])('keeps a valid one where the gateway did not run before, and restarts the machine (which helps: %s)', async (helps, { expect }) => {
    using world = await deployed()
    world.gateway.isDown = true
    world.sandbox.fly.faults.push({ command: 'machine restart', run: () => { world.gateway.isDown = !helps } })
    world.changeHere({ session: { dmScope: 'main' } })
    const { code, all } = await world.sandbox.run('config.mjs', ['push', '--yes', '--wait', '1'])
    expect(code).toBe(helps ? 0 : 1)
    expect(all).toContain(helps ? 'Done: the gateway runs with it, after a restart of the machine.' : 'it did not run before either')
    expect(world.live()).toEqual(world.here())
    expect(world.sandbox.argvs).toContainEqual(restart(world.sandbox.machine.id))
  })

  it('loses nothing that was changed in the machine since: it names it, and needs consent', async ({ expect }) => {
    using world = await deployed()
    await world.sandbox.run('config.mjs', ['pull'])
    world.changeLive({ session: { dmScope: 'per-peer' } })
    const before = world.sandbox.liveFile('openclaw.json')
    world.changeHere({ logging: { level: 'debug' } })
    const { code, stdout, stderr } = await world.sandbox.run('config.mjs', ['push'])
    expect(code).toBe(3)
    expect(stdout).toContain('session.dmScope\n  in use  "per-peer"\n  here    "per-channel-peer"')
    expect(stderr).toContain('was changed since the last pull or push')
    expect(world.sandbox.liveFile('openclaw.json')).toBe(before)
    expect(await world.sandbox.run('config.mjs', ['push', '--yes'])).toMatchObject({ code: 0 })
    expect(world.sandbox.liveFile('openclaw.json.before-push')).toBe(before)
  })

  it('replaces nothing where the one in use changes between the comparison and the replacement', async ({ expect }) => {
    using world = await deployed()
    world.changeHere({ session: { dmScope: 'main' } })
    world.sandbox.fly.faults.push({ call: 3, run: () => world.changeLive({ logging: { level: 'debug' } }) })
    const { code, stderr } = await world.sandbox.run('config.mjs', ['push', '--yes'])
    expect(code).toBe(1)
    expect(stderr).toContain('changed while this ran, so nothing was replaced')
    expect(world.live()).toMatchObject({ logging: { level: 'debug' } })
  })

  it('puts nothing into use that did not arrive whole', async ({ expect }) => {
    using world = await deployed()
    const before = world.sandbox.liveFile('openclaw.json')
    world.changeHere({ session: { dmScope: 'main' } })
    world.sandbox.fly.faults.push({ call: 2, truncated: true })
    expect(await world.sandbox.run('config.mjs', ['push', '--yes'])).toMatchObject({ code: 1, stderr: expect.stringContaining('The connection ended before the command did') as string })
    expect(world.sandbox.liveFile('openclaw.json')).toBe(before)
  })

  it('says beforehand what makes the gateway restart, and warns of a secret here', async ({ expect }) => {
    using world = await deployed()
    const { gateway } = world.here() as { gateway: Config }
    world.changeHere({ gateway: { ...gateway, trustedProxies: [], terminal: { enabled: true } }, channels: { slack: { botToken: 'hunter2' } } })
    const { all } = await world.sandbox.run('config.mjs', ['push', '--yes'])
    expect(all).toContain('The gateway restarts for gateway.terminal.enabled: for')
    expect(all).toContain('secrets in the open, and it goes into git: channels.slack.botToken')
    expect(all).not.toContain('hunter2')
  })

  it('puts the one here there where the machine has none', async ({ expect }) => {
    using world = await deployed()
    world.changeHere({ greeting: 'two\nlines' })
    unlinkSync(world.sandbox.livePath('openclaw.json'))
    expect(await world.sandbox.run('config.mjs', ['push'])).toMatchObject({ code: 0 })
    expect(world.live()).toMatchObject({ greeting: 'two\nlines' })
    expect(existsSync(world.sandbox.livePath('openclaw.json.before-push'))).toBe(false)
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
