import { expect, test } from 'vitest'
import { askFolder } from '../../src/ask/ask-folder.ts'
import { confirmChange } from '../../src/ask/ask-conflict.ts'
import { confirmPlan } from '../../src/ask/confirm.ts'
import { showIntro, showMessage, showWarning } from '../../src/ask/messages.ts'
import { texts } from '../../src/ask/texts.ts'
import { keys, play, Terminal } from './terminal.ts'

test('the summary is shown before the question', async () => {
  const terminal = new Terminal()
  const { result } = await play(terminal, confirmPlan('app     ada-claw\nregion  cdg', terminal.io))
  expect(result).toBe(true)
  expect(terminal.screen.text()).toMatch(/Summary[\s\S]*app {5}ada-claw[\s\S]*region {2}cdg[\s\S]*Write this deployment\?/u)
})

test('no is an answer', async () => {
  const terminal = new Terminal()
  const { result } = await play(terminal, confirmPlan('app: ada', terminal.io), { [texts.confirm.question]: ['n'] })
  expect(result).toBe(false)
  expect(terminal.screen.text()).toMatch(/◇ {2}Write this deployment\?\n│ {2}No$/u)
})

test.each(['update', 'adopt'] as const)('the last question of %s takes y and n at once, and Enter for yes', async (what) => {
  for (const [key, answer] of [['y', true], ['n', false], [keys.enter, true]] as const) {
    const terminal = new Terminal({ columns: 40 })
    const { result } = await play(terminal, confirmChange(terminal.io, what), { [texts[what].question]: [key] })
    expect(result).toBe(answer)
    expect(terminal.screen.widest).toBeLessThanOrEqual(40)
  }
})

test('Enter that was pressed before the summary stood there neither answers it nor moves it to No', async () => {
  const terminal = new Terminal()
  const asked = confirmPlan('app: ada', terminal.io)
  await terminal.press('\n', '\n\n')
  expect(terminal.prompt()).toContain('● Yes')
  await terminal.press(keys.enter)
  expect(await asked).toBe(true)
})

test('the folder has a suggestion', async () => {
  const terminal = new Terminal()
  expect((await play(terminal, askFolder(terminal.io, 'my-openclaw'))).result).toBe('my-openclaw')
})

test('the folder may be any path', async () => {
  const terminal = new Terminal()
  const { result } = await play(terminal, askFolder(terminal.io, 'my-openclaw'), { [texts.folder.title]: ['../Ada Claw', keys.enter] })
  expect(result).toBe('../Ada Claw')
})

test('messages wrap beside the bar', () => {
  const terminal = new Terminal({ columns: 24 })
  showIntro(terminal.io)
  showMessage(terminal.io, 'a message that is longer than a line')
  showWarning(terminal.io, 'a warning that is longer than a line')
  const text = terminal.screen.text()
  expect(text).toContain('│  a message that is\n│  longer than a line')
  expect(text).toContain('▲  a warning that is\n│  longer than a line')
})
