import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { json5Value, parseJson5 } from '../../src/merge/json5-tree.ts'
import { migrateText, noteText } from '../../src/merge/migrate-text.ts'
import type { Json } from '../../src/releases/migrations/json.ts'
import { migrateConfig } from '../../src/releases/migrations/migrate-config.ts'
import { config } from '../releases/migrations/arbitrary.ts'
import { whims, type Whims } from './arbitrary.ts'

const migrate = (text: string): string => migrateText(text, '2026.3.28', '2026.9.3').text

describe('migrateText', () => {
  it('renames a key where it stands, with the comments around it', () => {
    const text = `{
  // my server
  channels: { discord: { guilds: { '1': { channels: {
    general: {
      // everybody may write here
      allow: true, // since May
      requireMention: false,
    },
  } } } } },
}
`
    expect(migrate(text)).toBe(text.replace('allow:', 'enabled:'))
  })

  it('makes a table of the list of agents and keeps what is written between them', () => {
    expect(
      migrate(`{
  "agents": {
    "list": [
      // the family
      {
        "id": "main", "workspace": "/data/home",
        "name": "Home" // as on the door
      },
      { "id": "work", "workspace": "/data/work", "default": false }, // the office
    ]
  }
}
`),
    ).toBe(`{
  "agents": {
    "entries": {
      // the family
      "main": {
        "workspace": "/data/home",
        "name": "Home" // as on the door
      },
      "work": { "workspace": "/data/work", "default": false }, // the office
    },
    "ownership": "explicit"
  }
}
`)
  })

  it('moves a key to another table with its comments', () => {
    expect(
      migrate(`{
  env: {
    // for the weather
    WEATHER_CITY: 'Lima', // home
    vars: {
      TZ: 'America/Lima',
    },
  },
}
`),
    ).toBe(`{
  env: {
    vars: {
      TZ: 'America/Lima',
      // for the weather
      WEATHER_CITY: 'Lima', // home
    },
  },
}
`)
  })

  it('keeps Windows line ends and the byte order mark', () => {
    const text = '\ufeff{\r\n  gateway: { reload: { mode: "hot" } }, // quick\r\n}\r\n'
    expect(migrate(text)).toBe(text.replace('"hot"', '"hybrid"'))
  })

  it('leaves a text alone that is not JSON5, or has nothing to migrate', () => {
    for (const text of ['{ "agents": ', '', '{\n\t"gateway": {}, }\n', '[1]']) expect(migrate(text)).toBe(text)
  })

  it('says what it did, by migration, in words for people', () => {
    const { migrated } = migrateText('{ gateway: { controlUi: { allowInsecureAuth: true }, reload: { mode: "hot" } }, agents: { list: [{ id: "main" }] }, env: { A: "secret" } }', '2026.7.35', '2026.9.6')
    expect(migrated.flatMap(({ notes }) => notes.map(noteText))).toEqual([
      'env.A → vars.A',
      'gateway.reload.mode: "hot" → "hybrid"',
      'gateway.controlUi.allowInsecureAuth removed: browsers are paired, as the runbook describes',
      'agents.list → entries',
    ])
    expect(migrated.at(-1)).toMatchObject({ id: 'agents-entries', since: '2026.8.1', title: 'Agents are kept by their id under `agents.entries`; the list `agents.list` is gone.' })
  })

  it('makes of whatever text what is made of its value, and leaves one alone in which nothing is to do', () => {
    fc.assert(
      fc.property(config, whims, (value, mood) => {
        const text = print(value, mood)
        const wanted = migrateConfig(value, '2026.1.29', '2026.9.6')
        const { text: after, migrated } = migrateText(text, '2026.1.29', '2026.9.6')
        expect(json5Value(parseJson5(after))).toEqual(wanted.config)
        expect(migrated).toEqual(wanted.migrated)
        expect(after === text).toBe(migrated.length === 0)
        expect(migrateText(after, '2026.1.29', '2026.9.6').text).toBe(after)
      }),
      { numRuns: 200 },
    )
  })

  it('keeps every comment where keys only get another name', () => {
    fc.assert(
      fc.property(renamed, whims, (value, mood) => {
        const text = print(value, mood)
        const { text: after, migrated } = migrateText(text, '2026.3.28', '2026.9.6')
        expect(migrated).not.toEqual([])
        for (const comment of text.match(/\/\/ note \d+/g) ?? []) expect(after).toContain(comment)
      }),
      { numRuns: 200 },
    )
  })
})

/** A configuration of which some keys have another name today, and nothing else changes. */
const renamed = fc.record(
  {
    session: fc.record({ resetByType: fc.record({ group: fc.constant({ mode: 'idle' }), dm: fc.constant({ mode: 'daily', atHour: 4 }) }), maintenance: fc.record({ mode: fc.constant('warn'), pruneDays: fc.nat(90) }, { requiredKeys: ['mode'] }) }, { requiredKeys: ['resetByType'] }),
    channels: fc.record({ discord: fc.record({ guilds: fc.dictionary(fc.constantFrom('one', 'two'), fc.record({ requireMention: fc.boolean(), channels: fc.dictionary(fc.constantFrom('general', 'help'), fc.record({ users: fc.constant(['1']), allow: fc.boolean() }, { requiredKeys: [] })) })) }) }),
  },
  { requiredKeys: ['session'] },
) as fc.Arbitrary<Json>

/** A JSON5 text as somebody might write it: comments, single quotes, bare keys, commas at the end. */
function print(value: Json, mood: Whims): string {
  let count = 0
  const remark = (): string => mood.one('', '', ` // note ${count++}`)
  const line = (indent: string): string => mood.one('', '', `\n${indent}// note ${count++}`)
  const inner = (part: Json, indent: string): string => {
    if (typeof part !== 'object' || part === null) return typeof part === 'string' ? mood.one(JSON.stringify(part), `'${part}'`) : JSON.stringify(part)
    const items: readonly (readonly [string, Json])[] = Array.isArray(part) ? part.map((item: Json) => ['', item] as const) : Object.entries(part).map(([key, item]) => [`${mood.one(JSON.stringify(key), key)}: `, item] as const)
    const [open, close] = Array.isArray(part) ? '[]' : '{}'
    const deeper = `${indent}  `
    const written = items.map(([key, item], index) => `${line(deeper)}\n${deeper}${key}${inner(item, deeper)}${index < items.length - 1 ? ',' : mood.one('', ',')}${remark()}`)
    return items.length === 0 ? `${open}${close}` : `${open}${written.join('')}\n${indent}${close}`
  }
  return `${inner(value, '')}\n`
}
