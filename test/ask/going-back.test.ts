import { describe, expect, test } from 'vitest'
import { defaultAnswers } from '../../src/answers/defaults.ts'
import { confirmPlan } from '../../src/ask/confirm.ts'
import { goingBack } from '../../src/ask/going-back.ts'
import { texts } from '../../src/ask/texts.ts'
import { askAnswers } from '../../src/ask/wizard.ts'
import { Cancelled } from '../../src/errors.ts'
import { defineChannel } from '../../src/channels/define.ts'
import { contextOf, flags, surroundings } from './asking.ts'
import { keys, Terminal } from './terminal.ts'

const { enter, down, space, shiftTab } = keys

/** A channel that a service calls, unless it is told to ask. */
const pigeon = defineChannel({
  id: 'pigeon', label: 'Pigeon', hint: 'carries letters', since: '2026.9.3', docs: 'https://example.com/pigeon', aliases: [], secrets: {},
  questions: { way: { label: 'Way', help: 'Who comes to whom.', kind: 'choice', choices: [{ value: 'called', label: 'Called' }, { value: 'asking', label: 'Asking' }], default: 'called' } },
  fly: { webhook: { path: '/pigeon', when: { question: 'way', is: ['called'] } } },
  eras: [{ since: '2026.9.3', config: () => ({}) }], runbook: '',
})

function start(values: Readonly<Record<string, unknown>> = {}, without: readonly string[] = []) {
  const terminal = new Terminal({ rows: 60 })
  const given = new Map([...defaultAnswers(surroundings), ...flags({ org: 'ada', domain: 'ada.example', fallback: [], channel: [], ...values })])
  for (const key of without) given.delete(key)
  const waiting = goingBack(terminal.io, (io) => askAnswers(given, { ...contextOf(terminal), catalog: [...contextOf(terminal).catalog, pigeon], io }))
  waiting.catch(() => undefined)
  return { terminal, waiting }
}

