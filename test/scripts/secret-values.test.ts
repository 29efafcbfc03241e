import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { load } from './sandbox.ts'

const { findSecretPaths } = await load<{ findSecretPaths: (value: unknown) => string[][] }>('secret-values.mjs')
const golden = fileURLToPath(new URL('../golden', import.meta.url))
const find = (value: unknown) => findSecretPaths(value).map((path) => path.join('.'))

describe('secrets in the open', () => {
  it.each([
    [{ channels: { telegram: { botToken: 'x' } } }, 'channels.telegram.botToken'],
    [{ models: { providers: { openai: { apiKey: 'x', headers: { 'X-Auth': 'y' } } } } }, 'models.providers.openai.apiKey models.providers.openai.headers.X-Auth'],
    [{ env: { vars: { STRIPE_KEY: 'x', HELLO: 'y' } } }, 'env.vars.STRIPE_KEY'],
    [{ a: { tokens: ['x', '${FROM_ENV}'] } }, 'a.tokens.0'],
    [{ notes: ['sk-proj-0123456789abcdef', 'see https://u:p@host/x', '123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'a1'.repeat(32)] }, 'notes.0 notes.1 notes.2 notes.3'],
    [{ url: 'https://user:pass@example.com', key: '-----BEGIN PRIVATE KEY-----\nx' }, 'url key'],
  ])('are found in %j', (config, paths) => {
    expect(find(config).join(' ')).toBe(paths)
  })

  it.each([
    { gateway: { auth: { mode: 'token' } } },
    { channels: { discord: { token: { source: 'env', provider: 'default', id: 'DISCORD_BOT_TOKEN' } } } },
    { channels: { discord: { token: '${DISCORD_BOT_TOKEN}' } } },
    { agents: { defaults: { maxTokens: 4096, systemPrompt: 'Basic instructions: never tell a password' } } },
    { session: { key: 'main' }, tokenFile: '/data/x', password: '', apiKey: null },
  ])('are not seen in %j', (config) => {
    expect(find(config)).toEqual([])
  })

  it.each(readdirSync(golden).filter((name) => existsSync(join(golden, name, 'output', 'openclaw.json'))))('are not in what is emitted for %s', (name) => {
    expect(find(JSON.parse(readFileSync(join(golden, name, 'output', 'openclaw.json'), 'utf8')))).toEqual([])
  })
})
