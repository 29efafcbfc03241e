import { expect, test } from 'vitest'
import { askOnlyChannels } from '../../src/ask/wizard.ts'
import { columnsOf } from '../../src/report/wrap.ts'
import { catalog } from '../support/answers.ts'
import { surroundings } from './asking.ts'
import { keys, play, Terminal } from './terminal.ts'

const [columns, rows] = [50, 24]

test.each(catalog.filter(({ questions }) => Object.keys(questions).length > 0).map((channel) => [channel.label, channel] as const))('the questions of %s fit a small terminal, say whose they are, and take their own examples', async (label, channel) => {
  const terminal = new Terminal({ columns, rows })
  const frames: string[] = []
  const examples = Object.values(channel.questions).flatMap((question) => (question.kind === 'choice' ? [] : [[question.label, question.example] as const]))
  const typed = new Proxy<Record<string, string[]>>({}, {
    get(_, title: string) {
      frames.push(terminal.prompt())
      const example = examples.find(([of]) => terminal.unwrappedPrompt().includes(of))?.[1]
      return title === '' ? [] : example === undefined ? [keys.enter] : [example, keys.enter]
    },
  })
  await play(terminal, askOnlyChannels([channel], undefined, new Map(), { surroundings, catalog: [...catalog], io: terminal.io }), typed)
  expect(frames.length).toBeGreaterThan(0)
  for (const frame of frames) {
    expect(frame.split('\n').length, frame).toBeLessThan(rows)
    expect(frame.split('\n').filter((line) => columnsOf(line) > columns), frame).toEqual([])
    expect(frame.toLowerCase()).toContain(label.split(' ')[0]!.toLowerCase())
  }
})
