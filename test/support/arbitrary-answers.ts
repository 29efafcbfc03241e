import * as fc from 'fast-check'
import type { Channel, ChannelQuestion } from '../../src/channels/define.ts'
import { holds } from '../../src/channels/questions.ts'
import { imageVariants } from '../../src/answers/answers.ts'
import { looksLikeSecret } from '../../src/answers/secret-shapes.ts'
import { parseText } from '../../src/answers/values.ts'
import { channelFault } from '../../src/channels/availability.ts'
import { webhookOf } from '../../src/channels/needs.ts'
import { MIN_MEMORY_MB } from '../../src/fly/constants.ts'
import { regions } from '../../src/fly/regions.ts'
import { machineSizes, type MachineSize } from '../../src/fly/sizes.ts'
import { providers } from '../../src/models/providers.ts'
import { releases } from '../../src/releases/catalogue.ts'
import { catalog } from './answers.ts'

/** Answers by flag, as `given()` takes them. */
export type FlagValues = Readonly<Record<string, string | readonly string[]>>

const legal = (text: string): boolean => {
  const parsed = parseText({ value: text, where: '', layer: 'flag' })
  return parsed.ok && parsed.value === text && !text.includes('undefined')
}

const matching = (pattern: RegExp): fc.Arbitrary<string> => fc.stringMatching(pattern).filter(legal)

/** Legal, and trouble for whoever pastes it into TOML, JSON, Markdown, a shell or a template. */
const oddNames = [
  'a|b', '*bold*', '_under_', '$(reboot)', '$HOME', '&&', '!x', '~', '+', '=', ',', ';', '%s', '--yes', '-', '[x](y)', '<b>', '\u{1F99E}', '日本語', 'مرحبا', 'e\u0301', '__proto__', 'constructor',
  'toString', '0', '007', 'null', 'true', '1e5', '//', '/*', '..', '.', '👩‍👩‍👧', 'ﷺ', '(', ')', '^', '?', '−1',
]

const odd = (pattern: string): fc.Arbitrary<string> => {
  const form = new RegExp(pattern, 'u')
  const fits = (text: string): boolean => form.test(text) && legal(text)
  return fc.oneof(fc.constantFrom(...oddNames.filter(fits)), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter(fits), fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }).filter(fits))
}

function answerTo(question: ChannelQuestion): fc.Arbitrary<string | readonly string[]> {
  if (question.kind === 'choice') return fc.constantFrom(...question.choices.map(({ value }) => value))
  const { kind, pattern, example } = question
  // Names are where trouble comes from; ids, keys and addresses are their examples.
  const fitsOdd = oddNames.filter((name) => new RegExp(pattern, 'u').test(name)).length > oddNames.length / 2
  if (!fitsOdd) return fc.constant(kind === 'list' ? [example] : example)
  const one = odd(pattern)
  return kind === 'list' ? fc.uniqueArray(one, { minLength: 1, maxLength: 4 }) : one
}

/** The channel with any of its questions answered; one that needs another is asked only with it. */
function channelFlags({ id, questions }: Channel): fc.Arbitrary<FlagValues> {
  const all = Object.entries(questions).map(([name, question]) => [name, answerTo(question)] as const)
  return fc.record(Object.fromEntries(all), { requiredKeys: Object.keys(questions).filter((name) => questions[name]!.required) }).map((answers) => {
    const given = answers as Readonly<Record<string, string | readonly string[]>>
    return Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (holds(questions[name]!.when, questions, given) ? [[`${id}.${name}`, value]] : [])))
  })
}

const channels: fc.Arbitrary<FlagValues> = fc.uniqueArray(fc.oneof({ weight: 1, arbitrary: fc.constantFrom(...catalog.filter(({ id }) => id === 'discord')) }, { weight: 2, arbitrary: fc.constantFrom(...catalog.filter(({ notOnFly }) => notOnFly === undefined)) }), { maxLength: 4 }).chain((chosen) =>
  fc.tuple(...chosen.map(channelFlags)).map((flags): FlagValues => ({ ...(chosen.length > 0 && { channel: chosen.map(({ id }) => id) }), ...Object.assign({}, ...flags) as FlagValues })),
)

