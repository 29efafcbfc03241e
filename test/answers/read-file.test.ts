import * as fc from 'fast-check'
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readAnswersFile } from '../../src/answers/read-file.ts'
import { defaultAnswers } from '../../src/answers/defaults.ts'
import { mergeGiven } from '../../src/answers/given.ts'
import { resolveAnswers } from '../../src/answers/resolve.ts'
import { UserError } from '../../src/errors.ts'
import { catalog, linesOf } from '../support/answers.ts'
import { temporaryFolders } from '../support/folders.ts'
import { runCli } from '../support/run-cli.ts'

const newFolder = temporaryFolders()

/** What is wrong with a file, or the answers it gives over the defaults. */
function read(text: string): { readonly problems: readonly string[]; readonly answers: unknown } {
  const file = readAnswersFile(text, 'a.toml', catalog)
  const result = resolveAnswers(mergeGiven(defaultAnswers({ folder: 'my-openclaw', timeZone: 'UTC' }), file.given), catalog)
  return { problems: linesOf([...file.problems, ...(result.ok ? [] : result.problems)]), answers: result.ok ? result.answers : null }
}

const answersIn = (text: string): unknown => {
  const { problems, answers } = read(text)
  expect(problems).toEqual([])
  return answers
}

test('a file with many mistakes is told all of them, each with its key path', () => {
  const { problems } = read(`
app = "My App"
regoin = "fra"
memory = 512
domain = "https://a.example.com"
fallbacks = ["gpt"]
[channels.discord]
guild-id = "1"
guildid = "1"
[channels.discrod]
[channels.telegram]
user-id = ["me"]
[odd."key with space"]
`)
  expect(problems.map((line) => line.replace(/ \(.*/, ''))).toEqual([
    'a.toml: regoin: there is no such answer',
    'a.toml: channels.discord.guildid: there is no such answer',
    'a.toml: odd: there is no such answer',
    'a.toml: app: "My App": an app name has no capital letters',
    'a.toml: domain: "https://a.example.com": give the host name alone, without https:// and without a path',
    'a.toml: memory: OpenClaw needs at least 2048 MB; with less it is killed while it works',
    'a.toml: fallbacks: "gpt": a model is written provider/model, such as anthropic/claude-opus-5',
    'a.toml: channels: "discrod" is not a channel we know',
    'a.toml: channels.discord.guild-id: "1" is not a Discord server id',
    'a.toml: channels.telegram.user-id: "me" is not a Telegram user id',
  ])
})

test.each([
  ['region = fra\n', 'a.toml, line 1, column '],
  ['app = "ok"\n\nsecret = "never-shown\n', 'a.toml, line 3, column'],
  ['[channels\n', 'a.toml, line 1'],
  ['app = "a"\napp = "b"\n', 'a.toml, line 2'],
  ['a\u0000b', 'a.toml, line 1'],
])('broken TOML %j is told by its place, not by its content', (text, place) => {
  const mistake = catchUserError(() => read(text))
  expect(mistake.message).toContain(place)
  expect(`${mistake.message} ${mistake.hint}`).not.toContain('never-shown')
  expect(mistake.exitCode).toBe(2)
})

function catchUserError(work: () => unknown): UserError {
  try {
    work()
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  throw new Error('expected a UserError')
}

describe('a file may be written as editors write it', () => {
  test.each([['a byte order mark', '\uFEFFregion = "gru"\n'], ['CRLF', 'release = "2026.9.5"\r\nregion = "gru"\r\n'], ['no last line end', 'region = "gru"'], ['quoted keys', '"region" = \'gru\'']])('with %s', (_, text) => {
    expect(answersIn(text)).toMatchObject({ region: 'gru' })
  })

  test('with ids that are numbers, beyond what JavaScript counts exactly', () => {
    expect(answersIn('[channels.discord]\nguild-id = 123456789012345678\nuser-id = [234567890123456789]\n[channels.telegram]\ngroup-id = -1001234567890\n')).toMatchObject({
      channels: { discord: { 'guild-id': '123456789012345678', 'user-id': ['234567890123456789'] }, telegram: { 'group-id': ['-1001234567890'] } },
    })
  })

  test('with inline tables and aliases of channels', () => {
    expect(answersIn('channels = { TG = { user-id = 12345 } }')).toMatchObject({ channels: { telegram: { 'user-id': ['12345'] } } })
  })

  test('with nothing in it', () => expect(answersIn('')).toMatchObject({ channels: {} }))
})

test.each<[string, string]>([
  ['app = 2026-11-24', 'a.toml: app: this must be a text'],
  ['app = true', 'a.toml: app: this must be a text'],
  ['[app]\nname = "x"', 'a.toml: app: this must be a text'],
  ['memory = "3072.5"', 'a.toml: memory: this must be a whole number of MB'],
  ['memory = 3072.5', 'a.toml: memory: this must be a whole number of MB'],
  ['memory = inf', 'a.toml: memory: this must be a whole number of MB'],
  ['memory = 123456789012345678901', 'a.toml: memory: this must be a whole number of MB'],
  ['fallbacks = [["openai/gpt-6-sol"]]', 'a.toml: fallbacks: this must be a text'],
  ['channels = ["discord"]', 'a.toml: channels: this must be tables (write [channels.discord])'],
  ['channels = 2026-11-24', 'a.toml: channels: this must be tables (write [channels.discord])'],
  ['[channels]\ndiscord = true', 'a.toml: channels.discord: this must be a table (write [channels.discord])'],
  ['[[channels.discord]]', 'a.toml: channels.discord: this must be a table (write [channels.discord])'],
  ['[channels.tg]\n[channels.telegram]', 'a.toml: channels.telegram: telegram is there twice (put its answers into one table)'],
  ['fallback = "x"', 'a.toml: fallback: there is no such answer (did you mean fallbacks?)'],
  ['channel = "discord"', 'a.toml: channel: there is no such answer (did you mean channels?)'],
])('%j is refused with its key path', (text, problem) => {
  expect(read(text).problems).toEqual([problem])
})

describe('names that every object has', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])('%s is an unknown key, question and channel like any other', (name) => {
    for (const text of [`${name} = 1`, `[channels.discord]\n${name} = "x"`, `[channels]\n${name} = { prototype = { polluted = "yes" } }`, `[channels.${name}.prototype]\npolluted = "yes"`]) {
      expect(catchProblems(text), text).not.toEqual([])
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    }
  })
})

