import { describe, expect, test } from 'vitest'
import { askConflict, type ConflictQuestion } from '../../src/ask/ask-conflict.ts'
import { texts } from '../../src/ask/texts.ts'
import { keys, play, Terminal } from './terminal.ts'

const title = 'fly.toml: vm[0].memory'
const question: ConflictQuestion = { title, lines: ['was    "3gb"', 'yours  "8gb"', 'new    "4gb"'], findFault: (text) => (text.startsWith('"') ? undefined : 'a text stands in quotes') }

async function answer(typed: Readonly<Record<string, readonly string[]>>, asked = question) {
  const terminal = new Terminal()
  const { result } = await play(terminal, askConflict(terminal.io, asked), typed)
  return { result, screen: terminal.screen.text() }
}

describe('a place that both sides changed', () => {
  test('is shown with the three values, and stays the person\'s with Enter', async () => {
    const { result, screen } = await answer({})
    expect(result).toEqual({ kind: 'mine' })
    expect(screen).toMatch(/was {4}"3gb"[^]*yours {2}"8gb"[^]*new {4}"4gb"[^]*fly\.toml: vm\[0\]\.memory/)
  })

  test('takes the new value, or is left for later', async () => {
    expect((await answer({ [title]: [keys.down, keys.enter] })).result).toEqual({ kind: 'new' })
    expect((await answer({ [title]: [keys.up, keys.enter] })).result).toEqual({ kind: 'later' })
  })

  test('takes a value that is typed, once it is one', async () => {
    const { result, screen } = await answer({ [title]: [keys.down, keys.down, keys.enter], [texts.conflict.value]: ['6gb', keys.enter, keys.ctrlU, '"6gb"', keys.enter] })
    expect(result).toEqual({ kind: 'typed', text: '"6gb"' })
    expect(screen).not.toContain('6gb█')
  })

  test('offers no typing where lines are concerned', async () => {
    const { screen } = await answer({}, { ...question, findFault: undefined })
    expect(screen).not.toContain(texts.conflict.typed)
  })
})
