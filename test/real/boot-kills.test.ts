import { readdirSync, readFileSync, utimesSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { groupLives, type Booted } from '../support/boot.ts'
import { machines, pullThePlug, stop, untilHeld, untilReady, type Config, type RealMachine } from './machine.ts'

const newMachine = machines()

/** Milliseconds, the same ones every time. */
const moments = (seed: number, count: number, upTo: number): number[] => Array.from({ length: count }, (_, index) => Math.floor(((Math.imul(seed + index, 2_654_435_761) >>> 0) / 2 ** 32) * upTo))

/** The process that boot.mjs started: the gateway. */
function gatewayOf({ child }: Booted): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const parentOf = (pid: string): number => {
    try {
      return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) \S /s, '').split(' ')[0])
    } catch {
      return 0 // it has ended meanwhile
    }
  }
  return Number(pids.find((pid) => parentOf(pid) === child.pid) ?? NaN)
}

const read = ({ config }: RealMachine): Config => JSON.parse(readFileSync(config, 'utf8')) as Config

/** A machine with something on its volume that would be missed: the person changed the configuration by OpenClaw's own means. */
async function livedIn(): Promise<RealMachine> {
  const machine = await newMachine()
  const booted = machine.boot()
  await untilReady(machine, booted)
  expect(await machine.openclaw(['config', 'set', 'gateway.auth.rateLimit.maxAttempts', '7']).ended).toBe(0)
  await stop(booted)
  return machine
}

/** Nothing is lost: what was changed is there, and SQLite finds every database whole. */
async function expectWhole(machine: RealMachine): Promise<void> {
  expect(read(machine).gateway.auth.rateLimit.maxAttempts).toBe(7)
  expect(readdirSync(machine.volume).filter((name) => name.includes('.seed'))).toEqual([])
  const databases = readdirSync(machine.volume, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sqlite'))
  expect(databases).toContain(join('state', 'openclaw.sqlite'))
  for (const name of databases) expect(await machine.checkDatabase(join(machine.volume, name))).toBe('ok')
}

describe('kill -9 loses nothing, and the next start works,', () => {
  test('whenever it hits the gateway', async () => {
    const machine = await livedIn()
    for (const moment of moments(3, 4, 12_000)) {
      const booted = machine.boot()
      await sleep(300 + moment)
      process.kill(gatewayOf(booted), 'SIGKILL')
      expect(await booted.ended).toBe(137) // Fly restarts the machine
      expect(booted.log()).toContain('the gateway was ended by SIGKILL')
      await pullThePlug(booted)
    }
    const last = machine.boot()
    await untilReady(machine, last)
    await stop(last)
    await expectWhole(machine)
  })

  test('whenever it hits the boot program, with which the machine ends', async () => {
    const machine = await livedIn()
    for (const moment of moments(5, 4, 12_000)) {
      const booted = machine.boot()
      await sleep(moment)
      booted.child.kill('SIGKILL')
      await pullThePlug(booted)
      expect(await booted.ended).toBe('SIGKILL')
    }
    const last = machine.boot()
    await untilReady(machine, last)
    await stop(last)
    await expectWhole(machine)
  })

  test('even in the very first moments of the first start', async () => {
    const machine = await newMachine()
    for (const moment of [30, 60, 90, 120, 150]) {
      const booted = machine.boot()
      await sleep(moment)
      await pullThePlug(booted)
    }
    const last = machine.boot()
    await untilReady(machine, last)
    await stop(last)
    expect(read(machine)).toMatchObject({ gateway: { auth: { mode: 'token' }, port: machine.port } })
  })
})

// On Fly the gateway cannot outlive its boot program: the machine ends with that. On a person's computer it can.
test('a gateway that was left behind keeps the next one waiting, and that starts when it has gone', async () => {
  const machine = await livedIn()
  const first = machine.boot()
  await untilReady(machine, first)
  first.child.kill('SIGKILL')
  const second = machine.boot()
  await untilHeld(second, 78)
  expect(second.log()).toContain('another OpenClaw process owns gateway-lifecycle')
  await pullThePlug(first)
  utimesSync(machine.config, new Date(), new Date()) // rather than wait for a minute
  await untilReady(machine, second)
  await stop(second)
  await expectWhole(machine)
})

test('a port that is taken is named, and the next start works', async () => {
  const machine = await livedIn()
  const other = createServer().listen(machine.port, '0.0.0.0')
  const booted = machine.boot()
  await untilHeld(booted, 1)
  expect(booted.log()).toContain(`Port ${machine.port} is already in use`)
  await new Promise((resolve) => other.close(resolve))
  utimesSync(machine.config, new Date(), new Date())
  await untilReady(machine, booted)
  await stop(booted)
  await expectWhole(machine)
})

test('SIGTERM during the start ends it soon, leaves nothing behind, and the next start works', async () => {
  const machine = await livedIn()
  for (const moment of [50, 200, 800, 2000, 4000, ...moments(7, 2, 12_000)]) {
    const booted = machine.boot()
    await sleep(moment)
    const asked = Date.now()
    booted.child.kill('SIGTERM')
    expect(['SIGTERM', 143, 0]).toContain(await booted.ended)
    expect(Date.now() - asked).toBeLessThan(20_000)
    await expect.poll(() => groupLives(booted.child), { timeout: 30_000 }).toBe(false)
  }
  const last = machine.boot()
  await untilReady(machine, last)
  await stop(last)
  await expectWhole(machine)
})