const repository = fc.oneof(
  fc.constantFrom('openclaw/openclaw', 'https://git.example.com/~me/a{{b}}c#%20.git', 'ssh://git@[::1]:22/x(y)*.git', 'git@host.example:a/b.git', 'file:///tmp/größe/{{app}}.git'),
  // `.` and `..` are folders to git and GitHub, not names.
  matching(/^[A-Za-z0-9][A-Za-z0-9-]{0,20}\/[A-Za-z0-9._-]{1,30}$/).filter((text) => !/\/\.{1,2}(?:\.git)?$/.test(text)),
)

const image: fc.Arbitrary<FlagValues> = fc.oneof(
  fc.record({ build: fc.constant('source'), repository }),
  fc.record({ build: fc.constant('image'), variant: fc.constantFrom(...imageVariants) }),
)

const domain = matching(/^([a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?\.){1,3}[a-z]{2,6}$/)
const access: fc.Arbitrary<FlagValues> = fc.oneof(fc.constant({ access: 'private' }), fc.constant({ access: 'public' }), fc.record({ access: fc.constant('public'), domain }))

const sizes = machineSizes.filter((size) => size.maxMb >= 2048)
const machine: fc.Arbitrary<FlagValues> = fc.constantFrom(...sizes).chain((size: MachineSize) => {
  const least = Math.ceil(Math.max(size.minMb, 2048) / size.stepMb)
  const memory = fc.integer({ min: least, max: size.maxMb / size.stepMb }).map((steps) => steps * size.stepMb)
  return fc.tuple(memory, fc.option(fc.integer({ min: 512, max: 1536 })), fc.integer({ min: 3, max: 500 })).map(([memoryMb, heap, volume]) => ({
    size: size.name, memory: String(memoryMb), volume: String(volume), ...(heap !== null && { heap: String(heap) }),
  }))
})

const modelName = fc.oneof(
  fc.tuple(fc.constantFrom(...providers.map(({ id }) => id)), matching(/^[A-Za-z0-9][A-Za-z0-9._:@+~-]{0,20}(\/[A-Za-z0-9][A-Za-z0-9._:@+~-]{0,20}){0,2}$/)).map(([provider, id]) => `${provider}/${id}`).filter(legal),
  fc.constantFrom('openrouter/a/b:c@d', 'anthropic/claude-opus-5', 'openai/gpt-6-sol', 'xai/constructor'),
)

/** Without the channels that do not go with the release, the access, the memory, or one another. */
function withoutMisfits(values: FlagValues): FlagValues {
  const taken = new Set<string>(['3000'])
  let room = Number(values.memory) - MIN_MEMORY_MB
  const fits = (channel: Channel): boolean => {
    const answers = Object.fromEntries(Object.keys(channel.questions).flatMap((name) => (values[`${channel.id}.${name}`] === undefined ? [] : [[name, values[`${channel.id}.${name}`]!]])))
    const webhook = webhookOf(channel, answers)
    const place = String(webhook?.port ?? webhook?.path)
    if (channelFault(channel, String(values.release)) !== undefined || (webhook !== undefined && (values.access === 'private' || taken.has(place))) || (channel.fly?.memoryMb ?? 0) > room) return false
    taken.add(webhook === undefined ? '' : place)
    room -= channel.fly?.memoryMb ?? 0
    return true
  }
  const chosen = catalog.filter(({ id }) => [values.channel ?? []].flat().includes(id)).filter(fits).map(({ id }) => id)
  const kept = Object.entries(values).filter(([key]) => key !== 'channel' && (!key.includes('.') || chosen.includes(key.split('.')[0]!)))
  return { ...Object.fromEntries(kept), ...(chosen.length > 0 && { channel: chosen }) }
}

/** Any answers that the program takes, each given as a flag. */
export const legalAnswers: fc.Arbitrary<FlagValues> = fc.tuple(
  fc.record({ app: matching(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/), region: fc.constantFrom(...regions.map(({ code }) => code)), release: fc.constantFrom(...releases.map(({ release }) => release)), model: modelName }),
  fc.record({ org: matching(/^[a-z0-9][a-z0-9-]{0,30}$/), fallback: fc.uniqueArray(modelName, { minLength: 1, maxLength: 4 }) }, { requiredKeys: [] }) as fc.Arbitrary<FlagValues>,
  image, access, machine, channels,
).map((parts) => withoutMisfits(Object.assign({}, ...parts) as FlagValues)).filter((values) => !Object.entries(values).some(([key, value]) => !key.includes('.') && [value].flat().some(looksLikeSecret)))
