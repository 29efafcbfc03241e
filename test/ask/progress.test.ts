import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startProgress } from '../../src/ask/progress.ts'
import { Terminal } from './terminal.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a terminal shows one line that counts', () => {
  const terminal = new Terminal()
  const progress = startProgress(terminal.io, 'Cloning')
  progress.update(1_500_000, 15_000_000)
  vi.advanceTimersByTime(100)
  expect(terminal.screen.text()).toMatch(/^│\n. {2}Cloning {2}1\.5 MB of 15\.0 MB$/u)
  progress.update(0, undefined, 'Unpacking')
  vi.advanceTimersByTime(100)
  expect(terminal.screen.text()).toMatch(/^│\n. {2}Unpacking$/u)
})

test('the line ends as what came of it', () => {
  for (const [end, line] of [['succeed', '◇  Done'], ['fail', '▲  Done']] as const) {
    const terminal = new Terminal()
    startProgress(terminal.io, 'Cloning')[end]('Done')
    vi.advanceTimersByTime(1000)
    expect(terminal.screen.text()).toBe(`│\n${line}`)
  }
})

test('what came of it is broken between words', () => {
  const terminal = new Terminal({ columns: 24 })
  startProgress(terminal.io, 'Cloning').fail('Not cloned: no connection to github.com')
  expect(terminal.screen.text()).toBe('│\n▲  Not cloned: no\n   connection to\n   github.com')
})

test('nothing is drawn after the end, and Ctrl-C is left alone', () => {
  const terminal = new Terminal()
  const before = process.listenerCount('SIGINT')
  const progress = startProgress(terminal.io, 'Cloning')
  expect(process.listenerCount('SIGINT')).toBe(before)
  expect(terminal.raw).toBe(false)
  progress.succeed('Done')
  expect(vi.getTimerCount()).toBe(0)
})

test('a dumb terminal gets no line that is drawn over', () => {
  const terminal = new Terminal()
  startProgress({ ...terminal.io, env: { TERM: 'dumb' } }, 'Cloning').succeed('Done')
  expect(terminal.screen.text()).toBe('Cloning\nDone')
})

test('without a terminal there is one line at the start and one at the end', () => {
  const terminal = new Terminal({ isTTY: false })
  const progress = startProgress(terminal.io, 'Cloning')
  progress.update(10, 20)
  progress.succeed('Cloned')
  vi.advanceTimersByTime(1000)
  expect(terminal.screen.text()).toBe('Cloning\nCloned')
})

test('a long label does not wrap', () => {
  const terminal = new Terminal({ columns: 20 })
  startProgress(terminal.io, 'a label that is wider than the terminal').update(1)
  expect(terminal.screen.text().split('\n').every((line) => line.length < 20)).toBe(true)
})
