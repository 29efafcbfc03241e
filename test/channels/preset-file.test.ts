import { describe, expect, test } from 'vitest'
import { readPreset } from '../../src/channels/preset-file.ts'
import { linesOf } from '../support/answers.ts'

/** As little as a preset needs. */
const least = { id: 'parley', label: 'Parley', since: '2026.9.3', docs: 'https://parley.example/docs', config: { enabled: true } }

const read = (changes: object = {}) => readPreset(JSON.stringify({ ...least, ...changes }), 'mine.json')
/** What is said of a preset with these changes, without the name of the file. */
const faults = (changes: object): readonly string[] => linesOf(read(changes).problems).map((line) => line.replace(/^mine\.json: /, ''))
const question = { label: 'Room', kind: 'text', pattern: '^[a-z]+$', example: 'tea' }
const choice = { label: 'Mode', kind: 'choice', choices: [{ value: 'socket' }, { value: 'http', label: 'HTTP' }], default: 'socket' }
const configOf = (changes: object, answers: Readonly<Record<string, string | readonly string[]>> = {}, account?: string) => read(changes).channel!.config('2026.9.3', answers, { url: null, webhook: null }, account)

describe('a preset in a file', () => {
  test('needs an id, a label, a release, its documentation and a block; the rest has defaults', () => {
    expect(read().channel).toMatchObject({ id: 'parley', hint: 'a channel of your own', aliases: [], secrets: [], questions: {}, troubles: [], eraStarts: ['2026.9.3'] })
  })

  test('is kept as it was written', () => {
    const text = `${JSON.stringify(least, null, 4)}\n\n`
    expect(readPreset(text, 'mine.json').channel!.source).toBe(text)
  })

  test('refers to secrets and answers; what was not answered is left out', () => {
    const changes = { secrets: { PARLEY_TOKEN: {} }, questions: { room: question, mode: choice }, config: { token: { $secret: 'PARLEY_TOKEN' }, room: { $answer: 'room' }, mode: { $answer: 'mode' }, list: [{ $answer: 'room' }, 'x'] } }
    expect(configOf(changes)).toEqual({ token: { source: 'env', provider: 'default', id: 'PARLEY_TOKEN' }, mode: 'socket', list: ['x'] })
    expect(configOf(changes, { room: 'tea', mode: 'http' })).toMatchObject({ room: 'tea', mode: 'http', list: ['tea', 'x'] })
  })

  test('gives an account secrets of its own', () => {
    expect(configOf({ accounts: true, secrets: { PARLEY_TOKEN: {} }, config: { token: { $secret: 'PARLEY_TOKEN' } } }, {}, 'work')).toMatchObject({ token: { id: 'PARLEY_TOKEN_WORK' } })
  })

  test('leaves out the answer to a question that is not asked', () => {
    const changes = { questions: { mode: choice, room: { ...question, when: { question: 'mode', is: ['http'] } } }, config: { room: { $answer: 'room' } } }
    expect(configOf(changes, { room: 'tea' })).toEqual({})
    expect(configOf(changes, { mode: 'http', room: 'tea' })).toEqual({ room: 'tea' })
  })

  test('runs nothing: what looks like code is text', () => {
    expect(configOf({ config: { value: '${process.exit(1)}', other: '{{constructor}}' } })).toEqual({ value: '${process.exit(1)}', other: '{{constructor}}' })
  })

  test('says who made a plugin that is not OpenClaw\'s, which is not fetched without being asked for', () => {
    expect(read({ plugin: { id: 'parley', package: '@someone/parley' } }).channel!.plugin).toEqual({ id: 'parley', package: '@someone/parley', maker: 'whoever publishes @someone/parley on npm', fetch: 'by-hand' })
    expect(read({ plugin: { id: 'parley', package: '@someone/parley', maker: 'Parley Inc.' } }).channel!.plugin).toMatchObject({ maker: 'Parley Inc.' })
    expect(read({ plugin: { id: 'parley', package: '@openclaw/parley' } }).channel!.plugin).toEqual({ id: 'parley', package: '@openclaw/parley' })
  })

  test('keeps troubles, webhook and memory', () => {
    const kept = { troubles: [{ see: 'Silence', why: 'No token.', cure: '`{{oc "channels status"}}`' }], fly: { webhook: { path: '/parley', port: 9000, publicPort: 8443 }, memoryMb: 256 } }
    expect(read(kept).channel).toMatchObject(kept)
  })
})

