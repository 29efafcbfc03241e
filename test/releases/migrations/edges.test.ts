import { describe, expect, it } from 'vitest'
import { schemaFaults } from '../../../src/check/json-schema.ts'
import { catalogue } from '../../../src/releases/catalogue.ts'
import { migrations } from '../../../src/releases/migrations/all.ts'
import type { Json } from '../../../src/releases/migrations/json.ts'
import { applyMigration, migrateConfig } from '../../../src/releases/migrations/migrate-config.ts'
import { schemas } from '../../support/answers.ts'

const withSchema = catalogue.filter(({ noSchema }) => noSchema === undefined).map(({ release }) => release)

/** By migration: the old shape, which some schema is the first to refuse, and what it becomes. */
const refused: Readonly<Record<string, readonly [old: Json, now: Json]>> = {
  'root-defaults': [{ defaultModel: 'a/b', heartbeat: { every: '1h', showOk: true } }, { agents: { defaults: { model: 'a/b', heartbeat: { every: '1h' } } }, channels: { defaults: { heartbeat: { showOk: true } } } }],
  'group-routing': [{ routing: { allowFrom: ['+1'], groupChat: { requireMention: true, historyLimit: 5 } }, channels: { whatsapp: {} } }, { channels: { whatsapp: { allowFrom: ['+1'], groups: { '*': { requireMention: true } } } }, messages: { groupChat: { historyLimit: 5 } } }],
  'gateway-bind-mode': [{ gateway: { bind: '0.0.0.0' } }, { gateway: { bind: 'lan' } }],
  'thread-bindings-idle': [{ session: { threadBindings: { ttlHours: 2 } } }, { session: { threadBindings: { idleHours: 2 } } }],
  'web-search-plugins': [{ tools: { web: { search: { brave: { mode: 'web' } } } } }, { tools: { web: { search: {} } }, plugins: { entries: { brave: { enabled: true, config: { webSearch: { mode: 'web' } } } } } }],
  'channel-allow-enabled': [{ channels: { slack: { channels: { C1: { allow: false } } } } }, { channels: { slack: { channels: { C1: { enabled: false } } } } }],
  'channel-streaming': [{ channels: { slack: { streamMode: 'status_final', nativeStreaming: false } } }, { channels: { slack: { streaming: { mode: 'progress', nativeTransport: false } } } }],
  'sandbox-scope': [{ agents: { defaults: { sandbox: { perSession: false } } } }, { agents: { defaults: { sandbox: { scope: 'shared' } } } }],
  'hook-handlers': [{ hooks: { internal: { enabled: true, handlers: [], entries: { mine: { enabled: true } } } } }, { hooks: { internal: { enabled: true, entries: { mine: { enabled: true } } } } }],
  'agents-llm': [{ agents: { defaults: { llm: { idleTimeoutSeconds: 9 } } } }, { agents: { defaults: {} } }],
  'session-parent-fork': [{ session: { parentForkMaxTokens: 9 } }, { session: {} }],
  'queue-modes': [{ messages: { queue: { mode: 'queue' } } }, { messages: { queue: { mode: 'steer' } } }],
  'agent-model-timeouts': [{ agents: { defaults: { model: { primary: 'a/b', timeoutMs: 9 } } } }, { agents: { defaults: { model: { primary: 'a/b' } } } }],
  'silent-replies': [{ agents: { defaults: { silentReplyRewrite: {} } } }, { agents: { defaults: {} } }],
  'agent-runtime': [{ agents: { defaults: { embeddedPi: {}, agentRuntime: { id: 'pi' } } } }, { agents: { defaults: { embeddedAgent: {} } } }],
  'gateway-webchat': [{ gateway: { mode: 'local', webchat: {} } }, { gateway: { mode: 'local' } }],
  'memory-store-path': [{ agents: { defaults: { memorySearch: { store: { driver: 'sqlite', path: '/x' } } } } }, { agents: { defaults: { memorySearch: { store: { driver: 'sqlite' } } } } }],
  'telegram-history': [{ channels: { telegram: { includeGroupHistoryContext: 'none' } } }, { channels: { telegram: { historyLimit: 0 } } }],
  'memory-search': [{ agents: { defaults: { memorySearch: { provider: 'gemini' } } } }, { agents: { defaults: {} }, memory: { search: { provider: 'gemini' } } }],
  'memory-qmd': [{ memory: { backend: 'qmd', qmd: { paths: [{ path: '/notes' }] } } }, { memory: { search: { extraPaths: ['/notes'] } } }],
  'session-names': [{ session: { idleMinutes: 9, typingMode: 'never' } }, { session: { reset: { mode: 'idle', idleMinutes: 9 } }, agents: { defaults: { typingMode: 'never' } } }],
  'tts-owner': [{ messages: { tts: { provider: 'edge' } } }, { messages: {}, tts: { provider: 'microsoft' } }],
  'media-models': [{ tools: { media: { audio: { models: [{ type: 'cli', command: 'x' }] } } } }, { tools: { media: { models: [{ type: 'cli', command: 'x', capabilities: ['audio'] }] } } }],
  'whatsapp-settings': [{ web: { enabled: false }, channels: { whatsapp: { accounts: { default: { debounceMs: 5 } } } } }, { channels: { whatsapp: { enabled: false, accounts: { default: {} } } }, messages: { inbound: { byChannel: { whatsapp: 5 } } } }],
  'slack-mentions': [{ channels: { slack: { thread: { requireExplicitMention: true } } } }, { channels: { slack: { implicitMentions: { threadParticipation: false } } } }],
  'signal-transport': [{ channels: { signal: { cliPath: '/x' } } }, { channels: { signal: { transport: { kind: 'managed-native', cliPath: '/x' } } } }],
  'dm-policy': [{ channels: { discord: { dm: { policy: 'pairing' } } } }, { channels: { discord: { dmPolicy: 'pairing' } } }],
  'heartbeat-visibility': [{ channels: { defaults: { heartbeat: { showOk: true } } } }, { channels: { defaults: { heartbeatVisibility: { showOk: true } } } }],
  'channel-delivery': [{ channels: { signal: { chunkMode: 'length' } } }, { channels: { signal: { streaming: { chunkMode: 'length' } } } }],
  'thread-bindings-spawn': [{ channels: { discord: { threadBindings: { spawnSubagentSessions: true, spawnAcpSessions: false } } } }, { channels: { discord: { threadBindings: { spawnSessions: false } } } }],
  'binding-peers': [{ bindings: [{ agentId: 'main', match: { channel: 'a', peer: { kind: 'dm', id: '1' } } }] }, { bindings: [{ agentId: 'main', match: { channel: 'a', peer: { kind: 'direct', id: '1' } } }] }],
  'cross-context': [{ tools: { message: { allowCrossContextSend: true } } }, { tools: { message: { crossContext: { allowWithinProvider: true, allowAcrossProviders: true } } } }],
  'compaction-texts': [{ agents: { defaults: { compaction: { customInstructions: 'x' } } } }, { agents: { defaults: { compaction: {} } } }],
  'diagnostics-switches': [{ diagnostics: { cacheTrace: { enabled: true, filePath: '/x' } } }, { diagnostics: { cacheTrace: { enabled: true } } }],
  'discovery-domain': [{ discovery: { wideArea: { enabled: true } } }, { discovery: { wideArea: {} } }],
  'skill-workshop': [{ skills: { workshop: { autonomous: { enabled: true } } } }, { skills: { workshop: { autonomous: { mode: 'propose' } } } }],
  'moved-settings': [{ agents: { defaults: { sandbox: { browser: { enableNoVnc: true } } } } }, { agents: { defaults: { sandbox: { browser: { noVncEnabled: true } } } } }],
  'env-vars': [{ env: { TZ: 'America/Lima' } }, { env: { vars: { TZ: 'America/Lima' } } }],
  'gateway-reload-mode': [{ gateway: { reload: { mode: 'restart' } } }, { gateway: { reload: { mode: 'hybrid' } } }],
  'control-ui-insecure-auth': [{ gateway: { mode: 'local', controlUi: { allowInsecureAuth: true } } }, { gateway: { mode: 'local' } }],
  'retired-settings': [{ cron: { enabled: true, retry: { maxAttempts: 2 } } }, { cron: { enabled: true } }],
  'agents-entries': [{ agents: { list: [{ id: 'main' }] } }, { agents: { entries: { main: {} } } }],
  'retired-titles': [{ messages: { suppressToolErrors: true } }, { messages: {} }],
  'code-mode': [{ tools: { codeMode: { runtime: 'quickjs-wasi' } } }, { tools: { codeMode: { executor: 'quickjs' } } }],
}

