import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMachine, type Machine } from './gateway.ts'
import { whyNoNetwork } from './network.ts'
import { openRegistry, type RegistryDoor } from './registry.ts'

const obstacle = whyNoNetwork()
if (obstacle !== undefined) console.warn(`NOT RUN: the real gateway in a Fly machine: ${obstacle}`)

const channels = ['discord', 'slack', 'telegram'].flatMap((name) => ['--channel', name])
const people = ['--discord.user-id', '234567890123456789', '--slack.user-id', 'U0123456789', '--telegram.user-id', '123456789']
const rooms = ['--discord.guild-id', '123456789012345678', '--slack.channel', 'C0123456789', '--telegram.group-id', '-1001234567890']

/** OpenClaw's word on each plugin that it fetched by itself: it records the package without a version. No setting changes it (2026.9.6). */
const unpinned = 'plugins.installs_unpinned_npm_specs'
/** And on every configuration that names a Discord server, however few people are answered in it. */
const manyUsers = 'security.trust_model.multi_user_heuristic'

const cases = [
  { name: 'public, no channel', file: 'fly.toml', flags: [], plugins: [], warnings: [] },
  { name: 'private, no channel', file: 'fly.private.toml', flags: [], plugins: [], warnings: [] },
  { name: 'public, three channels with rooms', file: 'fly.toml', flags: [...channels, ...people, ...rooms], plugins: ['discord', 'slack', 'telegram'], warnings: [unpinned, manyUsers] },
  { name: 'private, three channels', file: 'fly.private.toml', flags: channels, plugins: ['discord', 'slack', 'telegram'], warnings: [unpinned] },
] as const

/**
 * What the gateway itself complains of. Left out: channels that do not reach their service from here, and how slow a
 * busy computer is.
 */
function complaints(log: string): readonly string[] {
  const elsewhere = /\[(?:discord|slack|telegram|diagnostic|fetch-timeout|health-monitor|sqlite\/transaction|state\/worker)\b|socket-mode|bolt-app|EAI_AGAIN|ENETUNREACH/
  const trouble = /warn|⚠|error|fail|invalid|unrecogni[sz]ed|unknown|deprecated|retired|degraded|missing|explicit trust|not (?:configured|installed|set)/i
  const own = log.split('\n').filter((line) => !elsewhere.test(line))
  return own.flatMap((line) => line.split('; ')).filter((part) => trouble.test(part) && !usual.some((text) => part.includes(text)))
}

const usual = [
  // Said of every gateway that listens beyond 127.0.0.1, whatever its authentication.
  'Gateway is binding to a non-loopback address. Ensure authentication is configured',
  // No machine of a test has a way to the place that it comes from.
  'remote model catalog refresh failed',
  // Said once, at the first start: the plugins of its channels come from npm then.
  'cannot be checked until its data/settings upgrade finishes',
  'data/settings upgrade is unfinished: The configured plugin package is missing or has not converged.',
  'Your existing data and settings have been kept. Run "openclaw update',
  'Installed missing configured plugin',
]

interface Audit {
  readonly summary: { readonly critical: number }
  readonly findings: readonly { readonly checkId: string; readonly severity: string }[]
  readonly secretDiagnostics: readonly unknown[]
}

describe.skipIf(obstacle !== undefined)(`the real gateway in a Fly machine${obstacle === undefined ? '' : ` (NOT RUN: ${obstacle})`}`, () => {
  describe.each(cases)('$name', ({ file, flags, plugins, warnings }) => {
    let machine: Machine
    let registry: RegistryDoor
    beforeAll(async () => {
      machine = await createMachine(file, flags)
      registry = await openRegistry(machine.network.proxy)
      await machine.start(registry.env)
    })
    afterAll(async () => {
      registry?.close()
      await machine?.remove()
    })

    test('is ready, with the plugins of its channels', () => {
      const [, listening = ''] = /http server listening \(\d+ plugins: ([^;]*);/.exec(machine.log()) ?? []
      expect(listening.split(', ')).toEqual(expect.arrayContaining([...plugins]))
      expect(machine.log().includes('the private network reaches the gateway at [fly-local-6pn]:3000')).toBe(file === 'fly.private.toml')
    })

    test('gives no warning that the audit of OpenClaw could spare us', async () => {
      const audit = JSON.parse(await machine.openclaw('security', 'audit', '--json')) as Audit
      expect(audit.summary.critical).toBe(0)
      expect(audit.findings.filter(({ severity }) => severity !== 'info').map(({ checkId }) => checkId).toSorted()).toEqual(warnings)
      expect(audit.secretDiagnostics).toEqual([])
    })

    test('reads its configuration without a warning', async () => {
      expect(JSON.parse(await machine.openclaw('config', 'validate', '--json'))).toMatchObject({ valid: true, warnings: [] })
      expect(complaints(machine.log())).toEqual([])
    })

    test('fetched plugins from the npm registry, and nothing from anywhere else', async () => {
      const { hostname } = new URL(registry.env.npm_config_registry ?? '')
      expect([...new Set(registry.asked.map((target) => target.split(':')[0]))]).toEqual(plugins.length === 0 ? [] : [hostname])
    })
  })
})
