import { describe, expect, it } from 'vitest'
import { migrateText, noteText } from '../../src/merge/migrate-text.ts'

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
})
