import { describe, expect, it } from 'vitest'
import { schemaFaults } from '../../../src/check/json-schema.ts'
import { chosenChannels } from '../../../src/channels/catalog.ts'
import { applyEdits } from '../../../src/merge/edits.ts'
import { mergeFile } from '../../../src/merge/file.ts'
import { json5Value, parseJson5 } from '../../../src/merge/json5-tree.ts'
import { migrateText } from '../../../src/merge/migrate-text.ts'
import { mergeValues } from '../../../src/merge/three-way.ts'
import { isSame, type Value } from '../../../src/merge/value.ts'
import { has } from '../../../src/releases/eras.ts'
import { isTable, valueAt, withValue, type Json, type KeyPath, type Table } from '../../../src/releases/migrations/json.ts'
import { migrateConfig } from '../../../src/releases/migrations/migrate-config.ts'
import { openclawConfig } from '../../../src/render/config.ts'
import { answersFor, catalog, schemas } from '../../support/answers.ts'

/** One of each time, both sides of what changed most. */
const releases = ['2026.3.28', '2026.4.7', '2026.4.29', '2026.5.12', '2026.6.11', '2026.7.35', '2026.8.1', '2026.9.3', '2026.9.6'] as const
const pairs = releases.flatMap((from, index) => releases.slice(index + 1).map((to) => [from, to] as const))

const answers = answersFor({ channel: ['discord', 'telegram'], 'discord.guild-id': '123456789012345678', 'discord.channel': ['general'], 'telegram.user-id': ['123456789'] })

function rendered(release: string): Json {
  return openclawConfig({ ...answers, release }, chosenChannels(catalog, answers.channels)) as Json
}

interface Edit {
  readonly path: KeyPath
  readonly value: Json
  /** Last release that takes it in this form; a person of a later one does not write it so. */
  readonly until: string
}

const newest = releases.at(-1)!

/** What a person of each time added to what we had rendered. */
const edits: readonly Edit[] = [
  { path: ['agents', 'list'], value: [{ id: 'main', default: true }, { id: 'work', workspace: '/data/work', model: 'anthropic/claude-opus-4-6' }], until: '2026.7.35' },
  { path: ['channels', 'discord', 'guilds', '123456789012345678', 'channels', '345678901234567890'], value: { allow: true, requireMention: false }, until: '2026.3.28' },
  { path: ['channels', 'discord', 'guilds', '123456789012345678', 'channels', 'general', 'systemPrompt'], value: 'Keep it short.', until: newest },
  { path: ['channels', 'telegram', 'streamMode'], value: 'block', until: '2026.3.28' },
  { path: ['channels', 'telegram', 'timeoutSeconds'], value: 60, until: '2026.7.35' },
  { path: ['channels', 'telegram', 'groups'], value: { '*': { requireMention: false } }, until: newest },
  { path: ['gateway', 'reload'], value: { mode: 'hot', debounceMs: 500 }, until: '2026.7.35' },
  { path: ['gateway', 'trustedProxies'], value: ['172.16.0.0/12', '10.0.0.0/8'], until: newest },
  { path: ['env'], value: { WEATHER_CITY: 'Lima' }, until: '2026.7.35' },
  { path: ['session', 'idleMinutes'], value: 120, until: '2026.7.35' },
  { path: ['session', 'dmScope'], value: 'per-peer', until: newest },
  { path: ['agents', 'defaults', 'memorySearch'], value: { provider: 'gemini', query: { maxResults: 8 } }, until: '2026.7.35' },
  { path: ['tools'], value: { exec: { security: 'allowlist', ask: 'on-miss', timeoutSec: 900 } }, until: '2026.7.35' },
]

function editedBy(release: string, base: Json): Json {
  return edits.filter(({ until }) => releases.indexOf(release as never) <= releases.indexOf(until as never)).reduce((config, { path, value }) => withValue(config, path, value)!, base)
}

/** Every place at which two configurations differ, as deep as both are tables. */
function changes(before: Json | undefined, after: Json | undefined, path: KeyPath = []): readonly KeyPath[] {
  if (isSame(before as Value, after as Value)) return []
  if (!isTable(before) || !isTable(after)) return [path]
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => changes((before as Table)[key], (after as Table)[key], [...path, key]))
}

describe.each(pairs)('an update from %s to %s of a configuration that its owner changed', (from, to) => {
  const [base, theirs] = [rendered(from), rendered(to)]
  const mine = editedBy(from, base)
  const [newBase, newMine] = [migrateConfig(base, from, to).config, migrateConfig(mine, from, to).config]
  const { edits: merged, conflicts } = mergeValues({ base: newBase as Value, mine: newMine as Value, theirs: theirs as Value })
  const result = applyEdits(newMine as Value, merged) as Json

  it('began with one that its own release takes', () => {
    expect(schemaFaults(schemas.get(from), mine)).toEqual([])
  })

  it('ends with one that the new release takes', () => {
    expect(schemaFaults(schemas.get(to), result)).toEqual([])
  })

  it('keeps every edit, in the new form', () => {
    const places = changes(newBase, newMine)
    expect(places.length).toBeGreaterThan(3)
    for (const path of places) expect([path, valueAt(result, path)]).toEqual([path, valueAt(newMine, path)])
    expect(conflicts).toEqual([])
  })

  it('has what the new release needs', () => {
    expect(valueAt(result, ['gateway', 'trustedProxies'])).toContain('172.16.0.0/12')
    expect(valueAt(result, ['plugins', 'entries', 'discord', 'enabled'])).toBe(true)
    expect(valueAt(result, ['gateway', 'terminal', 'enabled'])).toBe(has(to, 'terminal') ? false : undefined)
    expect(valueAt(result, ['gateway', 'publicOrigin'])).toBe(valueAt(theirs, ['gateway', 'publicOrigin']))
  })

  it('means the same when it is done in the text', () => {
    const text = (config: Json): string => `${JSON.stringify(config, null, 2)}\n`.replace('{\n', '{\n  // mine\n')
    const outcome = mergeFile('openclaw.json', migrateText(text(base), from, to).text, migrateText(text(mine), from, to).text, text(theirs))
    expect(outcome).toMatchObject({ kind: 'merged', conflicts: [] })
    expect(json5Value(parseJson5((outcome as { text: string }).text))).toEqual(result)
  })
})
