import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { channelFault } from '../../../src/channels/availability.ts'
import { findAll } from '../../../src/check/find.ts'
import { rules } from '../../../src/check/rules/index.ts'
import { readSubject, type SubjectFiles } from '../../../src/check/subject/subject.ts'
import { catalogue } from '../../../src/releases/catalogue.ts'
import { configFile } from '../../../src/render/addresses.ts'
import { answersFor, catalog, renderAnswers, schemas, textOf } from '../../support/answers.ts'
import { goldenNames, readGolden } from '../../support/golden.ts'
import { readWith } from '../../support/subjects.ts'
import { webhookOf } from '../../../src/channels/needs.ts'
import { flagsFor, variantsOf } from '../../support/channel-variants.ts'

test('every rule has a file of its own, and every file is in the list', () => {
  const files = readdirSync(new URL('../../../src/check/rules/', import.meta.url)).filter((name) => name !== 'index.ts').toSorted()
  expect(rules.map(({ id }) => id)).toEqual(files.map((name) => /^([ew]\d\d)-[a-z-]+\.ts$/.exec(name)?.[1]?.toUpperCase()))
  expect(rules).toHaveLength(18 + 13)
})

test('each says what it is about and why it matters, in one sentence', () => {
  for (const { id, title, why } of rules) {
    expect(title, id).toMatch(/^[A-Z].*[^.]$/)
    expect(why, id).toMatch(/^\S[^]*\.$/)
  }
})

test('a sound deployment made by hand has no finding, and what only Fly could tell is not passed', () => {
  const { findings, unseen } = findAll(readWith({}))
  expect(findings).toEqual([])
  expect(unseen.map(({ id }) => id)).toEqual(['E08', 'W06', 'W08'])
})

test('without a configuration the rules that need one are named, and the others look', () => {
  const { findings, unseen } = findAll(readWith({ config: null, fly: [['kill_timeout = "300s"', 'kill_timeout = 5']] }))
  expect(findings.map(({ id }) => id)).toEqual(['W01'])
  expect(unseen.filter(({ reason }) => reason.includes('openclaw.json')).map(({ id }) => id)).toEqual(rules.filter(({ needs }) => needs.includes('config')).map(({ id }) => id).concat('W08').toSorted())
})

describe.each(goldenNames().map(readGolden))('a fresh deployment: $name', ({ answers }) => {
  const files = renderAnswers(answers)
  const file = (name: string) => ({ name, text: textOf(files, name) })
  const active = configFile(answers)
  const subject: SubjectFiles = { fly: file(active), otherFly: file(active === 'fly.toml' ? 'fly.private.toml' : 'fly.toml'), config: file('openclaw.json'), answers, isOurs: true }

  test('has no finding', () => {
    expect(findAll(readSubject(subject, catalog, schemas)).findings).toEqual([])
  })
})

test.each(['public', 'private'])('for every release and every channel that it takes, a fresh deployment has no finding: %s', (access) => {
  const findings = catalogue.flatMap(({ release }) => {
    const working = catalog.filter((channel) => channel.notOnFly === undefined && channelFault(channel, release) === undefined && (access === 'public' || webhookOf(channel, variantsOf(channel)[0]!.answers) === undefined))
    const needed = Object.assign({}, ...working.map((channel) => flagsFor(channel, variantsOf(channel)[0]!.answers))) as object
    const answers = answersFor({ ...needed, release, access, build: 'image', channel: working.map(({ id }) => id) })
    const files = renderAnswers(answers)
    const file = (name: string) => ({ name, text: textOf(files, name) })
    const [active, other] = access === 'public' ? ['fly.toml', 'fly.private.toml'] : ['fly.private.toml', 'fly.toml']
    return findAll(readSubject({ fly: file(active!), otherFly: file(other!), config: file('openclaw.json'), answers, isOurs: true }, catalog, schemas)).findings.map(({ id, what }) => `${release} ${id} ${what}`)
  })
  expect(findings).toEqual([])
})
