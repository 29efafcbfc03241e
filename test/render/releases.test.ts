import { describe, expect, test } from 'vitest'
import type { Answers } from '../../src/answers/answers.ts'
import { eraFaults } from '../../src/check/eras.ts'
import { schemaFaults } from '../../src/check/json-schema.ts'
import { chosenChannels, eraOf } from '../../src/channels/catalog.ts'
import { catalogue, findRelease, isSince, schemaSource } from '../../src/releases/catalogue.ts'
import { has } from '../../src/releases/eras.ts'
import { openclawConfig, type Json } from '../../src/render/config.ts'
import { answersFor, catalog as all, schemas } from '../support/answers.ts'

/** Everything that can be answered about each channel. */
const channelAnswers: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  discord: { 'discord.guild-id': '123456789012345678', 'discord.channel': ['general', '345678901234567890'], 'discord.user-id': ['234567890123456789'] },
  slack: { 'slack.channel': ['C0123456789'], 'slack.user-id': ['U0123456789'] },
  telegram: { 'telegram.user-id': ['123456789'], 'telegram.group-id': ['-1001234567890'] },
}

/** Those that were measured release by release; test/channels/contract.test.ts looks at every one in each of its eras. */
const catalog = all.filter(({ id }) => Object.hasOwn(channelAnswers, id))

/** Public and private, with and without answers about every channel, with a model of each kind. */
function variants(channels: readonly string[]): readonly Answers[] {
  const answers = Object.assign({}, ...channels.map((id) => channelAnswers[id]!)) as Readonly<Record<string, unknown>>
  return ['public', 'private'].flatMap((access) => [
    answersFor({ access }),
    answersFor({ access, channel: channels, model: 'openai/gpt-6-astra' }),
    answersFor({ access, channel: channels, ...answers, fallback: ['openai/gpt-6-astra', 'openrouter/auto'] }),
  ])
}

/** The channels of ours that a release has, in its package or beside it. */
function channelsOf(release: string): readonly string[] {
  const { bundled, external } = findRelease(release)!
  return catalog.filter((channel) => (bundled.includes(channel.id) || external.includes(channel.id)) && eraOf(channel, release) !== undefined).map(({ id }) => id)
}

const configFor = (answers: Answers, release: string): Json => openclawConfig({ ...answers, release }, chosenChannels(catalog, answers.channels))

describe('openclaw.json for every release, public and private, with its channels', () => {
  test.each(catalogue.map(({ release }) => release))('%s takes it: its schema, or the nearest older one that there is, and what was measured', (release) => {
    const source = schemaSource(release)
    const channels = channelsOf(release)
    for (const chosen of [...channels.map((id) => [id]), channels]) for (const answers of variants(chosen)) {
      const config = configFor(answers, release)
      const faults = source === undefined ? [] : schemaFaults(schemas.get(source.release), config)
      expect([...faults, ...eraFaults(config, release)], JSON.stringify(config)).toEqual([])
    }
  })

  test('is refused by some when it is that of the newest release, so that this test can fail', () => {
    const newest = configFor(answersFor({ model: 'openai/gpt-6-astra' }), '2026.9.6')
    expect(schemaFaults(schemas.get('2026.4.29'), newest).map(({ path }) => path.join('.'))).toEqual(expect.arrayContaining(['gateway.publicOrigin', 'gateway.terminal']))
  })
})

describe('openclaw.json for a release from before the schemas', () => {
  test.each([['2026.1.29', false], ['2026.2.1', false], ['2026.2.2', true], ['2026.3.13', true]])('of %s names the allowed origins: %s', (release, named) => {
    expect(JSON.stringify(configFor(answersFor(), release)).includes('allowedOrigins')).toBe(named)
  })

  test.each([['2026.2.12', false], ['2026.2.17', true]])('of %s limits attempts to get in: %s', (release, limited) => {
    expect(JSON.stringify(configFor(answersFor(), release)).includes('rateLimit')).toBe(limited)
  })

  test.each([['2026.2.12', ['telegram']], ['2026.2.17', undefined]])('of %s switches on a channel of the package: %j', (release, expected) => {
    const { plugins } = configFor(answersFor({ channel: ['telegram'] }), release) as { readonly plugins?: { readonly entries: object } }
    expect(plugins && Object.keys(plugins.entries)).toEqual(expected)
  })

  test('has nothing that came later', () => {
    for (const { release } of catalogue.filter((facts) => schemaSource(facts.release) === undefined))
      expect(JSON.stringify(configFor(answersFor({ model: 'openai/gpt-6-astra' }), release))).not.toMatch(/publicOrigin|terminal|agentRuntime|"type"|"meta"|"entries":\{"main"/)
  })

  test('names no token where references are not taken: the program takes the variables by themselves', () => {
    for (const { release } of catalogue.filter((facts) => !has(facts.release, 'secretReference')))
      expect(JSON.stringify(configFor(answersFor({ channel: channelsOf(release) }), release))).not.toMatch(/_TOKEN/)
  })
})

describe('each channel preset that was measured in every release', () => {
  test.each(catalog)('sets $label up in every release from the first on that has the channel', ({ id, since }) => {
    const having = catalogue.filter(({ bundled, external }) => bundled.includes(id) || external.includes(id))
    expect(having[0]?.release).toBe(since)
    expect(having).toEqual(catalogue.filter(({ release }) => isSince(release, since)))
  })

  test.each(catalog)('of $label names a plugin exactly if the newest release does not bundle it', ({ id, plugin }) => {
    expect(plugin === undefined).toBe(catalogue.at(-1)!.bundled.includes(id))
  })
})
