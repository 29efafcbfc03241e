import { parse } from '@iarna/toml'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Answers } from '../../src/answers/answers.ts'
import { resolveAnswers } from '../../src/answers/resolve.ts'
import { checkEmitted } from '../../src/check/emitted.ts'
import { parseCreate } from '../../src/commands/create-flags.ts'
import { repeatWords } from '../../src/report/repeat.ts'
import { answersFor, catalog, generator, given, linesOf, renderAnswers, schemas, templates, textOf } from '../support/answers.ts'
import { pluginsToFetch } from '../../src/channels/availability.ts'
import { legalAnswers, type FlagValues } from '../support/arbitrary-answers.ts'
import { render } from '../../src/render/render.ts'

function answersOf(values: FlagValues): Answers {
  const result = resolveAnswers(given(values), catalog)
  if (!result.ok) throw new Error(linesOf(result.problems).join('\n'))
  return result.answers
}

/** Holds for any legal answers. */
function always(holds: (answers: Answers, values: FlagValues) => void, numRuns = 150): void {
  fc.assert(fc.property(legalAnswers, (values) => {
    holds(answersOf(values), values)
  }), { numRuns })
}

/** The paths of all keys in a parsed file. */
function keyPaths(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [`${path}/${key}`, ...keyPaths(inner, `${path}/${key}`)])
}

function channelsThatFetch({ channels, release }: Answers): readonly string[] {
  return pluginsToFetch(catalog.filter(({ id }) => Object.hasOwn(channels, id)), release)
}

describe('any legal answers', () => {
  test('give files that parse, that their schemas accept, and an answers file with the same answers', () => {
    always((answers) => expect(() => checkEmitted(renderAnswers(answers), answers, catalog, schemas)).not.toThrow())
  })

  test('give the same bytes twice, whatever was rendered before', () => {
    always((answers) => expect(render({ answers: structuredClone(answers), catalog, templates: new Map(templates), generator })).toEqual(renderAnswers(answers)), 10)
  })

  test('come back from the command that repeats them', () => {
    always((answers) => {
      const { given: again, directory, yes } = parseCreate(repeatWords(answers, 'my folder', true), catalog)
      expect({ directory, yes }).toEqual({ directory: 'my folder', yes: true })
      expect(resolveAnswers(again, catalog)).toEqual({ ok: true, answers })
    })
  })

  test('leave no hole of a template and nothing undefined in any file', () => {
    always((answers) => {
      const asGiven = JSON.stringify(answers)
      for (const [path, { text }] of renderAnswers(answers)) {
        if (path.endsWith('.mjs')) continue // as it is in templates/, JavaScript has braces of its own
        const holes = asGiven.includes('{{') ? /undefined|\[object|\bNaN\b/ : /undefined|\[object|\bNaN\b|\{\{|\}\}/
        expect(text, path).not.toMatch(holes)
      }
    }, 60)
  })

  test('change the values of fly.toml and fly.private.toml, never their keys', () => {
    const shapes = { source: shapesOf(answersFor({ build: 'source' })), image: shapesOf(answersFor({ build: 'image' })) }
    always((answers) => {
      // A channel with a listener, a program or data of its own adds tables.
      fc.pre(Object.keys(answers.channels).every((id) => catalog.find((channel) => channel.id === id)!.fly === undefined && channelsThatFetch(answers).length === 0))
      expect(shapesOf(answers)).toEqual(shapes[answers.image.build])
    })
  })

  test('stand in fly.toml as exactly those values', () => {
    always((answers) => {
      const { app, machine, region } = answers
      for (const name of ['fly.toml', 'fly.private.toml'])
        expect(parse(textOf(renderAnswers(answers), name))).toMatchObject({
          app, primary_region: region, vm: [{ size: machine.size, memory: `${machine.memoryMb}mb` }], mounts: { initial_size: `${machine.volumeGb}gb` },
        })
    })
  })

  test('stand in openclaw.json as exactly those values', () => {
    always((answers) => {
      const config = JSON.parse(textOf(renderAnswers(answers), 'openclaw.json')) as { agents: { defaults: object }; channels?: object }
      const { primary, fallbacks } = answers.model
      expect(config.agents.defaults).toEqual({ model: { primary, ...(fallbacks.length > 0 && { fallbacks }) } })
      expect(Object.keys(config.channels ?? {})).toEqual(Object.keys(answers.channels).filter((id) => catalog.find((channel) => channel.id === id)!.place === undefined))
    })
  })

  test('of Discord stand in openclaw.json as exactly those names, whatever is in them', () => {
    fc.assert(fc.property(legalAnswers.filter((values) => values['discord.channel'] !== undefined), (values) => {
      const answers = answersOf(values)
      const { discord } = (JSON.parse(textOf(renderAnswers(answers), 'openclaw.json')) as { channels: { discord: Discord } }).channels
      const names = Object.entries(discord.guilds).map(([guild, { channels }]) => [guild, Object.keys(channels).toSorted()])
      expect(names).toEqual([[values['discord.guild-id'], [...values['discord.channel']!].toSorted()]])
      expect(discord.allowFrom).toEqual(values['discord.user-id'])
    }), { numRuns: 100 })
  })
})

interface Discord {
  readonly guilds: Readonly<Record<string, { readonly channels: object }>>
  readonly allowFrom?: readonly string[]
}

function shapesOf(answers: Answers): readonly (readonly string[])[] {
  const files = renderAnswers(answers)
  return ['fly.toml', 'fly.private.toml'].map((name) => keyPaths(parse(textOf(files, name))))
}
