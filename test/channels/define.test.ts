import { describe, expect, test } from 'vitest'
import { eraOf, findChannel } from '../../src/channels/catalog.ts'
import { defineChannel } from '../../src/channels/define.ts'
import { neededSecrets } from '../../src/render/needed-secrets.ts'
import { answersFor, catalog } from '../support/answers.ts'

const facts = { id: 'demo', label: 'Demo', hint: '', since: '2026.9.3', docs: '', aliases: ['dm'], runbook: '' } as const
const typed = { label: '', help: '', kind: 'text', pattern: '^.+$', form: '', example: '' } as const

describe('defineChannel', () => {
  test('gives a secret to the configuration as a reference only', () => {
    const demo = defineChannel({
      ...facts, secrets: { DEMO_TOKEN: { label: 'token', where: 'here' } }, questions: {},
      eras: [{ since: '2026.9.3', config: ({ secret }) => ({ token: secret('DEMO_TOKEN') }) }],
    })
    expect(demo.config('2026.9.3', {}, { url: null, webhook: null })).toEqual({ token: { source: 'env', provider: 'default', id: 'DEMO_TOKEN' } })
  })

  test('gives a skipped text as undefined and a skipped list as empty', () => {
    const demo = defineChannel({
      ...facts, secrets: {}, questions: { one: typed, many: { ...typed, kind: 'list' } },
      eras: [{ since: '2026.9.3', config: ({ answers }) => ({ one: answers.one, many: answers.many }) }],
    })
    expect(demo.config('2026.9.3', {}, { url: null, webhook: null })).toEqual({ one: undefined, many: [] })
  })

  // Each line below fails to compile; `npm run types` sees to it that it goes on failing.
  test('does not compile with a misspelt secret, an unknown question or no era', () => {
    expect(() => {
      // @ts-expect-error -- DEMO_TOKN is not declared
      defineChannel({ ...facts, secrets: { DEMO_TOKEN: { label: '', where: '' } }, questions: {}, eras: [{ since: '2026.9.3', config: ({ secret }) => ({ token: secret('DEMO_TOKN') }) }] })
      // @ts-expect-error -- there is no question `guild`
      defineChannel({ ...facts, secrets: {}, questions: { one: typed }, eras: [{ since: '2026.9.3', config: ({ answers }) => ({ guild: answers.guild }) }] })
      // @ts-expect-error -- a channel has at least one era
      defineChannel({ ...facts, secrets: {}, questions: {}, eras: [] })
    }).not.toThrow()
  })

  test('gives the newest era that the release has reached', () => {
    const config = (): Record<string, unknown> => ({})
    const demo = defineChannel({ ...facts, secrets: {}, questions: {}, eras: [{ since: '2026.9.3', config }, { since: '2026.9.6', config }] })
    expect([eraOf(demo, '2026.9.2'), eraOf(demo, '2026.9.5'), eraOf(demo, '2026.9.6')]).toEqual([undefined, '2026.9.3', '2026.9.6'])
  })
})

describe('the presets', () => {
  test('are found by id and by alias, whatever the capitals', () => {
    expect(findChannel(catalog, 'TG')?.id).toBe('telegram')
    expect(findChannel(catalog, 'nothing')).toBeUndefined()
  })

  test('bring their secrets, and models bring theirs, each once', () => {
    const answers = answersFor({ channel: ['slack'], fallback: ['openai/gpt-6-sol', 'anthropic/claude-sonnet-5'] })
    expect(neededSecrets(answers, [findChannel(catalog, 'slack')!]).map(({ name }) => name)).toEqual([
      'OPENCLAW_GATEWAY_TOKEN', 'ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN',
    ])
  })
})