/** Whose old shape is still taken, though with a warning, or means something else without it. */
const warned: Readonly<Record<string, readonly [old: Json, now: Json]>> = {
  'exec-mode': [{ tools: { exec: { security: 'deny', ask: 'off' } } }, { tools: { exec: { mode: 'deny' } } }],
  'model-names': [{ agents: { defaults: { model: { primary: 'anthropic/claude-3-5-sonnet-latest', fallbacks: ['openai/gpt-4o@work', 'openai/gpt-5.5'] } } } }, { agents: { defaults: { model: { primary: 'anthropic/claude-sonnet-4-6', fallbacks: ['openai/gpt-5.5@work', 'openai/gpt-5.5'] } } } }],
  'model-policy': [{ agents: { defaults: { models: { 'a/b': {} } } } }, { agents: { defaults: { models: { 'a/b': {} }, modelPolicy: { allow: ['a/b'] } } } }],
  'response-prefix': [{ messages: { responsePrefix: '>' }, channels: { telegram: {}, sms: {} } }, { messages: { responsePrefix: '>' }, channels: { telegram: { responsePrefix: '>' }, sms: {} } }],
  'mcp-servers': [{ mcp: { servers: { x: { url: 'http://x', type: 'http', disabled: true, timeout: 2 } } } }, { mcp: { servers: { x: { url: 'http://x', enabled: false, requestTimeoutMs: 2000, transport: 'streamable-http' } } } }],
  'agents-default': [{ agents: { entries: { main: { default: true } } } }, { agents: { entries: { main: {} } } }],
  'agents-ownership': [{ agents: { entries: { a: {}, b: {} } } }, { agents: { entries: { a: {}, b: {} }, ownership: 'explicit' } }],
}

describe('a migration', () => {
  it('is tried here, each one', () => {
    expect([...Object.keys(refused), ...Object.keys(warned)].toSorted()).toEqual(migrations.map(({ id }) => id).toSorted())
  })

  it.each(migrations.map((migration) => [migration.id, migration] as const))('makes the new shape of the old one: %s', (id, migration) => {
    const [old, now] = { ...refused, ...warned }[id]!
    expect(applyMigration(migration, old).config).toEqual(now)
  })

  it.each(migrations.filter(({ id }) => Object.hasOwn(refused, id)).map(({ id, since }) => [id, since] as const))('comes with the first schema that refuses the old shape: %s since %s', (id, since) => {
    const isTaken = (release: string, config: Json): boolean => schemaFaults(schemas.get(release), config).length === 0
    const [old] = refused[id]!
    expect(isTaken(since, old)).toBe(false)
    const before = withSchema.slice(0, withSchema.indexOf(since))
    // The one just before takes it, but for what was refused before there were schemas.
    expect(before.length === 0 || isTaken(before.at(-1)!, old)).toBe(true)
    expect(isTaken(since, migrateConfig(old, '2026.1.29', since).config)).toBe(true)
  })
})
