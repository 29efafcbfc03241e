import { describe, expect, test } from 'vitest'
import { resolveChannelAnswers } from '../../src/answers/channel-answers.ts'
import { channelFault, nearestReleaseWith } from '../../src/channels/availability.ts'
import { findChannel } from '../../src/channels/catalog.ts'
import { catalogue, releases } from '../../src/releases/catalogue.ts'
import { catalog, linesOf } from '../support/answers.ts'

const channel = (id: string): NonNullable<ReturnType<typeof findChannel>> => findChannel(catalog, id)!

describe('a channel in a release', () => {
  test.each([
    ['discord', '2026.4.29', undefined],
    ['discord', '2026.5.2', 'OpenClaw 2026.5.2 starts without Discord: it does not fetch @openclaw/discord by itself'],
    ['discord', '2026.7.1', undefined],
    ['discord', '2026.8.2', 'OpenClaw 2026.8.2 does not start with Discord until somebody consents to what @openclaw/discord may do'],
    ['discord', '2026.9.2', 'OpenClaw 2026.9.2 stops after it has fetched @openclaw/discord, and must be started again'],
    ['discord', '2026.9.3', undefined],
    // Slack left the package later than Discord.
    ['slack', '2026.5.7', undefined],
    ['slack', '2026.5.12', 'OpenClaw 2026.5.12 starts without Slack: it does not fetch @openclaw/slack by itself'],
    ['telegram', '2026.8.2', undefined],
    ['telegram', '2026.1.29', undefined],
    ['discord', '2026.1.29', undefined],
    ['slack', '2099.1.1', undefined],
  ])('%s in %s: %s', (id, release, fault) => {
    expect(channelFault(channel(id), release)).toBe(fault)
  })

  test('that is part of OpenClaw works in every release', () => {
    expect(catalogue.filter(({ release }) => channelFault(channel('telegram'), release) !== undefined)).toEqual([])
  })

  test('that a release does not have at all can be set up from the first on that has it', () => {
    expect(channelFault({ ...channel('telegram'), since: '2026.9.6', eraStarts: ['2026.9.6'] }, '2026.9.5')).toBe('Telegram can be set up from OpenClaw 2026.9.6 on, not in 2026.9.5')
  })

  test('works in every release that the wizard shows', () => {
    for (const { release } of releases) expect(catalog.filter((one) => channelFault(one, release) !== undefined)).toEqual([])
  })
})

describe('answers for a release in which a channel does not work', () => {
  test('are refused, with the nearest release that has it', () => {
    const { problems } = resolveChannelAnswers([channel('discord'), channel('telegram')], catalog, '2026.8.2', new Map())
    expect(linesOf(problems)).toEqual(['--channel: OpenClaw 2026.8.2 does not start with Discord until somebody consents to what @openclaw/discord may do (the nearest release with Discord is 2026.9.3)'])
  })

  test('name the newest one where no newer release has it', () => {
    expect(nearestReleaseWith(channel('discord'), '2027.1.1')).toBe(releases.at(-1)!.release)
  })
})
