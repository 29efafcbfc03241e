import { expect, test } from 'vitest'
import { readPreset } from '../../src/channels/preset-file.ts'
import { webhookOf } from '../../src/channels/needs.ts'
import { parse } from '@iarna/toml'
import { answersFor, catalog, renderAnswers, textOf } from '../support/answers.ts'
import { flagsFor, variantsOf } from '../support/channel-variants.ts'

/* Channels on which a service calls a port of their own. */

const own = catalog.flatMap((channel) => {
  const variant = variantsOf(channel).find(({ answers }) => webhookOf(channel, answers)?.port !== undefined)
  return variant === undefined ? [] : [[channel.id, channel, variant.answers] as const]
})

function flyOf(id: string): { readonly http_service: object; readonly services: readonly Record<string, unknown>[] } {
  const [, channel, answers] = own.find(([name]) => name === id)!
  return parse(textOf(renderAnswers(answersFor(flagsFor(channel, answers))), 'fly.toml')) as never
}

test.each(own)('%s has a service of its own with exactly one check, and the gateway keeps the others', (id, channel) => {
  const { http_service: gateway, services } = flyOf(id)
  expect(gateway).toMatchObject({ internal_port: 3000, checks: [{ path: '/healthz' }] })
  expect(services).toHaveLength(1)
  const { internal_port: port, ports, http_checks: http = [], tcp_checks: tcp = [] } = services[0] as { internal_port: number; ports: unknown; http_checks?: object[]; tcp_checks?: object[] }
  const { publicPort, health, ...webhook } = channel.fly!.webhook!
  expect([port, ports]).toEqual([webhook.port, [{ port: publicPort ?? webhook.port, handlers: ['tls', 'http'] }]])
  const times = { interval: '30s', timeout: '10s', grace_period: '1m' }
  expect([http, tcp]).toEqual(health === undefined ? [[], [times]] : [[{ method: 'GET', path: health, ...times }], []])
})

test.each([['telegram', 'for its page', '/healthz'], ['nextcloud-talk', 'for its page', '/healthz'], ['msteams', 'whether it listens', undefined], ['voice-call', 'whether it listens', undefined], ['feishu', 'whether it listens', undefined]])('the check of %s asks %s, as the listener was seen to answer', (id, _, health) => {
  expect(own.find(([name]) => name === id)![1].fly!.webhook!.health).toBe(health)
})

test('Telegram is called on one of the ports that it calls, and the runbook says where the listener answers anybody', () => {
  const [, channel, answers] = own.find(([id]) => id === 'telegram')!
  const runbook = textOf(renderAnswers(answersFor(flagsFor(channel, answers))), 'RUNBOOK.md')
  expect(runbook).toContain('The service calls `https://my-openclaw.fly.dev:8443/telegram-webhook`.')
  expect(runbook).toContain('`curl -i https://my-openclaw.fly.dev:8443/healthz`')
})

test('the addresses that cost nothing do for it', () => {
  const files = renderAnswers(answersFor({ channel: ['nextcloud-talk'], 'nextcloud-talk.base-url': 'https://cloud.example.com' }))
  expect(JSON.parse(textOf(files, 'scripts/deployment.json'))).not.toHaveProperty('ownIpv4')
})

test('a preset of one\'s own says its check and its public port, and what needs a port has one', () => {
  const preset = (webhook: object): ReturnType<typeof readPreset> => readPreset(JSON.stringify({ id: 'mine', label: 'Mine', since: '2026.9.6', docs: 'https://example.com', config: {}, fly: { webhook } }), 'mine.json')
  expect(preset({ path: '/hook', port: 9000, publicPort: 8443, health: '/up' }).channel!.fly).toEqual({ webhook: { path: '/hook', port: 9000, publicPort: 8443, health: '/up' } })
  const places = preset({ path: '/hook', publicPort: 0, health: 'up', check: true }).problems.map(({ where }) => where)
  expect(places).toEqual(['mine.json: fly.webhook.check', 'mine.json: fly.webhook.publicPort', 'mine.json: fly.webhook.health', 'mine.json: fly.webhook.publicPort', 'mine.json: fly.webhook.health'])
})
