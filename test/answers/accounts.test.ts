import { describe, expect, test } from 'vitest'
import { catalog, answersFor, problemsOf, renderAnswers, textOf } from '../support/answers.ts'
import { variantsOf } from '../support/channel-variants.ts'
import { isSince } from '../../src/releases/catalogue.ts'
import { secretsOf } from '../../src/render/needed-secrets.ts'

const webhook = { 'telegram.accounts.work.mode': 'webhook', 'telegram.accounts.club.mode': 'webhook' }

describe('webhooks of accounts', () => {
  test('two on one port are refused as conflicting', () => {
    expect(problemsOf({ channel: ['telegram'], 'telegram.accounts': ['work', 'club'], ...webhook })).toEqual(['--channel: the account club of Telegram and the account work of Telegram both want port 8787 (give up one of the two)'])
  })

  test('two at one address of the gateway are, too', () => {
    expect(problemsOf({ channel: ['zalo'], 'zalo.mode': 'webhook', 'zalo.accounts': ['work'], 'zalo.accounts.work.mode': 'webhook' })).toEqual(['--channel: Zalo and the account work of Zalo both want the address /zalo/webhook (give up one of the two)'])
  })

  test('an account that has none would take over that of its channel', () => {
    expect(problemsOf({ channel: ['telegram'], 'telegram.mode': 'webhook', 'telegram.accounts': ['work'] })).toEqual(['--channel: the account work of Telegram would take over its webhook, at /telegram-webhook (let the further account have the webhook, and the first one none)'])
  })

  test('one account may have it alone, and gets its service in fly.toml', () => {
    const files = renderAnswers(answersFor({ channel: ['telegram'], 'telegram.accounts': ['work'], 'telegram.accounts.work.mode': 'webhook' }))
    expect(textOf(files, 'fly.toml')).toContain('internal_port = 8787')
    expect(textOf(files, 'fly.toml')).toContain('port = 8443')
  })

  test('in private mode is refused, with the flag of that account', () => {
    expect(problemsOf({ access: 'private', channel: ['telegram'], 'telegram.accounts': ['work'], 'telegram.accounts.work.mode': 'webhook' }).join()).toContain('--access: the account work of Telegram is called from the internet, at /telegram-webhook, and a private deployment has no public address (three ways out: --telegram.accounts.work.mode polling')
  })
})

const several = catalog.filter(({ accounts }) => accounts !== undefined)
test.each(several.map((channel) => [channel.id, channel] as const))('an account of %s refers to its own secrets, and to no other\'s, in every release that takes several', (_id, channel) => {
  for (const since of channel.eraStarts.filter((start) => channel.accounts === true || isSince(start, channel.accounts!)))
    for (const { answers } of variantsOf(channel)) {
      const text = JSON.stringify(channel.config(since, answers, { url: 'https://x.example', webhook: 'https://x.example/hook' }, 'work'))
      const needed = secretsOf(channel, answers).filter(({ optional }) => optional !== true).map(({ name }) => name)
      expect(needed.filter((name) => !text.includes(`"${name}_WORK"`)), 'not referred to').toEqual([])
      expect(channel.secrets.filter(({ name }) => text.includes(`"${name}"`) || text.includes(`{${name}}`)), "another's").toEqual([])
    }
})