/** Problems, or that it is not TOML. */
function catchProblems(text: string): readonly string[] {
  try {
    return read(text).problems
  } catch (error) {
    if (error instanceof UserError) return [error.message]
    throw error
  }
}

test('no text whatever crashes it', () => {
  const pieces = fc.oneof(fc.constantFrom('[channels.', ']', '[[', ' = ', '"', "'''", '\n', '{', '}', 'discord', 'region', '1e999', '0x1', '\\u', '__proto__', '.', '#', ','), fc.string({ unit: 'binary', maxLength: 5 }))
  fc.assert(fc.property(fc.array(pieces, { maxLength: 30 }).map((all) => all.join('')), (text) => {
    expect(catchProblems(text)).toBeInstanceOf(Array)
  }), { numRuns: 500 })
})

describe('--answers', () => {
  test('wants a file of a sensible size', async () => {
    const cwd = newFolder()
    mkdirSync(join(cwd, 'folder'))
    writeFileSync(join(cwd, 'disk.img'), '')
    truncateSync(join(cwd, 'disk.img'), 5 * 1024 ** 3)
    const said = async (path: string): Promise<string> => (await runCli(['dep', '--answers', path], { cwd })).stderr.split('\n')[0]!
    expect(await said('nowhere.toml')).toBe('there is no file nowhere.toml')
    expect(await said('folder')).toBe('folder is a folder')
    expect(await said('disk.img/x')).toBe('there is no file disk.img/x')
    expect(await said('x'.repeat(400))).toContain('there is no file xxx')
    expect(await said('disk.img')).toBe('disk.img has 5368709120 bytes, and an answers file has a few hundred')
  })
})
