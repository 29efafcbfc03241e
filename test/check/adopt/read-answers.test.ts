import { describe, expect, test } from 'vitest'
import type { Answers } from '../../../src/answers/answers.ts'
import { resolveAnswers } from '../../../src/answers/resolve.ts'
import { givenFrom, readAnswersFrom } from '../../../src/check/adopt/read-answers.ts'
import { placeWords, type ReadAnswers } from '../../../src/check/adopt/found-answer.ts'
import { isUnreadable, readJson5File } from '../../../src/check/subject/located.ts'
import { readSubject } from '../../../src/check/subject/subject.ts'
import { configFile } from '../../../src/render/addresses.ts'
import { catalog, renderAnswers, schemas, textOf } from '../../support/answers.ts'
import { goldenNames, readGolden } from '../../support/golden.ts'
import { readWith, type Changes } from '../../support/subjects.ts'

function readOurs(answers: Answers): ReadAnswers {
  const files = renderAnswers(answers)
  const file = (name: string) => ({ name, text: textOf(files, name) })
  const { subject } = readSubject({ fly: file(configFile(answers)), config: file('openclaw.json'), isOurs: false }, catalog, schemas)
  const record = readJson5File('scripts/deployment.json', textOf(files, 'scripts/deployment.json'))
  return readAnswersFrom({ subject, record: isUnreadable(record) ? undefined : record, cloned: undefined })
}

test.each(goldenNames().map(readGolden))('every answer of a deployment of ours is read out of its files: $name', ({ answers }) => {
  const read = readOurs(answers)
  expect(read.notes).toEqual([])
  expect(resolveAnswers(givenFrom(read), catalog)).toEqual({ ok: true, answers })
})

/** What is read of a deployment made by hand: `key value place`. */
function readHandMade(changes: Changes): readonly string[] {
  const { answers } = readAnswersFrom({ subject: readWith(changes).subject, record: undefined, cloned: undefined })
  return answers.map(({ key, value, where }) => `${key} ${JSON.stringify(value)} ${placeWords(where)}`)
}

function notesOf(changes: Changes): readonly string[] {
  return readAnswersFrom({ subject: readWith(changes).subject, record: undefined, cloned: undefined }).notes
}

describe('made by hand', () => {
  test('each answer comes with its place', () => {
    expect(readHandMade({})).toEqual([
      'app "lobster" fly.toml:1', 'region "fra" fly.toml:2', 'release "2026.9.6" fly.toml:7', 'access "public" fly.toml:17', 'size "shared-cpu-2x" fly.toml:29', 'memory 3072 fly.toml:30', 'volume 3 fly.toml:35',
      'build "image" fly.toml:7', 'variant "default" fly.toml:7', 'channel ["discord"] openclaw.json:11',
    ])
  })

  test.each<readonly [string, Changes, string]>([
    ['processors for a size', { fly: [['size = "shared-cpu-2x"', 'cpu_kind = "performance"\n  cpus = 4']] }, 'size "performance-4x" fly.toml:30'],
    ['memory as a number', { fly: [['memory = "3gb"', 'memory_mb = 4096']] }, 'memory 4096 fly.toml:30'],
    ['a variant', { fly: [[':2026.9.6"', ':2026.9.6-browser"']] }, 'variant "browser" fly.toml:7'],
    ['a later build of a release', { fly: [[':2026.9.6"', ':2026.7.1-2-slim"']] }, 'release "2026.7.1-2" fly.toml:7'],
    ['a heap of its own', { fly: [['=2048"', '=1700"']] }, 'heap 1700 fly.toml:12'],
    ['a domain', { config: [["['https://lobster.fly.dev']", "['https://lobster.fly.dev', 'https://claw.example.com']"]] }, 'domain "claw.example.com" openclaw.json:8'],
    ['a model as a text', { config: [['  channels: {\n', "  agents: { defaults: { model: 'xai/grok-4.7' } },\n  channels: {\n"]] }, 'model "xai/grok-4.7" openclaw.json:11'],
    ['the release of a Dockerfile', { fly: [['image = "ghcr.io/openclaw/openclaw:2026.9.6"', 'dockerfile = "Dockerfile"']], dockerfile: 'FROM ghcr.io/openclaw/openclaw:2026.9.5-slim\n' }, 'release "2026.9.5" Dockerfile'],
    ['people as numbers', { config: [["discord: { enabled: true, dmPolicy: 'pairing' }", "telegram: { dmPolicy: 'allowlist', allowFrom: [123456789, '*'] }"]] }, 'telegram.user-id ["123456789"] openclaw.json:12'],
  ])('%s', (_what, changes, line) => {
    expect(readHandMade(changes)).toContain(line)
  })

  test.each<readonly [string, Changes, string]>([
    ['too little memory', { fly: [['memory = "3gb"', 'memory = "512mb"']] }, 'memory: fly.toml:30: OpenClaw needs at least 2048 MB; with less it is killed while it works (give 2048 or more)'],
    ['a channel that nobody asks about', { config: [['discord: {', 'parrot: { perch: 1 }, discord: {']] }, 'channels.parrot is none that this program asks about: it stays as it is in openclaw.json'],
    ["somebody else's image", { fly: [['ghcr.io/openclaw/openclaw:2026.9.6', 'registry.example.com/claw:3']] }, "build: fly.toml:7 is an image of somebody else's, so where OpenClaw comes from is not known"],
  ])('what cannot be taken is said: %s', (_what, changes, note) => {
    expect(notesOf(changes)).toContain(note)
  })

  test('a secret in the place of an answer is neither taken nor repeated', () => {
    const secret = `xoxb-${'1234567890'.repeat(3)}`
    const changes: Changes = { fly: [['app = "lobster"', `app = "${secret}"`]], config: [["dmPolicy: 'pairing'", `dmPolicy: 'allowlist', allowFrom: ['${secret}']`]] }
    expect(JSON.stringify([readHandMade(changes), notesOf(changes)])).not.toContain(secret)
    expect(notesOf(changes)).toContainEqual(expect.stringContaining('app: fly.toml:1: this looks like a secret'))
  })
})
