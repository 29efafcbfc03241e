import { describe, expect, test } from 'vitest'
import { resolveChannelAnswers } from '../../src/answers/channel-answers.ts'
import { channelFault, nearestReleaseWith, pluginsToFetch } from '../../src/channels/availability.ts'
import { findChannel } from '../../src/channels/catalog.ts'
import { catalogue, releases } from '../../src/releases/catalogue.ts'
import { answersFor, catalog, linesOf, renderAnswers, textOf } from '../support/answers.ts'

const channel = (id: string): NonNullable<ReturnType<typeof findChannel>> => findChannel(catalog, id)!

describe('a channel in a release', () => {
  // Slack left the package later than Discord.
  test.each([
    ['discord', '2026.4.29'], ['discord', '2026.7.1'], ['discord', '2026.6.11'], ['discord', '2026.9.2'], ['discord', '2026.9.3'], ['slack', '2026.5.7'], ['telegram', '2026.8.2'], ['telegram', '2026.1.29'], ['discord', '2026.1.29'], ['slack', '2099.1.1'],
  ])('works: %s in %s', (id, release) => {
    expect(channelFault(channel(id), release)).toBeUndefined()
  })

  test.each([
    ['discord', '2026.5.2', 'OpenClaw 2026.5.2 would start without Discord: npm has no @openclaw/discord that was made for it'],
    ['discord', '2026.8.2', 'OpenClaw 2026.8.2 does not start with Discord until somebody consents to what @openclaw/discord may do, and npm has none that was made for it'],
    ['discord', '2026.6.10', 'OpenClaw 2026.6.10 would start without Discord: npm has no @openclaw/discord that was made for it'],
    ['discord', '2026.9.1', 'OpenClaw 2026.9.1 would start without Discord: npm has no @openclaw/discord that was made for it'],
    ['slack', '2026.5.12', 'OpenClaw 2026.5.12 would start without Slack: npm has no @openclaw/slack that was made for it'],
  ])('is refused with the reason: %s in %s', (id, release, fault) => {
    expect(channelFault(channel(id), release)).toBe(fault)
  })

  test('that is part of OpenClaw works in every release', () => {
    expect(catalogue.filter(({ release }) => channelFault(channel('telegram'), release) !== undefined)).toEqual([])
  })

  test('that a release does not have at all can be set up from the first on that has it', () => {
    expect(channelFault({ ...channel('telegram'), since: '2026.9.6', eraStarts: ['2026.9.6'] }, '2026.9.5')).toBe('Telegram can be set up from OpenClaw 2026.9.6 on, not in 2026.9.5')
  })

  test('works in every release that the wizard shows', () => {
    for (const { release } of releases) expect(['discord', 'slack', 'telegram'].filter((id) => channelFault(channel(id), release) !== undefined)).toEqual([])
  })
})

describe('what the boot program fetches', () => {
  test.each([
    ['2026.4.29', []],
    ['2026.6.11', ['@openclaw/discord', '@openclaw/slack']],
    ['2026.7.1', ['@openclaw/discord', '@openclaw/slack']],
    ['2099.1.1', ['@openclaw/discord', '@openclaw/slack']],
  ])('for %s is %j', (release, expected) => {
    expect(pluginsToFetch(['discord', 'slack', 'telegram'].map(channel), release)).toEqual(expected)
  })

  test('is asked for by the command of both Fly files, and comes with a program of its own, which is not there without such a channel', () => {
    const flags = { channel: ['discord', 'slack', 'telegram'] }
    const [files, without] = [renderAnswers(answersFor(flags)), renderAnswers(answersFor({ channel: ['telegram'] }))]
    for (const name of ['fly.toml', 'fly.private.toml']) {
      expect(textOf(files, name)).toMatch(/^ {2}app = "node \S+boot\.mjs (?:--relay=fly-local-6pn )?--plugins=@openclaw\/discord,@openclaw\/slack node openclaw\.mjs gateway /m)
      expect(textOf(files, name)).toContain('guest_path = "/opt/openclaw-fly/plugins.mjs"\n  local_path = "../runtime/plugins.mjs"')
      expect(textOf(without, name)).not.toContain('plugins.mjs')
    }
    expect([files.has('runtime/plugins.mjs'), without.has('runtime/plugins.mjs')]).toEqual([true, false])
  })
})

describe('answers for a release in which a channel does not work', () => {
  test('are refused, with the nearest release that has it', () => {
    const { problems } = resolveChannelAnswers([channel('discord'), channel('telegram')], catalog, '2026.8.2', new Map())
    expect(linesOf(problems)).toEqual(['--channel: OpenClaw 2026.8.2 does not start with Discord until somebody consents to what @openclaw/discord may do, and npm has none that was made for it (the nearest release with Discord is 2026.9.2)'])
  })

  test('name the newest one where no newer release has it', () => {
    expect(nearestReleaseWith(channel('discord'), '2027.1.1')).toBe(releases.at(-1)!.release)
  })
})
