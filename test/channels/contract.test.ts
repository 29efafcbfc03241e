import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { channelFault } from '../../src/channels/availability.ts'
import type { Condition } from '../../src/channels/questions.ts'
import { checkEmitted } from '../../src/check/emitted.ts'
import { newestRelease } from '../../src/releases/catalogue.ts'
import { neededSecrets } from '../../src/render/needed-secrets.ts'
import { answersFor, catalog, linesOf, renderAnswers, resolve, schemas, textOf } from '../support/answers.ts'
import { flagsFor, releasesOf, sectionOf, variantsOf } from '../support/channel-variants.ts'

/* What every preset must keep, whatever it is about: to add a channel is to add its file, and this looks at it. */

const presets = catalog.map((channel) => [channel.id, channel] as const)
const onFly = presets.filter(([, { notOnFly }]) => notOnFly === undefined)
const typedQuestions = catalog.flatMap(({ id, questions }) => Object.entries(questions).flatMap(([name, question]) => (question.kind === 'choice' ? [] : [[`${id}.${name}`, question] as const])))
const choiceQuestions = catalog.flatMap(({ id, questions }) => Object.entries(questions).flatMap(([name, question]) => (question.kind === 'choice' ? [[`${id}.${name}`, question] as const] : [])))
const secrets = catalog.flatMap(({ id, secrets: own }) => own.map((secret) => [`${id} ${secret.name}`, secret] as const))

test('each file is named by the id in it', () => {
  const files = readdirSync(new URL('../../src/channels/presets/', import.meta.url)).map((name) => name.replace(/\.ts$/, ''))
  expect(catalog.map(({ id }) => id).toSorted()).toEqual(files.toSorted())
})

test('no two channels share an id or an alias', () => {
  const names = catalog.flatMap(({ id, aliases }) => [id, ...aliases])
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})

test.each(presets)('%s says what it is in one line, and where its documentation is', (_id, { id, label, hint, docs, aliases, runbook }) => {
  for (const text of [label, hint]) expect(text).toMatch(/^\S[^\n{}]*\S$/)
  for (const alias of [id, ...aliases]) expect(alias).toMatch(/^[a-z0-9][a-z0-9.-]*$/)
  expect(docs).toMatch(/^https:\/\/\S+$/)
  expect(runbook.trim()).not.toBe('')
})

test.each(secrets)('%s has a pattern that refuses its example, and a text with spaces, quotes or line breaks', (_name, { name, label, where, pattern, example = '', multiline = false }) => {
  expect(name).toMatch(/^[A-Z][A-Z0-9_]*$/)
  for (const text of [label, where]) expect(text.trim()).not.toBe('')
  const form = new RegExp(pattern!, 'u')
  const bad = ['a b'.repeat(20), '"quoted"'.repeat(8), `'quoted'`.repeat(8), ...(multiline ? [] : [`${'a'.repeat(40)}\n`, `\n${'a1'.repeat(20)}`]), '']
  expect([example, ...bad].filter((text) => form.test(text))).toEqual([])
})

test.each(typedQuestions)('--%s takes its own example, and its pattern is for the whole of it', (_name, { pattern, example, form, label, help }) => {
  expect(new RegExp(pattern, 'u').test(example)).toBe(true)
  expect(pattern).toMatch(/^\^[^]*\$$/)
  for (const text of [form, label, help]) expect(text.trim()).not.toBe('')
})

test.each(choiceQuestions)('--%s has its default among its choices, each once', (_name, { choices, default: chosen }) => {
  const values = choices.map(({ value }) => value)
  expect(values).toContain(chosen)
  expect(new Set(values).size).toBe(values.length)
  expect(values.filter((value) => !/^[a-z0-9][a-z0-9-]*$/.test(value))).toEqual([])
})

test.each(presets)('the conditions of %s are on questions that come before, and on choices that there are', (_id, channel) => {
  const names = Object.keys(channel.questions)
  const conditions: readonly (readonly [string | undefined, Condition | undefined])[] = [
    ...Object.entries(channel.questions).map(([name, { when }]) => [name, when] as const),
    ...channel.secrets.map(({ when }) => [undefined, when] as const),
    [undefined, channel.fly?.webhook?.when], [undefined, channel.fly?.packages?.when],
  ]
  for (const [name, when] of conditions) {
    if (when === undefined) continue
    const question = channel.questions[when.question]
    expect(question, when.question).toBeDefined()
    expect(names.indexOf(when.question)).toBeLessThan(name === undefined ? names.length : names.indexOf(name))
    for (const value of when.is ?? []) expect(question?.kind === 'choice' ? question.choices.map((choice) => choice.value) : []).toContain(value)
  }
})

test.each(presets)('%s has eras in order, from the release on in which it can be set up', (_id, { since, eraStarts }) => {
  expect(eraStarts).toEqual(eraStarts.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })))
  expect(eraStarts[0]).toBe(since)
})

test('a channel that cannot run on Fly is refused with what to do instead', () => {
  for (const channel of catalog.filter(({ notOnFly }) => notOnFly !== undefined)) {
    const result = resolve({ channel: [channel.id] })
    expect(result.ok ? [] : linesOf(result.problems).join('\n')).toContain(channel.notOnFly!.instead)
  }
})

describe.each(onFly)('%s', (_id, channel) => {
  test('works in the newest release', () => {
    expect(channelFault(channel, newestRelease)).toBeUndefined()
  })

  test.each(variantsOf(channel).map((variant) => [variant.name, variant] as const))('makes a configuration that its releases take, %s', (_name, { answers }) => {
    for (const release of releasesOf(channel)) {
      for (const build of channel.fly?.packages === undefined || release !== newestRelease ? ['source'] : ['source', 'image']) {
        const all = answersFor({ ...flagsFor(channel, answers), release, build })
        const files = renderAnswers(all)
        expect(() => checkEmitted(files, all, catalog, schemas), `${release} ${build}`).not.toThrow()
        const names = neededSecrets(all, [channel]).map(({ name }) => name)
        expect(secretNamesIn(JSON.parse(textOf(files, 'openclaw.json'))).filter((name) => !names.includes(name)), 'secrets that nobody asks for').toEqual([])
        const section = sectionOf(textOf(files, 'RUNBOOK.md'), channel)
        expect(section).not.toMatch(/\{\{|\}\}|\bundefined\b|\[object|\bNaN\b/)
        expect(section).not.toMatch(/\n{3,}/)
      }
    }
  })

  test('never answers for one thing with another answer of the same question', () => {
    for (const { answers } of variantsOf(channel)) {
      const { channels } = answersFor(flagsFor(channel, answers))
      expect(channels[channel.id]).toEqual(answers)
    }
  })
})

/** Every variable that a configuration names as a secret. */
function secretNamesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [...value.matchAll(/\$\{([A-Z0-9_]+)\}/g)].map((match) => match[1]!)
  if (typeof value !== 'object' || value === null) return []
  if ('source' in value && value.source === 'env' && 'id' in value) return [String(value.id)]
  return Object.values(value).flatMap(secretNamesIn)
}
