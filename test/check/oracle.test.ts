import { Validator } from '@cfworker/json-schema'
import { parse } from '@iarna/toml'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { schemaFaults } from '../../src/check/json-schema.ts'
import flySchema from '../../src/fly/flytoml-schema.json' with { type: 'json' }
import type { Schema } from '../../src/releases/schemas.ts'
import { renderAnswers, schemas, textOf } from '../support/answers.ts'
import { goldenNames, readGolden } from '../support/golden.ts'

const goldens = goldenNames().map(readGolden).map(({ answers }) => ({ release: answers.release, files: renderAnswers(answers) }))
const both = new Set([true, false])
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/**
 * What an independent checker is given. It knows two things that we leave out on purpose: `format` is only an
 * annotation to us, and a required key with a default may be absent (OpenClaw fills it in).
 */
function withoutFormatsAndDefaults(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutFormatsAndDefaults)
  if (typeof node !== 'object' || node === null) return node
  const { required, properties, format, ...rest } = node as { required?: readonly string[]; properties?: Readonly<Record<string, unknown>>; format?: unknown }
  const hasDefault = (name: string): boolean => Object.hasOwn((properties?.[name] ?? {}) as object, 'default')
  return {
    ...Object.fromEntries(Object.entries(rest).map(([keyword, inner]) => [keyword, withoutFormatsAndDefaults(inner)])),
    ...(properties && { properties: Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, withoutFormatsAndDefaults(inner)])) }),
    ...(Array.isArray(required) && { required: (required as readonly string[]).filter((name) => !hasDefault(name)) }),
    // A property may itself be called "format".
    ...(typeof format === 'object' && { format: withoutFormatsAndDefaults(format) }),
  }
}

interface Change { readonly at: number; readonly how: 'replace' | 'remove' | 'add' | 'repeat'; readonly value: unknown; readonly key: string }

const changes: fc.Arbitrary<readonly Change[]> = fc.array(fc.record<Change>({
  at: fc.nat(200),
  how: fc.constantFrom('replace', 'remove', 'add', 'repeat'),
  value: fc.oneof(fc.constantFrom(null, true, 0, -1, 1.5, 70_000, '', 'off', 'x', '30s', [], {}, ['a', 'a'], [1], { a: 1 }, { source: 'env', provider: 'default', id: 'X' }), fc.jsonValue({ maxDepth: 2 })),
  key: fc.constantFrom('enabled', 'port', 'mode', 'token', 'unknown', 'type', 'path', 'interval', 'fallbacks', 'channels', 'constructor', '$schema'),
}), { minLength: 1, maxLength: 3 })

/** The value with some of its parts replaced, removed, added or repeated. */
function changed(value: unknown, list: readonly Change[]): unknown {
  const copy = plain({ root: value })
  for (const { at, how, value: other, key } of list) {
    const places = placesIn(copy)
    const [holder, name] = places[at % places.length]!
    if (how === 'replace') holder[name] = plain(other)
    else if (how === 'remove' && Array.isArray(holder)) holder.splice(Number(name), 1)
    else if (how === 'remove' && holder !== copy) delete holder[name]
    else if (how === 'add' && !Array.isArray(holder) && holder !== copy) holder[key] = plain(other)
    else if (how === 'repeat' && Array.isArray(holder)) holder.push(plain(holder[Number(name)]))
  }
  return (copy as { root: unknown }).root
}

type Holder = Record<string, unknown>

function placesIn(value: unknown): readonly (readonly [Holder, string])[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.keys(value).flatMap((key) => [[value as Holder, key] as const, ...placesIn((value as Holder)[key])])
}

/** Asserts that both checkers say the same of every changed value; tells the verdicts that were met. */
function verdictsOf(schema: Schema, values: readonly unknown[], numRuns: number): ReadonlySet<boolean> {
  const oracle = new Validator(withoutFormatsAndDefaults(schema) as object, schema['$schema']?.toString().includes('2020-12') ? '2020-12' : '7')
  const verdicts = new Set<boolean>()
  for (const value of values) expect([schemaFaults(schema, value), oracle.validate(value).valid]).toEqual([[], true])
  fc.assert(fc.property(fc.constantFrom(...values), changes, (value, list) => {
    const candidate = changed(value, list)
    const valid = schemaFaults(schema, candidate).length === 0
    verdicts.add(valid)
    expect(valid, JSON.stringify(candidate)).toBe(oracle.validate(candidate).valid)
  }), { numRuns })
  return verdicts
}

describe('another checker agrees with ours', () => {
  test('on fly.toml and fly.private.toml, whatever is changed in them', () => {
    const values = goldens.flatMap(({ files }) => ['fly.toml', 'fly.private.toml'].map((name) => plain(parse(textOf(files, name)))))
    expect(verdictsOf(flySchema, values, 400)).toEqual(both)
  })

  test.each([...new Set(goldens.map(({ release }) => release))].toSorted())('on openclaw.json of %s, whatever is changed in it', (release) => {
    const values = goldens.filter((golden) => golden.release === release).map(({ files }) => JSON.parse(textOf(files, 'openclaw.json')) as unknown)
    expect(verdictsOf(schemas.get(release), values, 60)).toEqual(both)
  })
})
