import { describe, expect, test, onTestFinished, vi, type MockInstance } from 'vitest'
import { askFolder } from '../../src/ask/ask-folder.ts'
import { confirmPlan } from '../../src/ask/confirm.ts'
import { texts } from '../../src/ask/texts.ts'
import { askAnswers } from '../../src/ask/wizard.ts'
import { Cancelled } from '../../src/errors.ts'
import { ask, contextOf } from './asking.ts'
import { keys, play, Terminal } from './terminal.ts'

const { enter, down, up, space } = keys

/** A way through the wizard that meets every prompt. */
const longWay = {
  [texts.build.title]: [down, enter],
  [texts.model.title]: [up, enter],
  [texts.model.anotherTitle]: ['anthropic/claude-next', enter],
  [texts.channel.title]: ['parrot', space, enter],
  'Parrot: Perch': ['123', enter],
  'Owner of the parrot': ['ada', enter],
}
const { titles } = await ask(longWay)

test('the long way meets every prompt of the wizard', () => {
  expect(titles).toHaveLength(19)
})

describe.each(titles)('at "%s"', (title) => {
  test('Ctrl-C cancels and gives the terminal back', async () => {
    const terminal = new Terminal()
    const asked = play(terminal, askAnswers(new Map(), contextOf(terminal)), { ...longWay, [title]: [keys.ctrlC] })
    await expect(asked).rejects.toThrow(Cancelled)
    expect(terminal.raw).toBe(false)
    expect(terminal.screen.cursorHidden).toBe(false)
    expect(terminal.input.isPaused()).toBe(true)
  })

  test('fg after Ctrl-Z draws the question again, below what the shell wrote, and then it is as it was', async () => {
    const terminal = new Terminal()
    const asked = askAnswers(new Map(), contextOf(terminal))
    asked.catch(() => undefined)
    await play(terminal, untilPrompt(terminal, title), { ...longWay, [title]: [] })
    const before = terminal.prompt()
    await stopAndGoOn(terminal)
    expect(terminal.screen.text()).toContain(`$ fg\n│\n${before}`)
    await terminal.press(keys.ctrlC)
    await expect(asked).rejects.toThrow(Cancelled)
    expect(terminal.screen.text()).toContain(`$ fg\n│\n■  ${title}`)
  })

  test('the end of the input cancels', async () => {
    const terminal = new Terminal()
    const asked = askAnswers(new Map(), contextOf(terminal))
    asked.catch(() => undefined)
    await play(terminal, untilPrompt(terminal, title), { ...longWay, [title]: [] })
    terminal.input.end()
    await expect(asked).rejects.toThrow(Cancelled)
    expect(terminal.raw).toBe(false)
    expect(terminal.screen.cursorHidden).toBe(false)
  })
})

async function untilPrompt(terminal: Terminal, title: string): Promise<void> {
  while (terminal.title() !== title) await new Promise(setImmediate)
}

test.each([['Esc', keys.esc], ['Ctrl-D', keys.ctrlD]])('%s cancels', async (_, key) => {
  const terminal = new Terminal()
  const asked = askAnswers(new Map(), contextOf(terminal))
  asked.catch(() => undefined)
  await terminal.press('', key)
  await expect(asked).rejects.toThrow(Cancelled)
  expect(terminal.raw).toBe(false)
})

test('Ctrl-D with something typed is only a key', async () => {
  const terminal = new Terminal()
  const asked = askFolder(terminal.io, 'my-openclaw')
  await terminal.press('x', keys.ctrlD, enter)
  expect(await asked).toBe('x')
})

test.each([[texts.region.title, 'z\u007f'], [texts.release.title, 'z']])('Ctrl-D cancels at "%s" whatever was pressed there that is no part of the answer', async (title, pressed) => {
  const terminal = new Terminal()
  const asked = askAnswers(new Map(), contextOf(terminal))
  asked.catch(() => undefined)
  await play(terminal, untilPrompt(terminal, title), { [title]: [] })
  await terminal.press(pressed, keys.ctrlD)
  await expect(asked).rejects.toThrow(Cancelled)
})

test('Ctrl-D cancels at the summary after a letter that is none of its answers', async () => {
  const terminal = new Terminal()
  const asked = confirmPlan('app: ada', terminal.io)
  asked.catch(() => undefined)
  await terminal.press('z', keys.ctrlD)
  await expect(asked).rejects.toThrow(Cancelled)
})

test('an input that has ended before cancels at once', async () => {
  const terminal = new Terminal()
  terminal.input.end().resume()
  await new Promise((resolve) => terminal.input.once('end', resolve))
  await expect(askAnswers(new Map(), contextOf(terminal))).rejects.toThrow(Cancelled)
  expect(terminal.screen.text()).toBe('')
})