describe('a mistake in a preset is named with its key path:', () => {
  test.each<readonly [what: string, changes: object, said: readonly string[]]>([
    ['a key that there is not', { lable: 'x' }, ['lable: there is no such key (known are id, label, hint, since, docs, aliases, plugin, place, secrets, questions, config, fly, accounts, runbook, pairing, troubles)']],
    ['what is missing', { label: undefined, docs: undefined, config: undefined }, ['config: this is missing', 'label: this is missing (a text in one line)', 'docs: this is missing (an https address)']],
    ['an id of another form', { id: 'My Channel' }, ['id: this must be lowercase letters, digits and dashes']],
    ['an id that is another thing in OpenClaw', { id: 'defaults' }, ['id: this is not the id of a channel']],
    ['a label of two lines', { label: 'a\nb' }, ['label: this must be a text in one line']],
    ['a number for a text', { hint: 3 }, ['hint: this must be a text in one line']],
    ['what is no release', { since: 'latest' }, ['since: "latest" is not an OpenClaw release (such as 2026.9.6)']],
    ['documentation that is not on the web', { docs: 'http://parley.example' }, ['docs: this must be an https address']],
    ['an alias that nobody could type', { aliases: ['pl', 'P L'] }, ['aliases.1: this must be lowercase letters, digits, dashes and dots']],
    ['aliases that are no list', { aliases: 'pl' }, ['aliases: this must be a list']],
    ['a place that there is not', { place: 'none' }, ['place: this is not one of channel, plugin']],
    ['what is neither true nor false', { accounts: 'yes' }, ['accounts: this must be true or false']],
    ['a plugin that is no object', { plugin: '@someone/parley' }, ['plugin: this must be an object']],
    ['a plugin of a wrong name', { plugin: { id: 'P', package: '../parley', from: 'npm' } }, ['plugin.from: there is no such key (known are id, package, maker)', 'plugin.package: this must be the name of an npm package', 'plugin.id: this must be lowercase letters, digits and dashes']],
    ['a secret of a wrong name', { secrets: { parleyToken: {} } }, ['secrets.parleyToken: its name must be capitals, digits and underscores']],
    ['a secret whose pattern is for a part of it', { secrets: { TOKEN: { pattern: '[a-z]+' } } }, ['secrets.TOKEN.pattern: this must be a regular expression from ^ to $']],
    ['a secret whose pattern is none', { secrets: { TOKEN: { pattern: '^[a-z$' } } }, ['secrets.TOKEN.pattern: this is not a regular expression']],
    ['a secret whose example could be a real one', { secrets: { TOKEN: { pattern: '^[a-z]+$', example: 'abc' } } }, ['secrets.TOKEN.example: the pattern takes this example for a value, so it could be a real one (shorten it, with … at its end)']],
    ['a secret that is optional in words', { secrets: { TOKEN: { optional: 'yes', multiline: 1 } } }, ['secrets.TOKEN.optional: this must be true or false', 'secrets.TOKEN.multiline: this must be true or false']],
    ['a secret of several lines in its place', { secrets: { TOKEN: { where: 'here\nEVIL=1' } } }, ['secrets.TOKEN.where: this must be a text in one line']],
    ['a question of a wrong name', { questions: { roomId: question } }, ['questions.roomId: its name must be lowercase letters, digits and dashes']],
    ['a question that every channel has already', { questions: { agent: question } }, ['questions.agent: a question cannot have this name']],
    ['a question of no kind', { questions: { room: { ...question, kind: 'number' } } }, ['questions.room.kind: this is not one of text, list, choice']],
    ['an example that its pattern refuses', { questions: { room: { ...question, example: 'Tea 2' } } }, ['questions.room.example: the pattern does not take this example']],
    ['a choice of one', { questions: { mode: { ...choice, choices: [{ value: 'socket' }] } } }, ['questions.mode.choices: this must be a list of two choices or more (such as [{ "value": "socket", "label": "Socket" }, …])']],
    ['choices that are texts', { questions: { mode: { ...choice, choices: ['socket', { value: 'http' }, { value: 'socket' }] } } }, ['questions.mode.choices.0: this must be an object']],
    ['a default that is no choice', { questions: { mode: { ...choice, default: 'ftp' } } }, ['questions.mode.default: this is not one of the choices']],
    ['a condition on a question that there is not', { questions: { room: { ...question, when: { question: 'mode' } } } }, ['questions.room.when.question: there is no question "mode" before this']],
    ['a condition on itself', { questions: { room: { ...question, when: { question: 'room' } } } }, ['questions.room.when.question: there is no question "room" before this']],
    ['a condition on a choice that there is not', { questions: { mode: choice, room: { ...question, when: { question: 'mode', is: ['ftp'] } } } }, ['questions.room.when.is: "ftp" is not one of the choices of mode']],
    ['a reference to a secret that there is not', { config: { a: [{ $secret: 'TOKEN' }] } }, ['config.a.0.$secret: there is no such secret in this preset']],
    ['a reference to a question that there is not', { config: { a: { b: { $answer: 'room' } } } }, ['config.a.b.$answer: there is no such question in this preset']],
    ['a reference that there is not', { config: { a: { $env: 'TOKEN' } } }, ['config.a.$env: there is no such reference (known are $secret, $answer)']],
    ['something beside a reference', { secrets: { TOKEN: {} }, config: { a: { $secret: 'TOKEN', prefix: 'Bearer' } } }, ['config.a: a reference stands alone: nothing may be beside it']],
    ['a webhook without a path, on no port', { fly: { webhook: { path: 'parley', port: 70000 } } }, ['fly.webhook.port: this must be a port', 'fly.webhook.path: this must be a path that begins with /']],
    ['a public port alone', { fly: { webhook: { path: '/parley', publicPort: 8443 } } }, ['fly.webhook.publicPort: this goes with port']],
    ['half a megabyte', { fly: { memoryMb: 0.5, disk: 1 } }, ['fly.disk: there is no such key (known are webhook, memoryMb)', 'fly.memoryMb: this must be a whole number of MB']],
    ['a trouble without its cure', { troubles: [{ see: 'Silence', why: 'No token.' }, 'x'] }, ['troubles.1: this must be an object', 'troubles.0.cure: this is missing (a text in one line)']],
  ])('%s', (_what, changes, said) => {
    expect(faults(changes)).toEqual(said)
  })

  test('a secret in the block, without repeating it', () => {
    const token = `xoxb-${'1234567890'.repeat(3)}`
    const said = faults({ config: { token } })
    expect(said).toEqual(['config.token: this looks like a secret (declare it under secrets, and write { "$secret": "NAME" } here)'])
    expect(said.join()).not.toContain(token)
  })

  test.each([
    ['{ "id": "parley", }', 'this is not JSON (texts and keys are in double quotes, and there is no comma before a closing bracket)'],
    ['[]', 'this must be an object (such as { "id": "my-channel", … })'],
    ['null', 'this must be an object (such as { "id": "my-channel", … })'],
  ])('%s is no preset', (text, said) => {
    expect(linesOf(readPreset(text, 'mine.json').problems)).toEqual([`mine.json: ${said}`])
  })
})
