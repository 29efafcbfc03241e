import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Answers } from '../../src/answers/answers.ts'
import { channelFault, pluginOf } from '../../src/channels/availability.ts'
import { chosenChannels } from '../../src/channels/catalog.ts'
import type { Channel, ChannelAnswers } from '../../src/channels/define.ts'
import { webhookOf } from '../../src/channels/needs.ts'
import { findRelease } from '../../src/releases/catalogue.ts'
import { has } from '../../src/releases/eras.ts'
import { openclawConfig } from '../../src/render/config.ts'
import { installRelease } from '../../tools/sync-releases/registry.ts'
import { runProgram } from '../../tools/sync-releases/run-program.ts'
import { answersFor, catalog } from '../support/answers.ts'
import { flagsFor, variantsOf } from '../support/channel-variants.ts'
import { people, startFlyEdge } from './edge.ts'
import { createMachine, standIns } from './gateway.ts'
import { whyNoNetwork } from './network.ts'
import { node24 } from './programs.ts'
import { openRegistry } from './registry.ts'

const obstacle = whyNoNetwork()
if (obstacle !== undefined) console.warn(`NOT RUN: older releases of OpenClaw in a Fly machine: ${obstacle}`)

/** The oldest release of all, and one of each era since; the newest are booted by every other test here. */
const sample = [
  { release: '2026.1.29', era: 'plain shapes, no origins, switches for channels of the package' },
  { release: '2026.2.26', era: 'origins are required, tokens are no references yet' },
  // Not 2026.4.29: it fetches what its channels need with the npm beside its Node, as in the image, and ours has none there.
  { release: '2026.3.13', era: 'tokens are references, no schema yet' },
  { release: '2026.6.35', era: 'plugins by command' },
  { release: '2026.7.35', era: 'plugins at start' },
  { release: '2026.8.2', era: 'agents by key, proxies must be trusted' },
]

const scratch = mkdtempSync(join(tmpdir(), 'openclaw-old-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/**
 * Installs a release for the time of its tests: together they would fill 4 GB. Two packages that 2026.1.29 needs cannot
 * be had any more as it wants them (2026-11): one out of a git repository, and one that another of them only had by chance.
 */
async function install(release: string): Promise<string> {
  const folder = mkdtempSync(join(scratch, 'install-'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, overrides: { libsignal: '6.0.0' }, dependencies: { 'strip-ansi': '7' } }))
  const signal = AbortSignal.timeout(600_000)
  await installRelease((args, cwd, timeout) => runProgram('npm', args, { cwd, signal, timeout }), release, folder)
  return join(folder, 'node_modules', 'openclaw', findRelease(release)!.entry)
}

/** The channels of the release that the program can judge before a plugin of somebody else's is there. */
function channelsIn(release: string): readonly Channel[] {
  return catalog.filter((channel) => channel.notOnFly === undefined && channelFault(channel, release) === undefined && pluginOf(channel, release)?.maker === undefined)
}

/** Every question of a channel answered with its example, or only those that must be; where that is the same, it is there once. */
function answersOf(channel: Channel, name: 'with everything' | 'with as little as it takes'): ChannelAnswers {
  return (variantsOf(channel).find((variant) => variant.name === name) ?? variantsOf(channel)[0]!).answers
}

function answering(channels: readonly Channel[], name: Parameters<typeof answersOf>[1]): Readonly<Record<string, unknown>> {
  const flags = channels.map((channel) => flagsFor(channel, answersOf(channel, name)))
  return { ...Object.assign({}, ...flags) as object, channel: channels.map(({ id }) => id) }
}

/** What the program says of our configuration. `config validate` came with 2026.3.2; any other command reads the file too. */
async function judge(entry: string, answers: Answers): Promise<{ readonly code: number; readonly said: string }> {
  const home = mkdtempSync(join(scratch, 'home-'))
  mkdirSync(join(home, 'state'))
  writeFileSync(join(home, 'state', 'openclaw.json'), JSON.stringify(openclawConfig(answers, chosenChannels(catalog, answers.channels))), { mode: 0o600 })
  const command = has(answers.release, 'configValidate') ? ['config', 'validate', '--json'] : ['config', 'get', 'gateway.mode']
  const env = { PATH: process.env.PATH, HOME: home, OPENCLAW_STATE_DIR: join(home, 'state'), OPENAI_API_KEY: 'sk-stand-in', ...standIns }
  const node = await node24()
  return new Promise((resolve) => {
    execFile(node, [entry, ...command], { env, timeout: 180_000 }, (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), said: stdout + stderr }))
  })
}

describe.skipIf(obstacle !== undefined)(`an older release${obstacle === undefined ? '' : ` (NOT RUN: ${obstacle})`}`, () => {
  describe.each(sample)('$release ($era)', ({ release }) => {
    let entry = ''
    const cleanups: (() => Promise<void> | void)[] = []
    const channels = channelsIn(release)
    beforeAll(async () => void (entry = await install(release)), 660_000)
    afterEach(async () => {
      for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
    })
    afterAll(() => rmSync(join(entry, '..', '..', '..'), { recursive: true, force: true }))

    test('accepts our configuration, public with everything answered and private with little', async () => {
      const everything = answersFor({ release, model: 'openai/gpt-6-astra', ...answering(channels, 'with everything') })
      const quiet = channels.filter((channel) => webhookOf(channel, answersOf(channel, 'with as little as it takes')) === undefined)
      for (const answers of [everything, answersFor({ release, access: 'private', ...answering(quiet, 'with as little as it takes') })]) {
        const { code, said } = await judge(entry, answers)
        expect(code, said).toBe(0)
        expect(said).toMatch(has(release, 'configValidate') ? /"valid":\s*true/ : /^local$/m)
        expect(said).not.toMatch(/configured, not enabled yet/i)
      }
    })

    test('starts with our command, its channels too, and is reached through an edge like Fly’s', async () => {
      // Up to 2026.2 a Slack that cannot be reached ends the gateway, and nobody outside is reached from here.
      const started = ['discord', 'telegram'].filter((id) => channels.some((channel) => channel.id === id))
      const flags = ['--release', release, '--model', 'openai/gpt-6-astra', ...started.flatMap((id) => ['--channel', id])]
      const machine = await createMachine('fly.toml', flags, entry)
      cleanups.push(machine.remove)
      const registry = await openRegistry(machine.network.proxy)
      cleanups.push(registry.close)
      await machine.start({ OPENAI_API_KEY: 'sk-stand-in', ...registry.env })
      const edge = await startFlyEdge(machine.network)
      cleanups.push(edge.close)
      const [page, health] = [await edge.ask(people.owner, '/'), await edge.ask(people.owner, '/healthz')]
      expect([page.status, health.status]).toEqual([200, 200])
      expect(page.body).toMatch(/<html/i)
      for (const id of started) await expect.poll(machine.log, { timeout: 120_000, interval: 500 }).toContain(`[${id}] [default] starting provider`)
      expect(machine.log()).not.toMatch(/Invalid config|Unrecognized key|Unknown config|refusing to|not enabled yet|explicit trust|failed to load|codex/i)
    }, 900_000)
  })
})
