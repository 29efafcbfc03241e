import { chownSync, existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isRoot } from '../support/boot.ts'
import { machines, stop, untilHeld, untilReady, type Config, type RealMachine } from './machine.ts'

// Exit codes of 2026.9.6 at its start, as seen here:
//   78  JSON that does not parse, unknown key, empty file, a folder in its place, a file that it may not read, no token;
//       but also a state folder that it may not read, another process that has its lock, a volume that is full at first
//    1  a configuration written by a newer release, a port that is taken (after 10 seconds of tries), auth mode
//       trusted-proxy with a token set (after half a minute of triage), a volume that is full later
//    0  none of these: a missing configuration and one without gateway.mode start because of --allow-unconfigured
const newMachine = machines()

const read = ({ config }: RealMachine): Config => JSON.parse(readFileSync(config, 'utf8')) as Config
const write = ({ config }: RealMachine, change: (config: Config) => void): void => {
  const value = JSON.parse(readFileSync(config, 'utf8')) as Config
  change(value)
  writeFileSync(config, JSON.stringify(value))
}

/** A machine whose volume was seeded; nothing runs on it. */
async function seeded(): Promise<RealMachine> {
  const machine = await newMachine()
  const booted = machine.boot()
  await booted.until('first start')
  await stop(booted)
  return machine
}

describe('a configuration that the real gateway refuses', () => {
  test('broken JSON: held, left as it is, and mended by replacing the file', async () => {
    const machine = await seeded()
    const good = readFileSync(machine.config)
    writeFileSync(machine.config, good.subarray(0, -20))
    const booted = machine.boot()
    await untilHeld(booted, 78)
    expect(booted.log()).toContain('JSON5 parse failed')
    expect(readFileSync(machine.config).equals(good.subarray(0, -20))).toBe(true)
    await expect(fetch(`${machine.url}/healthz`)).rejects.toThrow('fetch failed')
    writeFileSync(`${machine.config}.new`, good, { mode: 0o600 })
    chownSync(`${machine.config}.new`, statSync(machine.volume).uid, statSync(machine.volume).gid)
    renameSync(`${machine.config}.new`, machine.config)
    await untilReady(machine, booted)
    expect(read(machine)).toMatchObject(JSON.parse(good.toString()) as Config)
    await stop(booted)
  })

  test('an unknown key: held, and mended by the repair that the log names', async () => {
    const machine = await seeded()
    write(machine, (config) => { config['multiAgent'] = {} })
    const booted = machine.boot()
    await untilHeld(booted, 78)
    expect(booted.log()).toContain('Unrecognized key: "multiAgent"')
    const [, words] = /--user node --command "node \S+\/openclaw\.mjs ([^"]+)"/.exec(booted.log())!
    const doctor = machine.openclaw(words!.split(' '))
    await untilReady(machine, booted)
    await stop(doctor)
    expect(read(machine)).not.toHaveProperty('multiAgent')
    await stop(booted)
  })

  test('an older release than the one that wrote it: exit code 1, held for a minute all the same', async () => {
    const machine = await seeded()
    write(machine, (config) => { config['meta'] = { lastTouchedVersion: '2027.1.1', lastTouchedAt: '2027-01-01T00:00:00.000Z' } })
    const booted = machine.boot()
    await untilHeld(booted, 1)
    expect(booted.log()).toContain('is older than the config last written by OpenClaw 2027.1.1')
    expect(booted.log()).toContain('by itself in 1 min')
    booted.child.kill('SIGTERM')
    expect(await booted.ended).toBe(0)
  })

  test('no gateway token: held, until a secret makes the machine start anew', async () => {
    const machine = await seeded()
    const booted = machine.boot({ OPENCLAW_GATEWAY_TOKEN: undefined })
    await untilHeld(booted, 78)
    expect(booted.log()).toContain('Refusing to bind gateway to lan without auth')
    booted.child.kill('SIGTERM')
    expect(await booted.ended).toBe(0)
    const again = machine.boot()
    await untilReady(machine, again)
    await stop(again)
  })

  test.skipIf(!isRoot)('a file that is root\'s: named with its cure, which is all it takes (needs root)', async () => {
    const machine = await seeded()
    chownSync(machine.config, 0, 0)
    const booted = machine.boot()
    await untilHeld(booted, 78)
    expect(booted.log()).toContain('Config file is not readable by the current process')
    expect(booted.log()).toContain(`cannot use ${machine.config}. Cure: fly ssh console --app machine-`)
    expect(booted.log()).toContain(`--command "chown -R 1000:1000 ${machine.volume}"`)
    machine.giveBack()
    await untilReady(machine, booted)
    await stop(booted)
  })

  test.skipIf(!isRoot)('a whole volume that is root\'s: the same (needs root)', async () => {
    const machine = await newMachine()
    chownSync(machine.volume, 0, 0)
    const booted = machine.boot()
    await untilHeld(booted, 78)
    expect(booted.log()).toContain(`cannot use ${machine.volume}. Cure: `)
    expect(existsSync(machine.config)).toBe(false)
    await stop(booted)
    machine.giveBack()
    const again = machine.boot()
    await untilReady(machine, again)
    expect(again.log()).toContain('first start: put the configuration on the volume')
    await stop(again)
  })
})
