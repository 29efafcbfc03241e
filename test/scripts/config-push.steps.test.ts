import { existsSync, statSync, unlinkSync } from 'node:fs'
import { describe, it } from 'vitest'
import { deployed, stamps, type Config } from './config-world.ts'

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
