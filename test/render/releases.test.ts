import { describe, expect, test } from 'vitest'
import type { Answers } from '../../src/answers/answers.ts'
import { schemaFaults } from '../../src/check/json-schema.ts'
import { chosenChannels } from '../../src/channels/catalog.ts'
import { catalogue, findRelease, schemaSource } from '../../src/releases/catalogue.ts'
import { openclawConfig, type Json } from '../../src/render/config.ts'
import { answersFor, catalog, schemas } from '../support/answers.ts'

/** Everything that can be answered about each channel. */
const channelAnswers: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  discord: { 'discord.guild-id': '123456789012345678', 'discord.channel': ['general', '345678901234567890'], 'discord.user-id': ['234567890123456789'] },
  slack: { 'slack.channel': ['C0123456789'], 'slack.user-id': ['U0123456789'] },
  telegram: { 'telegram.user-id': ['123456789'], 'telegram.group-id': ['-1001234567890'] },
}

/** Public and private, with and without answers about every channel, with a model of each kind. */
function variants(channels: readonly string[]): readonly Answers[] {
  const all = Object.assign({}, ...channels.map((id) => channelAnswers[id]!)) as Readonly<Record<string, unknown>>
  return ['public', 'private'].flatMap((access) => [
    answersFor({ access }),
    answersFor({ access, channel: channels, model: 'openai/gpt-6-astra' }),
    answersFor({ access, channel: channels, ...all, fallback: ['openai/gpt-6-astra', 'openrouter/auto'] }),
  ])
}

/** The channels of ours that a release has, in its package or beside it. */
function channelsOf(release: string): readonly string[] {
  const { bundled, external } = findRelease(release)!
  return Object.keys(channelAnswers).filter((id) => bundled.includes(id) || external.includes(id))
}

const configFor = (answers: Answers, release: string): Json => openclawConfig({ ...answers, release }, chosenChannels(catalog, answers.channels))
const checked = catalogue.flatMap(({ release }) => (schemaSource(release) === undefined ? [] : [release]))

describe('openclaw.json for every release that has a schema, or an older one that has', () => {
  test('covers every channel preset', () => {
    expect(catalog.map(({ id }) => id).toSorted()).toEqual(Object.keys(channelAnswers))
  })

  test.each(checked)('passes that of %s', (release) => {
    const schema = schemas.get(schemaSource(release)!.release)
    for (const answers of variants(channelsOf(release))) {
      const config = configFor(answers, release)
      expect(schemaFaults(schema, config), JSON.stringify(config)).toEqual([])
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

  test('has nothing that came later', () => {
    for (const { release } of catalogue.filter((facts) => schemaSource(facts.release) === undefined))
      expect(JSON.stringify(configFor(answersFor({ model: 'openai/gpt-6-astra', channel: ['discord'] }), release))).not.toMatch(/publicOrigin|terminal|agentRuntime|"type"|"meta"|"entries":\{"main"/)
  })
})

describe('each channel preset', () => {
  test.each(catalog)('says of $label since when OpenClaw has it', ({ id, since }) => {
    expect(catalogue.find(({ bundled, external }) => bundled.includes(id) || external.includes(id))?.release).toBe(since)
  })

  test.each(catalog)('of $label names a plugin exactly if the newest release does not bundle it', ({ id, plugin }) => {
    expect(plugin === undefined).toBe(catalogue.at(-1)!.bundled.includes(id))
  })
})
