import { expect, test } from 'vitest'
import { SECRET_HINT } from '../../src/answers/values.ts'
import { texts } from '../../src/ask/texts.ts'
import { askAnswers } from '../../src/ask/wizard.ts'
import { Cancelled } from '../../src/errors.ts'
import { contextOf } from './asking.ts'
import { keys, play, Terminal } from './terminal.ts'

const { enter } = keys
const token = 'sk-ant-api03-abcdefghijklmnopqrst'

function start(terminal = new Terminal()) {
  const waiting = askAnswers(new Map(), contextOf(terminal))
  waiting.catch(() => undefined)
  return { terminal, waiting }
}

test('a wrong app name is named with a better one, and the right one taken', async () => {
  const { terminal, waiting } = start()
  await terminal.press('', 'My App', enter)
  expect(terminal.prompt()).toContain('▲  Name of the Fly app')
  expect(terminal.prompt()).toContain('│  My App█\n└  "My App": an app name has no capital letters\n   for instance my-app')
  await terminal.press(keys.ctrlU, 'my-app', enter)
  expect((await play(terminal, waiting)).result.get('app')?.value).toBe('my-app')
})

test('the suggestion is in view, and taken with Enter', async () => {
  const { terminal } = start()
  await terminal.press('')
  expect(terminal.prompt()).toContain(`│  █ada-claw\n└  ${texts.keys.takes}`)
  await terminal.press(enter)
  expect(terminal.screen.text()).toContain('◇  Name of the Fly app\n│  ada-claw\n')
})

test('spaces alone take the suggestion too', async () => {
  const { terminal, waiting } = start()
  await terminal.press('', '  ', enter)
  expect((await play(terminal, waiting)).result.get('app')?.value).toBe('ada-claw')
})

test('a pasted secret is refused and leaves the screen', async () => {
  const { terminal, waiting } = start()
  await terminal.press('', token)
  expect(terminal.screen.text()).not.toContain('abcdef')
  await terminal.press(enter)
  expect(terminal.prompt()).toContain('this looks like a secret')
  expect(terminal.unwrappedPrompt()).toContain(SECRET_HINT)
  await terminal.press('ada', enter)
  const { result } = await play(terminal, waiting)
  expect(result.get('app')?.value).toBe('ada')
  expect(terminal.screen.text()).not.toContain('sk-ant')
})

test('a secret in the prompt leaves the screen when the person cancels', async () => {
  const { terminal, waiting } = start()
  await terminal.press('', token, keys.ctrlC)
  await expect(waiting).rejects.toThrow(Cancelled)
  expect(terminal.screen.text()).not.toContain('sk-ant')
})

test.each([[80, 24], [50, 20], [30, 12]])('no line is wider than a terminal of %i columns', async (columns, rows) => {
  const terminal = new Terminal({ columns, rows })
  await play(terminal, start(terminal).waiting, { [texts.app.title]: ['My App', enter, keys.ctrlU, enter], [texts.build.title]: [keys.down, enter] })
  expect(terminal.screen.widest).toBeLessThanOrEqual(columns)
})