describe('Shift-Tab', () => {
  test('asks the question before once more, with what was answered there, to keep or to change', async () => {
    const { terminal, waiting } = start({}, ['app', 'region'])
    await terminal.press('', 'first-name', enter)
    expect(terminal.title()).toBe(texts.region.title)
    await terminal.press(shiftTab)
    expect(terminal.title()).toBe(texts.app.title)
    expect(terminal.prompt()).toContain('first-name')
    await terminal.press('-2', enter, enter)
    expect((await waiting).get('app')?.value).toBe('first-name-2')
  })

  test('goes back over several questions, one at a time, over a skipped one too', async () => {
    const { terminal } = start({}, ['app', 'org', 'region'])
    await terminal.press('', enter, enter)
    expect(terminal.title()).toBe(texts.region.title)
    await terminal.press(shiftTab)
    expect(terminal.title()).toBe(texts.org.title)
    await terminal.press(shiftTab)
    expect(terminal.title()).toBe(texts.app.title)
  })

  test('asks what follows from the answer that changes', async () => {
    const { terminal } = start({}, ['access', 'domain', 'size'])
    await terminal.press('', down, enter)
    expect(terminal.title()).toBe(texts.size.title)
    await terminal.press(shiftTab, keys.up, enter)
    expect(terminal.title()).toBe(texts.domain.title)
  })

  test('proposes what was answered before wherever it is asked again: a text, one of a few, one of many, and some of many', async () => {
    const { terminal, waiting } = start({}, ['app', 'region', 'access', 'domain', 'channel'])
    await terminal.press('', 'claw', enter, 'tokyo', enter, down, enter, 'parrot', space, enter)
    await terminal.press(...Array.from({ length: 4 }, () => shiftTab))
    expect(terminal.title()).toBe(texts.app.title)
    await terminal.press(...Array.from({ length: 4 }, () => enter))
    expect(terminal.title()).toBe('Parrot: Perch')
    await terminal.press('123', enter, enter, 'ada', enter)
    const answers = await waiting
    expect(['app', 'region', 'access', 'channel'].map((key) => answers.get(key)?.value)).toEqual(['claw', 'nrt', 'private', ['parrot']])
  })

  test('does nothing in the first question', async () => {
    const { terminal } = start({}, ['app'])
    await terminal.press('', shiftTab)
    expect(terminal.title()).toBe(texts.app.title)
    expect(terminal.screen.text()).not.toContain('■')
  })

  test('leaves the summary for the last question, and the summary says so', async () => {
    const terminal = new Terminal({ rows: 60 })
    const given = new Map([...defaultAnswers(surroundings), ...flags({ org: 'ada', domain: 'ada.example', channel: [] })])
    given.delete('app')
    given.delete('fallback')
    const waiting = goingBack(terminal.io, async (io) => {
      const answers = await askAnswers(given, { ...contextOf(terminal), io })
      return [answers.get('app')?.value, await confirmPlan('the plan', io)] as const
    })
    await terminal.press('', 'claw', enter, enter)
    expect(terminal.screen.text()).toContain(texts.confirm.back)
    await terminal.press(shiftTab)
    expect(terminal.title()).toBe(texts.fallback.title)
    await terminal.press(enter, enter)
    expect(await waiting).toEqual(['claw', true])
  })

  test('takes what was typed off the screen', async () => {
    const { terminal } = start({}, ['app', 'org'])
    await terminal.press('', enter, 'half-a-name', shiftTab)
    expect(terminal.title()).toBe(texts.app.title)
    expect(terminal.screen.text()).not.toContain('half-a-name')
    expect(terminal.screen.text()).toContain(`■  ${texts.org.title}\n│\n◆`)
  })

  test('Ctrl-C still cancels after it', async () => {
    const { terminal, waiting } = start({}, ['app', 'region'])
    await terminal.press('', enter, shiftTab, keys.ctrlC)
    await expect(waiting).rejects.toThrow(Cancelled)
    expect(terminal.raw).toBe(false)
  })
})

describe('a channel that does not go with the access', () => {
  test('is told at once, and either can be changed', async () => {
    const { terminal, waiting } = start({}, ['access', 'domain', 'channel'])
    await terminal.press('', down, enter, 'pigeon', space, enter, enter)
    expect(terminal.title()).toBe(texts.misfit.title)
    expect(terminal.screen.text()).toMatch(/Pigeon is called from the internet/u)
    await terminal.press(down, enter)
    expect(terminal.title()).toBe(texts.access.title)
    await terminal.press(enter, enter, 'pigeon', space, enter, enter)
    expect((await waiting).get('access')?.value).toBe('public')
  })

  test('leaves the channels ticked that were chosen, for one answer of one of them may be what is wrong', async () => {
    const { terminal, waiting } = start({}, ['access', 'domain', 'channel'])
    await terminal.press('', down, enter, 'pigeon', space, enter, enter)
    expect(terminal.title()).toBe(texts.misfit.title)
    await terminal.press(enter)
    expect(terminal.prompt()).toContain(texts.selected(1))
    await terminal.press(enter, down, enter)
    expect((await waiting).get('pigeon.way')?.value).toBe('asking')
  })

  test('goes back to the first question about channels where the access was given', async () => {
    const { terminal, waiting } = start({ access: 'private', channel: ['pigeon'] }, ['domain'])
    await terminal.press('', enter)
    expect(terminal.screen.text()).toMatch(/Pigeon is called from the internet/u)
    expect(terminal.title()).toBe('Pigeon: Way')
    await terminal.press(down, enter)
    expect((await waiting).get('pigeon.way')?.value).toBe('asking')
  })

  test('is left to the report of all mistakes where nothing of it was asked', async () => {
    const { waiting } = start({ access: 'private', channel: ['pigeon'], 'pigeon.way': 'called' }, ['domain'])
    expect((await waiting).get('access')?.value).toBe('private')
  })
})
