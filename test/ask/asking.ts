import type { Given, GivenValue } from '../../src/answers/given.ts'
import { askAnswers, type AskContext } from '../../src/ask/wizard.ts'
import { defineChannel } from '../../src/channels/define.ts'
import { newestRelease } from '../../src/releases/catalogue.ts'
import { play, Terminal } from './terminal.ts'

/** A channel of the tests' own, so that they do not change with the presets. */
export const parrot = defineChannel({
  id: 'parrot',
  label: 'Parrot',
  hint: 'repeats what you say',
  since: '2026.9.3',
  docs: 'https://example.com/parrot',
  aliases: ['polly'],
  secrets: {},
  questions: {
    perch: { label: 'Perch', help: 'Where it sits.', kind: 'text', pattern: '^[0-9]{3}$', form: 'a perch (3 digits)', example: '123' },
    word: { label: 'Parrot words', help: 'What it says there.', kind: 'list', pattern: '^[a-z]{1,9}$', form: 'a word', example: 'hello', when: { question: 'perch' } },
    owner: { label: 'Owner of the parrot', help: 'Who feeds it.', kind: 'text', pattern: '^[a-z]{1,9}$', form: 'a name', example: 'ada', required: true },
  },
  eras: [{ since: '2026.9.3', config: () => ({}) }],
  runbook: '',
})

export const crow = defineChannel({
  id: 'crow', label: 'Crow', hint: 'caws', since: newestRelease, docs: 'https://example.com/crow', aliases: [],
  secrets: {}, questions: {}, eras: [{ since: newestRelease, config: () => ({}) }], runbook: '',
})

export const surroundings = { folder: 'ada-claw', timeZone: 'Europe/Paris' }

export function contextOf(terminal: Terminal): AskContext {
  return { surroundings, catalog: [crow, parrot], io: terminal.io }
}

export function flags(values: Readonly<Record<string, unknown>>): Given {
  return new Map(Object.entries(values).map(([key, value]): [string, GivenValue] => [key, { value, where: `--${key}`, layer: 'flag' }]))
}

/** Goes through the wizard; `answers` are the values that the person gave. */
export async function ask(typed: Readonly<Record<string, readonly string[]>> = {}, given: Given = new Map(), terminal = new Terminal()) {
  const { result, titles } = await play(terminal, askAnswers(given, contextOf(terminal)), typed)
  const prompted = [...result].filter(([, { layer }]) => layer === 'prompt').map(([key, { value }]) => [key, value] as const)
  return { given: result, answers: Object.fromEntries(prompted) as Readonly<Record<string, unknown>>, titles, terminal }
}
