import { describe, expect, test } from 'vitest'
import { catalogue } from '../../src/releases/catalogue.ts'
import * as eras from '../../src/releases/eras.ts'
import { compareReleases, type Release } from '../../src/releases/release.ts'
import type { Schema } from '../../src/releases/schemas.ts'
import { recordedReleases, schemas } from '../support/answers.ts'

const { eraAt, has, firstWith } = eras
const { externalPlugins, allowedOrigins, untrustedProxy, newerConfiguration, agents, discordChannelAllow } = eras
const measured = { externalPlugins, allowedOrigins, untrustedProxy, newerConfiguration, agents, discordChannelAllow }
const tables: readonly (readonly [string, eras.Eras<unknown>])[] = Object.entries(measured)
const known = catalogue.map(({ release }) => release)

/** Whether a schema has this key, `*` being the key of anybody's choice. */
function takes(schema: Schema, path: string): boolean {
  const found = path.split('.').reduce<Record<string, unknown> | undefined>((node, key) => {
    const child = key === '*' ? node?.additionalProperties : (node?.properties as Record<string, unknown> | undefined)?.[key]
    return typeof child === 'object' ? (child as Record<string, unknown>) : undefined
  }, schema)
  return found !== undefined
}

describe('eras', () => {
  test.each(tables)('of %s begin with the first release and go on in order, each edge between releases that there are', (_, table) => {
    expect(table[0].since).toBe(known[0])
    for (const [index, { since, after }] of table.entries()) {
      expect(known).toContain(since)
      if (index === 0) continue
      expect(known).toContain(after)
      expect(compareReleases(table[index - 1]!.since, after!)).toBeLessThanOrEqual(0)
      expect(compareReleases(after!, since)).toBeLessThan(0)
    }
  })

  test.each(Object.entries(firstWith))('of %s have an edge between releases that there are', (_, { since, after }) => {
    expect(known).toEqual(expect.arrayContaining([since, after]))
    expect(compareReleases(after, since)).toBeLessThan(0)
  })

  test.each<[name: keyof typeof measured, release: Release, value: string]>([
    ['externalPlugins', '2026.6.10', 'none-fits'],
    ['externalPlugins', '2026.6.35', 'by-command'],
    ['externalPlugins', '2026.7.1-2', 'at-start'],
    ['externalPlugins', '2026.8.2', 'consent'],
    ['externalPlugins', '2026.9.2', 'then-stops'],
    // Not measured: as the release before it.
    ['allowedOrigins', '2026.4.7', 'required'],
    ['externalPlugins', '2026.9.6', 'at-start'],
    ['allowedOrigins', '2026.2.1', 'unknown'],
    ['allowedOrigins', '2026.2.2-3', 'optional'],
    ['allowedOrigins', '2026.3.31', 'required'],
    ['untrustedProxy', '2026.7.35', 'not-local'],
    ['untrustedProxy', '2026.8.1', 'refused'],
    ['newerConfiguration', '2027.1.1', 'refused'],
    ['newerConfiguration', '2025.1.1', 'ignored'],
  ])('of %s have at %s the value %s', (name, release, value) => {
    expect(eraAt<unknown>(measured[name], release)).toBe(value)
  })
})

describe('what a schema can say of the eras, each recorded schema says', () => {
  const cases: readonly (readonly [string, string, (release: Release) => boolean])[] = [
    ['gateway.auth.rateLimit', 'since 2026.2.17', (release) => has(release, 'authRateLimit')],
    ['gateway.publicOrigin', 'since 2026.8.1', (release) => has(release, 'publicOrigin')],
    ['gateway.terminal', 'since 2026.7.1', (release) => has(release, 'terminal')],
    ['agents.entries', 'instead of agents.list', (release) => eraAt(agents, release) === 'entries'],
    ['agents.list', 'before agents.entries', (release) => eraAt(agents, release) === 'list'],
    ['gateway.controlUi.allowedOrigins', 'since 2026.2.2', (release) => eraAt(allowedOrigins, release) !== 'unknown'],
    ['models.providers.*.agentRuntime', 'since 2026.5.12', (release) => has(release, 'agentRuntime')],
  ]

  test.each(cases)('%s %s', (path, _, expected) => {
    expect(recordedReleases.filter((release) => takes(schemas.get(release), path) !== expected(release))).toEqual([])
  })
})