test('Ctrl-Z stops whoever started the program too, and after fg a prompt hears its keys again', async () => {
  const kill = stopNothing()
  const modes: boolean[] = []
  const terminal = new Terminal()
  Object.assign(terminal.input, { setRawMode: (raw: boolean) => modes.push(raw) })
  const asked = askFolder(terminal.io, 'my-openclaw')
  await terminal.press('a', keys.ctrlZ)
  expect(kill.mock.calls).toEqual([[0, 'SIGTSTP']])
  expect(modes.at(-1)).toBe(false)
  process.emit('SIGCONT', 'SIGCONT')
  expect(modes.at(-1)).toBe(true)
  await terminal.press('da', enter)
  expect(await asked).toBe('ada')
})

test('Ctrl-Z at an answer that was refused leaves what the shell wrote alone', async () => {
  const terminal = new Terminal()
  const asked = askAnswers(new Map(), contextOf(terminal))
  asked.catch(() => undefined)
  await terminal.press('a b!', enter)
  expect(terminal.prompt()).toMatch(/^▲/u)
  await stopAndGoOn(terminal)
  expect(terminal.screen.text()).toContain('$ fg\n│\n◆')
  expect(terminal.screen.text().split('a b!')).toHaveLength(3)
  await terminal.press(keys.ctrlC)
  await expect(asked).rejects.toThrow(Cancelled)
})

test('a window that got another size while the program was stopped is drawn on as it is', async () => {
  const terminal = new Terminal()
  const asked = askAnswers(new Map(), contextOf(terminal))
  asked.catch(() => undefined)
  await play(terminal, untilPrompt(terminal, texts.app.title), { [texts.app.title]: [] })
  const resize = (): void => void (terminal.output.columns = 40)
  process.once('SIGWINCH', resize)
  onTestFinished(() => void process.off('SIGWINCH', resize))
  await stopAndGoOn(terminal)
  expect(Math.max(...terminal.prompt().split('\n').map((line) => line.length))).toBeLessThanOrEqual(40)
  await terminal.press(keys.ctrlC)
  await expect(asked).rejects.toThrow(Cancelled)
})

test('two Ctrl-Z that stop nothing, and then Ctrl-C, leave the terminal as it was', async () => {
  stopNothing()
  const terminal = new Terminal()
  const asked = askFolder(terminal.io, 'my-openclaw')
  asked.catch(() => undefined)
  await terminal.press(keys.ctrlZ + keys.ctrlZ + keys.ctrlC)
  await expect(asked).rejects.toThrow(Cancelled)
  await new Promise((resolve) => setTimeout(resolve, 120))
  expect(terminal.raw).toBe(false)
  expect(terminal.screen.cursorHidden).toBe(false)
})

/** @param instead what happens instead of a stop */
function stopNothing(instead = (): true => true): MockInstance<typeof process.kill> {
  const kill = vi.spyOn(process, 'kill').mockImplementation(instead)
  onTestFinished(() => kill.mockRestore())
  return kill
}

/** Ctrl-Z, and fg in the shell. The program stops in the very call, and goes on from there. */
async function stopAndGoOn(terminal: Terminal): Promise<void> {
  stopNothing(() => {
    expect(terminal.screen.cursorHidden).toBe(false)
    terminal.screen.write('\n$ fg\n')
    return true
  })
  await terminal.press(keys.ctrlZ)
  process.emit('SIGCONT', 'SIGCONT')
  expect(terminal.screen.cursorHidden).toBe(true)
}

test('what was typed before there was a prompt stays, and its Enter, a line feed, answers nothing', async () => {
  const terminal = new Terminal()
  const asked = askFolder(terminal.io, 'my-openclaw')
  await terminal.press('mybot\n')
  expect(terminal.prompt()).toContain('mybot')
  await terminal.press(enter)
  expect(await asked).toBe('mybot')
})

test('what ends the program ends a prompt, and the next is not asked', async () => {
  const [terminal, stop] = [new Terminal(), new AbortController()]
  const io = { ...terminal.io, signal: stop.signal }
  const asked = askFolder(io, 'my-openclaw')
  asked.catch(() => undefined)
  await terminal.press('')
  stop.abort()
  await expect(asked).rejects.toThrow(Cancelled)
  expect(terminal.raw).toBe(false)
  await expect(askFolder(io, 'my-openclaw')).rejects.toThrow(Cancelled)
})

test.each(['keypress', 'end', 'close', 'error'])('nothing listens to "%s" any more after the last prompt', async (event) => {
  const { terminal } = await ask()
  expect(terminal.input.listenerCount(event)).toBe(new Terminal().input.listenerCount(event))
})

test('the folder and the summary can be cancelled', async () => {
  for (const start of [(io: Terminal['io']) => askFolder(io, 'my-openclaw'), (io: Terminal['io']) => confirmPlan('app: ada', io)]) {
    const terminal = new Terminal()
    await expect(play<unknown>(terminal, start(terminal.io), { [texts.folder.title]: [keys.ctrlC], [texts.confirm.question]: [keys.ctrlC] })).rejects.toThrow(Cancelled)
  }
})
