import { describe, expect, test } from 'vitest'
import { found, type Changes } from '../../support/subjects.ts'

/* What is in the files, and which release runs: E09 to E11, E13, E18, W07, W11. */

type Row = readonly [what: string, changes: Changes, lines: readonly string[]]

const release = (tag: string) => [':2026.9.6"', `:${tag}"`] as const
const inGateway = (text: string): Changes => ({ config: [["mode: 'local',", `mode: 'local',\n    ${text}`]] })
const atTop = (text: string): Changes => ({ config: [['  channels: {\n', `  ${text}\n  channels: {\n`]] })
const own = ['image = "ghcr.io/openclaw/openclaw:2026.9.6"', 'dockerfile = "Dockerfile"'] as const

describe.each<readonly [string, readonly Row[]]>([
  ['E09', [
    ['a token in [env]', { fly: [['[env]', '[env]\n  DISCORD_BOT_TOKEN = "abcdefgh"']] }, ['DISCORD_BOT_TOKEN = "abcdefgh"']],
    ['a key of any name', { fly: [['[env]', `[env]\n  WHATEVER = "sk-ant-${'a1'.repeat(12)}"`]] }, [`WHATEVER = "sk-ant-${'a1'.repeat(12)}"`]],
    ['a token in the configuration', { config: [['discord: { enabled: true,', "discord: { enabled: true, token: 'abcdefgh',"]] }, ["discord: { enabled: true, token: 'abcdefgh', dmPolicy: 'pairing' },"]],
    ['a token on the command line', { fly: [['--bind lan', `--bind lan --token ${'0123456789abcdef'.repeat(4)}`]] }, [`app = "node openclaw.mjs gateway --allow-unconfigured --bind lan --token ${'0123456789abcdef'.repeat(4)} --port 3000"`]],
    ['ENV of a Dockerfile', { fly: [own], dockerfile: 'FROM node:24\nENV OPENAI_API_KEY=abcdefghijkl\n' }, ['ENV OPENAI_API_KEY=abcdefghijkl']],
    ['not: a reference', atTop("models: { providers: { x: { apiKey: '${X_API_KEY}' } } },"), []],
    ['not: a secret reference', { config: [['discord: { enabled: true,', "discord: { enabled: true, token: { source: 'env', provider: 'default', id: 'DISCORD_BOT_TOKEN' },"]] }, []],
    ['not: a key that is a name', atTop("session: { mainKey: 'main' },"), []],
    ['not: the digest of an image', { fly: [release(`2026.9.6@sha256:${'0123456789abcdef'.repeat(4)}`)] }, []],
    ['not: a number of tokens', atTop('agents: { defaults: { contextTokens: 200000 } },'), []],
  ]],
  ['E10', [
    ['allowInsecureAuth', { config: [['controlUi: {', 'controlUi: { allowInsecureAuth: true,']] }, ["controlUi: { allowInsecureAuth: true, allowedOrigins: ['https://lobster.fly.dev'] },"]],
    ['bind as an address', inGateway("bind: '0.0.0.0',"), ["bind: '0.0.0.0',"]],
    ['multiAgent', atTop('multiAgent: { bindings: [] },'), ['multiAgent: { bindings: [] },']],
    ['instructions of an agent', atTop("agents: { entries: { main: { instructions: 'be kind' } } },"), ["agents: { entries: { main: { instructions: 'be kind' } } },"]],
    ['a default marker', atTop('agents: { entries: { main: { default: true } } },'), ['warning: agents: { entries: { main: { default: true } } },']],
    ['agents as a list', atTop("agents: { list: [{ id: 'main', default: true }] },"), ["warning: agents: { list: [{ id: 'main', default: true }] },"]],
    ['allow of a Discord channel', { config: [["dmPolicy: 'pairing'", 'guilds: { "1": { channels: {\n      general: { allow: true },\n    } } }']] }, ['general: { allow: true },']],
    ['reload', inGateway("reload: { mode: 'hot',\n      debounceMs: 300 },"), ["reload: { mode: 'hot',", 'debounceMs: 300 },']],
    ['variables without vars', atTop("env: { FOO: 'x' },"), ["env: { FOO: 'x' },"]],
    ['a word misspelt', inGateway('trustedProxys: [],'), ['trustedProxys: [],']],
    ['a value that is none', { config: [["dmPolicy: 'pairing'", "dmPolicy: 'everybody'"]] }, ["discord: { enabled: true, dmPolicy: 'everybody' },"]],
    ['a variable that does not exist', { fly: [['[env]', '[env]\n  OPENCLAW_CONTROLUI_ORIGINS = "*"']] }, ['warning: OPENCLAW_CONTROLUI_ORIGINS = "*"']],
    ['agents as entries before there were any', { fly: [release('2026.7.35')], ...atTop('agents: { entries: { main: {} } },') }, ['agents: { entries: { main: {} } },']],
    ['origins before there were any', { fly: [release('2026.1.29')], config: [['    terminal: { enabled: false },\n', ''], [', rateLimit: { maxAttempts: 10 }', '']] }, ["controlUi: { allowedOrigins: ['https://lobster.fly.dev'] },"]],
    ['a limit before there was one, and a reference before it was taken', { fly: [release('2026.2.9')], config: [['    terminal: { enabled: false },\n', ''], ['discord: {', "discord: { token: { source: 'env', provider: 'default', id: 'X' },"]] }, ["auth: { mode: 'token', rateLimit: { maxAttempts: 10 } },", "discord: { token: { source: 'env', provider: 'default', id: 'X' }, enabled: true, dmPolicy: 'pairing' },"]],
    ['not: agents as a list when that was the form', { fly: [release('2026.6.35')], config: [['    terminal: { enabled: false },\n', ''], ['  channels: {\n', "  agents: { list: [{ id: 'main', default: true }] },\n  channels: {\n"]] }, []],
    ['not: a channel that is a plugin of somebody', { config: [['discord: {', 'parrot: { perch: 3 }, discord: {']] }, []],
    ['not: a variable in the place of a value', inGateway("bind: '${BIND}',"), []],
  ]],
  ['E11', [
    ['no entry', { config: [['  plugins: { entries: { discord: { enabled: true } } },\n', '']] }, ["discord: { enabled: true, dmPolicy: 'pairing' },"]],
    ['switched off', { config: [['entries: { discord: { enabled: true } }', 'entries: { discord: { enabled: false } }']] }, ['warning: plugins: { entries: { discord: { enabled: false } } },']],
    ['a channel of the first releases', { fly: [release('2026.1.29')], config: [['  plugins: { entries: { discord: { enabled: true } } },\n', '']] }, ["discord: { enabled: true, dmPolicy: 'pairing' },"]],
    ['a release that does not fetch it', { fly: [release('2026.6.35')] }, ["discord: { enabled: true, dmPolicy: 'pairing' },"]],
    ['a release that wants consent', { fly: [release('2026.8.1')] }, ["discord: { enabled: true, dmPolicy: 'pairing' },"]],
    ['a release that can load none', { fly: [release('2026.9.1')] }, ["discord: { enabled: true, dmPolicy: 'pairing' },"]],
    ['a release that stops once', { fly: [release('2026.9.2')] }, ["warning: discord: { enabled: true, dmPolicy: 'pairing' },"]],
    ['not: one of ours, whose boot program sees to it', { fly: [release('2026.8.1')], files: { isOurs: true } }, []],
    ['not: part of OpenClaw', { config: [["discord: { enabled: true, dmPolicy: 'pairing' }", 'telegram: { enabled: true }']] }, []],
    ['not: part of OpenClaw at the time', { fly: [release('2026.4.29')], config: [['  plugins: { entries: { discord: { enabled: true } } },\n', '']] }, []],
    ['not: a channel that is off', { config: [['discord: { enabled: true', 'discord: { enabled: false'], ['  plugins: { entries: { discord: { enabled: true } } },\n', '']] }, []],
  ]],
  ['E13', [
    ['latest', { fly: [release('latest')] }, ['image = "ghcr.io/openclaw/openclaw:latest"']],
    ['a variant without a release', { fly: [release('slim')] }, ['image = "ghcr.io/openclaw/openclaw:slim"']],
    ['no tag', { fly: [['openclaw/openclaw:2026.9.6', 'openclaw/openclaw']] }, ['image = "ghcr.io/openclaw/openclaw"']],
    ['main as an argument of the build', { fly: [['[env]', '[build.args]\n  OPENCLAW_VERSION = "main"\n\n[env]'], own] }, ['OPENCLAW_VERSION = "main"']],
    ['FROM latest', { fly: [own], dockerfile: 'FROM --platform=linux/amd64 ghcr.io/openclaw/openclaw:latest AS base\n' }, ['FROM --platform=linux/amd64 ghcr.io/openclaw/openclaw:latest AS base']],
    ['npm without a version', { fly: [own], dockerfile: 'FROM node:24\nRUN npm install -g \\\n  openclaw@latest\n' }, ['RUN npm install -g \\']],
    ['a configuration of a newer release', { fly: [release('2026.9.4')], ...atTop("meta: { lastTouchedVersion: '2026.9.6' },") }, ["meta: { lastTouchedVersion: '2026.9.6' },"]],
    ['the same where it is only warned of', { fly: [release('2026.4.29')], ...atTop("meta: { lastTouchedVersion: '2026.6.35' },") }, ["warning: meta: { lastTouchedVersion: '2026.6.35' },"]],
    ['not: a digest', { fly: [release(`latest@sha256:${'0123456789abcdef'.repeat(4)}`)] }, []],
    ['not: an exact variant', { fly: [release('2026.9.6-slim')] }, []],
    ['not: a weekly build', { fly: [release('2026.9.6-r20260928')] }, []],
    ['not: an exact version of npm', { fly: [own], dockerfile: 'FROM node:24\nRUN npm install -g openclaw@2026.9.6\n' }, []],
    ['not: a configuration of an older release', atTop("meta: { lastTouchedVersion: '2026.9.4' },"), []],
  ]],
  ['E18', [
    ['for everybody', atTop("agents: { defaults: { sandbox: { mode: 'non-main' } } },"), ["agents: { defaults: { sandbox: { mode: 'non-main' } } },"]],
    ['for one agent', atTop("agents: { entries: { main: {\n    sandbox: { mode: 'all' } } } },"), ["sandbox: { mode: 'all' } } } },"]],
    ['not: off', atTop("agents: { defaults: { sandbox: { mode: 'off' } } },"), []],
    ['not: on another computer', atTop("agents: { defaults: { sandbox: { mode: 'all', backend: 'ssh' } } },"), []],
  ]],
  ['W07', [
    ['at the top', atTop("$include: './more.json',"), ["$include: './more.json',"]],
    ['inside', inGateway("nodes: { $include: './nodes.json' },"), ["nodes: { $include: './nodes.json' },"]],
    ['not: in a text', atTop("messages: { responsePrefix: '$include' },"), []],
  ]],
  ['W11', [
    ['direct messages', { config: [["'pairing'", "'open'"]] }, ["discord: { enabled: true, dmPolicy: 'open' },"]],
    ['groups of one account', { config: [["dmPolicy: 'pairing'", "accounts: { a: { groupPolicy: 'open' } }"]] }, ["discord: { enabled: true, accounts: { a: { groupPolicy: 'open' } } },"]],
    ['not: without commands', { config: [["'pairing'", "'open'"], ['  channels: {\n', "  tools: { profile: 'messaging' },\n  channels: {\n"]] }, []],
    ['not: commands denied', { config: [["'pairing'", "'open'"], ['  channels: {\n', "  tools: { exec: { security: 'deny' } },\n  channels: {\n"]] }, []],
    ['not: a list of people', { config: [["'pairing'", "'allowlist', allowFrom: ['1']"]] }, []],
  ]],
])('%s', (id, rows) => {
  test.each(rows)('%s', (_what, changes, lines) => {
    expect(found(id, changes)).toEqual(lines)
  })
})
