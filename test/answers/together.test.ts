import { describe, expect, test } from 'vitest'
import { defaultAnswers } from '../../src/answers/defaults.ts'
import { mergeGiven } from '../../src/answers/given.ts'
import { resolveAnswers } from '../../src/answers/resolve.ts'
import { catalog, given, linesOf, problemsOf } from '../support/answers.ts'

const guild = '123456789012345678'

test.each<readonly [string, Record<string, unknown>, readonly string[]]>([
  ['private access with a domain', { access: 'private', domain: 'a.example.com' }, ['--domain: a domain needs public access, and the access is private']],
  ['an image with a repository', { build: 'image', repository: 'me/openclaw' }, ['--repository: a repository goes with a build from source, and the build is image']],
  ['a source build with a variant', { build: 'source', variant: 'slim' }, ['--variant: a variant goes with the official image, and the build is source']],
  ['a variant without an image build', { variant: 'slim' }, ['--variant: a variant goes with the official image, and the build is source']],
  ['a provider with a model of another', { provider: 'openai', model: 'anthropic/claude-opus-5' }, ['--model: this model is not one of the provider openai']],
  ['answers of a channel that is not chosen', { 'discord.guild-id': guild }, ['--discord.guild-id: Discord is not among the channels (add --channel discord)']],
  ['a question that the channel does not have', { channel: ['telegram'], 'telegram.guild-id': '1' }, ['--telegram.guild-id: Telegram has no such question (it has mode, user-id, group-id)']],
  ['an answer without the one it needs', { channel: ['discord'], 'discord.channel': ['general'] }, ['--discord.channel: this goes with --discord.guild-id, which is missing']],
  ['a malformed Discord server id', { channel: ['discord'], 'discord.guild-id': '123' }, ['--discord.guild-id: "123" is not a Discord server id (17 to 20 digits) (for instance 123456789012345678)']],
  ['a Discord channel with its #', { channel: ['discord'], 'discord.guild-id': guild, 'discord.channel': ['ok', '#general'] }, ['--discord.channel: "#general" is not a channel name as Discord shows it, without # and spaces, or a channel id (for instance general)']],
  ['a Telegram name instead of an id', { channel: ['telegram'], 'telegram.user-id': '@me' }, ['--telegram.user-id: "@me" is not a Telegram user id (5 to 15 digits, not a name or a phone number) (for instance 123456789)']],
  ['a Telegram group id without its sign', { channel: ['telegram'], 'telegram.group-id': '1001234567890' }, ['--telegram.group-id: "1001234567890" is not a Telegram group id (a negative number such as -1001234567890) (for instance -1001234567890)']],
  ['a Slack channel name instead of an id', { channel: ['slack'], 'slack.channel': 'general' }, ['--slack.channel: "general" is not a Slack channel id (C or G and 8 to 12 capitals and digits) (for instance C0123456789)']],
])('%s is refused', (_, values, problems) => {
  expect(problemsOf(values)).toEqual(problems)
})

test('everything that is wrong is said at once', () => {
  const problems = problemsOf({ app: 'X', region: 'mad', release: '1', memory: '1', volume: '1', model: 'x', domain: 'x', access: 'private', channel: ['discrod', 'slack'], 'slack.channel': 'x' })
  expect(problems.map((line) => line.split(':')[0])).toEqual(['--app', '--region', '--release', '--domain', '--domain', '--memory', '--volume', '--model', '--channel', '--slack.channel'])
})

describe('who has more say', () => {
  /** What flags make of a file's answers. */
  function over(file: Record<string, unknown>, flags: Record<string, unknown>): unknown {
    const defaults = defaultAnswers({ folder: 'my-openclaw', timeZone: 'UTC' })
    const result = resolveAnswers(mergeGiven(given(flags, 'flag'), given(file, 'file'), defaults), catalog)
    return result.ok ? result.answers : linesOf(result.problems)
  }

  test('flags win over the file, and the file over defaults', () => {
    expect(over({ region: 'gru', release: '2026.9.5' }, { region: 'fra' })).toMatchObject({ region: 'fra', release: '2026.9.5', access: { mode: 'public' } })
  })

  test.each<readonly [string, Record<string, unknown>, Record<string, unknown>, object]>([
    ['--build image', { build: 'source', repository: 'me/openclaw' }, { build: 'image' }, { image: { build: 'image', variant: 'default' } }],
    ['--build source', { build: 'image', variant: 'slim' }, { build: 'source' }, { image: { build: 'source', repository: 'openclaw/openclaw' } }],
    ['--access private', { access: 'public', domain: 'a.example.com' }, { access: 'private' }, { access: { mode: 'private' } }],
    ['--memory 2048', { memory: 4096, heap: 3000 }, { memory: '2048' }, { machine: { memoryMb: 2048, heapMb: null } }],
    ['--provider openai', { model: 'anthropic/claude-opus-5' }, { provider: 'openai' }, { model: { primary: 'openai/gpt-6-astra' } }],
    ['--model openai/gpt-6-sol', { provider: 'anthropic' }, { model: 'openai/gpt-6-sol' }, { model: { primary: 'openai/gpt-6-sol' } }],
    ['--channel telegram', { channel: ['discord'], 'discord.guild-id': guild }, { channel: ['telegram'] }, { channels: { telegram: {} } }],
  ])('%s puts what contradicts it in the file out of the way', (_, file, flags, answers) => {
    expect(over(file, flags)).toMatchObject(answers)
  })

  test('a flag that contradicts the file the other way round is refused', () => {
    expect(over({ access: 'private' }, { domain: 'a.example.com' })).toEqual(['--domain: a domain needs public access, and the access is private'])
    expect(over({ memory: 3072 }, { size: 'performance-2x' })).toEqual(['--memory: performance-2x takes 4096 to 16384 MB'])
  })
})

test('every wrong item of a list is reported', () => {
  const said = problemsOf({ channel: ['discord', 'telegramm', 'pigeon'], fallback: ['one', 'xai/grok-4.7', 'two'], 'discord.user-id': ['1', '234567890123456789', '3'] })
  for (const wrong of ['"telegramm"', '"pigeon"', '"one"', '"two"', '"1"', '"3"']) expect(said.filter((line) => line.includes(wrong)), wrong).toHaveLength(1)
  expect(said).toHaveLength(6)
})
