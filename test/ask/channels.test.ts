import { expect, test } from 'vitest'
import { defaultAnswers } from '../../src/answers/defaults.ts'
import { texts } from '../../src/ask/texts.ts'
import { askAnswers } from '../../src/ask/wizard.ts'
import { ask, contextOf, flags, surroundings } from './asking.ts'
import { keys, play, Terminal } from './terminal.ts'

const { enter, down, space } = keys
const owner = { 'Owner of the parrot': ['ada', enter] }

/** The questions about channels, with everything else given. */
async function startChannels(values: Readonly<Record<string, unknown>>) {
  const terminal = new Terminal()
  const rest = flags({ org: 'ada', domain: 'ada.example', fallback: [] })
  const waiting = askAnswers(new Map([...defaultAnswers(surroundings), ...rest, ...flags(values)]), contextOf(terminal))
  waiting.catch(() => undefined)
  await terminal.press('')
  return { terminal, waiting }
}

test('several channels are chosen, then each asks its questions', async () => {
  const { answers, titles } = await ask({ [texts.channel.title]: [space, down, space, enter], 'Parrot: Perch': ['123', enter], ...owner })
  expect(answers['channel']).toEqual(['crow', 'parrot'])
  expect(titles.slice(titles.indexOf('Parrot: Perch'), titles.indexOf('Parrot: Perch') + 3)).toEqual(['Parrot: Perch', 'Parrot words', 'Owner of the parrot'])
  expect(answers['parrot.perch']).toBe('123')
})

test('a channel is found by an alias, and Space selects it while searching', async () => {
  const { answers } = await ask({ [texts.channel.title]: ['poll', space, enter], ...owner })
  expect(answers['channel']).toEqual(['parrot'])
})

test('Space takes a selection back', async () => {
  const { answers } = await ask({ [texts.channel.title]: [space, space, enter] })
  expect(answers['channel']).toEqual([])
})

test('Enter after a search, with nothing selected, asks once more', async () => {
  const { terminal, waiting } = await startChannels({})
  await terminal.press('crow', enter)
  expect(terminal.prompt()).toContain(texts.nothingSelected)
  await terminal.press(enter)
  expect((await waiting).get('channel')?.value).toEqual([])
})

test('a channel is found by what it is where no name matches, and a search that finds nothing says so', async () => {
  const { terminal } = await startChannels({})
  await terminal.press('caws')
  expect(terminal.prompt()).toContain('Crow')
  await terminal.press('zzz')
  expect(terminal.prompt()).toContain(`│  ${texts.noMatch}`)
  await terminal.press(enter)
  expect(terminal.prompt()).toContain(`└  ${texts.noMatch}`)
})

test('only channels that the release has are offered', async () => {
  const { terminal } = await startChannels({ release: '2026.9.3' })
  expect(terminal.prompt()).toContain('Parrot')
  expect(terminal.prompt()).not.toContain('Crow')
})

test('a question that needs another answer is asked only with it', async () => {
  const { titles } = await ask(owner, flags({ channel: ['parrot'] }))
  expect(titles).not.toContain('Parrot words')
  const { titles: more } = await ask(owner, flags({ channel: 'polly', 'parrot.perch': '123' }))
  expect(more).toContain('Parrot words')
  expect(more).not.toContain('Parrot: Perch')
})

test('a list takes spaces and commas, and says so, with an example', async () => {
  const { terminal, waiting } = await startChannels({ channel: 'parrot', 'parrot.perch': '123' })
  expect(terminal.unwrappedPrompt()).toContain(`What it says there. ${texts.example('hello')} ${texts.several}`)
  await terminal.press(' hello, pretty  polly,', enter)
  const { result } = await play(terminal, waiting, owner)
  expect(result.get('parrot.word')?.value).toEqual(['hello', 'pretty', 'polly'])
})

test('a wrong value is named under the prompt, with an example', async () => {
  const { terminal } = await startChannels({ channel: 'parrot' })
  await terminal.press('12', enter)
  expect(terminal.prompt()).toContain('└  "12" is not a perch (3 digits)\n   for instance 123')
})

test('a secret in a list is refused', async () => {
  const { terminal } = await startChannels({ channel: 'parrot', 'parrot.perch': '123' })
  await terminal.press('hello,sk-ant-api03-abcdefghijklmnopqrst', enter)
  expect(terminal.prompt()).toContain('this looks like a secret')
  expect(terminal.screen.text()).not.toContain('sk-ant')
})

test('a question that must be answered cannot be skipped', async () => {
  const { terminal, waiting } = await startChannels({ channel: 'parrot' })
  await terminal.press(enter, enter)
  expect(terminal.prompt()).toMatch(/▲ {2}Owner of the parrot[\s\S]*this is empty/u)
  await terminal.press('ada', enter)
  expect((await waiting).get('parrot.owner')?.value).toBe('ada')
})
