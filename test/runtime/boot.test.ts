import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { templates } from '../support/answers.ts'
import { bootPrograms, freePort, gateway, groupLives, lateClock, machine } from '../support/boot.ts'
import { namesIn, temporaryFolders } from '../support/folders.ts'

const newFolder = temporaryFolders('boot-')
const start = bootPrograms()
const nothing = [process.execPath, '-e', ''] as const

test('the boot program stays short enough to be read before it is trusted', () => {
  const lines = templates.get('deployment/runtime/boot.mjs')!.trimEnd().split('\n')
  expect(lines.length).toBeLessThanOrEqual(151)
})

describe.concurrent('the first start', () => {
  test('puts the configuration on the empty volume, for this user alone', async ({ expect }) => {
    const here = machine(newFolder())
    const { ended, log } = start(here, nothing)
    expect(await ended).toBe(0)
    const config = join(here.volume, 'openclaw.json')
    expect(readFileSync(config, 'utf8')).toBe('{ "seed": true }\n')
    expect([statSync(config).mode & 0o777, statSync(here.volume).mode & 0o777]).toEqual([0o600, 0o700])
    expect(namesIn(here.volume)).toEqual(['openclaw.json'])
    expect(log()).toContain('first start: put the configuration on the volume')
  })

  test('takes a volume that others could read from them', async ({ expect }) => {
    const here = machine(newFolder())
    mkdirSync(here.volume)
    chmodSync(here.volume, 0o755)
    await start(here, nothing).ended
    expect(statSync(here.volume).mode & 0o777).toBe(0o700)
  })

  test('survives a second boot at the same time', async ({ expect }) => {
    const here = machine(newFolder(), `{ "big": "${'x'.repeat(500_000)}" }`)
    const boots = [1, 2, 3].map(() => start(here, nothing))
    expect(await Promise.all(boots.map(({ ended }) => ended))).toEqual([0, 0, 0])
    expect(boots.filter(({ log }) => log().includes('first start')).length).toBe(1)
    expect(readFileSync(join(here.volume, 'openclaw.json'), 'utf8')).toHaveLength(500_013)
    expect(namesIn(here.volume)).toEqual(['openclaw.json'])
  })
})

describe.concurrent('a later start', () => {
  test('never replaces the configuration', async ({ expect }) => {
    const here = machine(newFolder())
    mkdirSync(here.volume)
    writeFileSync(join(here.volume, 'openclaw.json'), '', { mode: 0o640 })
    const { ended, log } = start(here, nothing)
    expect(await ended).toBe(0)
    expect(readFileSync(join(here.volume, 'openclaw.json'), 'utf8')).toBe('')
    expect(log()).not.toContain('first start')
  })

  test.each(['no seed', 'a file in place of the volume'])('starts the gateway all the same with %s, and says so', async (what) => {
    const here = machine(newFolder(), what === 'no seed' ? null : '{}')
    if (what !== 'no seed') writeFileSync(here.volume, '')
    const { ended, log } = start(here, [process.execPath, '-e', 'console.log("gateway: here")'])
    expect(await ended).toBe(0)
    expect(log()).toContain('gateway: here')
    expect(log()).toContain('could not put the configuration at')
    expect(existsSync(join(here.volume, 'openclaw.json'))).toBe(false)
  })
})

describe.concurrent('the gateway', () => {
  test('ends, and so does the machine', async ({ expect }) => {
    expect(await start(machine(newFolder()), nothing).ended).toBe(0)
  })

  test('that fails after it ran for long is restarted by Fly at once, with its own exit code to be seen there', async ({ expect }) => {
    const booted = start(machine(newFolder()), [process.execPath, '-e', 'setTimeout(() => process.exit(3), 1000)'], lateClock)
    expect(await booted.ended).toBe(3)
    expect(booted.log()).toContain('the gateway ended with exit code 3')
    expect(booted.log()).not.toContain('waiting')
  })

  test('gets SIGTERM, and its exit code then counts', async ({ expect }) => {
    const booted = start(machine(newFolder()), [process.execPath, gateway], { OPENCLAW_GATEWAY_PORT: String(await freePort()) })
    await booted.until('gateway: ready')
    booted.child.kill('SIGTERM')
    expect(await booted.ended).toBe(7)
    expect(booted.log()).toContain('gateway: SIGTERM')
  })

  test.each(['SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const)('gets %s too, and goes on if it likes', async (signal) => {
    const booted = start(machine(newFolder()), [process.execPath, '-e', `process.on('${signal}', () => console.log('got ${signal}')); setTimeout(() => {}, 20_000); console.log('up')`])
    await booted.until('up')
    booted.child.kill(signal)
    await booted.until(`got ${signal}`)
    booted.child.kill('SIGTERM')
    expect(await booted.ended).toBe(143)
  })

  test.each([0, 20, 40, 60, 80, 120])('is never left behind by a SIGTERM %i ms after the boot program began', async (delay) => {
    const where = machine(newFolder())
    const booted = start(where, [process.execPath, '-e', 'setInterval(() => {}, 1000)'], { MARK: where.volume })
    await new Promise((resolve) => setTimeout(resolve, delay))
    booted.child.kill('SIGTERM')
    expect(['SIGTERM', 143]).toContain(await booted.ended)
    expect(groupLives(booted.child)).toBe(false)
  })

  test('ended by a signal is told as the shell tells it', async ({ expect }) => {
    const booted = start(machine(newFolder()), [process.execPath, '-e', 'process.kill(process.pid, "SIGKILL")'])
    expect(await booted.ended).toBe(137)
    expect(booted.log()).toContain('the gateway was ended by SIGKILL')
  })

  test.each([['no-such-program'], []])('that cannot be started is a mistake in fly.toml, with exit code 127: %j', async (...words) => {
    const booted = start(machine(newFolder()), ['--relay=::1', ...words])
    expect(await booted.ended).toBe(127)
    expect(booted.log()).toContain('cannot start what [processes] in fly.toml names')
  })

  test('gets its own words, odd ones too, and the environment', async ({ expect }) => {
    const booted = start(machine(newFolder()), [process.execPath, '-e', 'console.log(JSON.stringify([process.argv.slice(1), process.env.MARK]))', '--', '--relay=x', 'a b', '$HOME'], { MARK: 'm' })
    expect(await booted.ended).toBe(0)
    expect(booted.log()).toContain('[["--relay=x","a b","$HOME"],"m"]')
  })
})
