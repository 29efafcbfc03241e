import { readFileSync, statSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { releases } from '../../src/releases/catalogue.ts'
import { machines, ownIPv4, ownIPv6, stop, untilReady } from './machine.ts'
import { openclaw } from './programs.ts'

const newMachine = machines()
const oldest = releases[0]!.release
beforeAll(() => openclaw(oldest), 1_200_000)

describe('the real gateway under the emitted boot program', () => {
  test('starts from the seed, answers the health check, and ends cleanly on SIGTERM', async () => {
    const machine = await newMachine({ flags: ['--channel', 'telegram'] })
    const booted = machine.boot()
    await untilReady(machine, booted)
    expect(JSON.parse(readFileSync(machine.config, 'utf8'))).toMatchObject({ gateway: { auth: { mode: 'token' } }, channels: { telegram: { enabled: true } } })
    expect(statSync(machine.config).mode & 0o777).toBe(0o600)
    expect(booted.log()).not.toMatch(/Invalid config|Unrecognized key|without explicit trust|cannot use/)
    expect(booted.log()).toMatch(/\[boot\] uid \d+, Node 24\.\d+\.\d+, OpenClaw 2026\.9\.6, \d+ of \d+ MB free on \//)
    expect(booted.log()).toMatch(/account:telegram:default is configured/) // the secret is missing: said, and no reason not to start
    booted.child.kill('SIGTERM')
    expect(await booted.ended).toBe(0)
    expect(booted.log()).toContain('the gateway ended with exit code 0')
  })

  test.skipIf(!ownIPv4 || !ownIPv6)('is reached in private mode through the relay, by a forger as whoever that really is (needs an IPv4 and an IPv6 address)', async () => {
    const machine = await newMachine({ isPrivate: true, seed: ({ gateway }) => gateway.trustedProxies.push(ownIPv4!) }) // on Fly it is in 172.16.0.0/12
    const booted = machine.boot()
    await booted.until('the private network reaches the gateway at [')
    await untilReady(machine, booted)
    const url = `http://[${ownIPv6}]:${machine.port}`
    expect((await fetch(url)).status).toBe(200)
    expect((await fetch(url, { headers: { 'X-Forwarded-For': '127.0.0.1' } })).status).toBe(200) // 403 if it were believed
    expect(booted.log()).not.toContain('unattributable')
    await stop(booted)
  })

  test('is not started as root where the image is not', async () => {
    const machine = await newMachine()
    const booted = machine.boot()
    await booted.until('MB free on')
    expect(booted.log()).toContain(`uid ${statSync(machine.volume).uid},`)
    expect(statSync(machine.config).uid).toBe(statSync(machine.volume).uid)
    await stop(booted)
  })

  // Without models.providers.openai.agentRuntime this release wants a plugin that an API key does not need.
  test('fetches no Codex plugin for an OpenAI model, in the oldest release that we know', async () => {
    const machine = await newMachine({ release: oldest, flags: ['--model', 'openai/gpt-6-astra'] })
    const booted = machine.boot()
    await booted.until('http server listening')
    expect(booted.log()).not.toMatch(/codex/i)
    await stop(booted)
  })
})
