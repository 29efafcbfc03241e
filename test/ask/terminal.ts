import { PassThrough, Writable } from 'node:stream'
import { setImmediate as tick } from 'node:timers/promises'
import type { AskIo } from '../../src/ask/io.ts'
import { Screen } from './screen.ts'

export const keys = { enter: '\r', up: '\u001b[A', down: '\u001b[B', space: ' ', ctrlC: '\u0003', ctrlD: '\u0004', ctrlU: '\u0015', ctrlZ: '\u001a', esc: '\u001b', shiftTab: '\u001b[Z' } as const

/** A terminal with somebody who types: prompts draw on its screen and read its keys. */
export class Terminal {
  readonly screen = new Screen()
  readonly input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (raw: boolean) => void (this.raw = raw) })
  readonly output: Writable & { columns: number; rows: number; isTTY: boolean }
  readonly io: AskIo
  raw = false

  constructor({ columns = 80, rows = 24, isTTY = true } = {}) {
    const write = (chunk: Buffer, _: unknown, done: () => void): void => {
      this.screen.write(chunk.toString())
      done()
    }
    this.output = Object.assign(new Writable({ write }), { columns, rows, isTTY })
    this.io = { input: this.input, output: this.output }
  }

  /** The prompt that waits for an answer, as it looks now. */
  prompt(): string {
    const lines = this.screen.text().split('\n')
    const start = lines.findLastIndex((line) => /^[◆▲◇■]/u.test(line))
    return /^[◆▲]/u.test(lines[start] ?? '') ? lines.slice(start).join('\n') : ''
  }

  /** The same without the line breaks that the width of the terminal made. */
  unwrappedPrompt(): string {
    return this.prompt().replaceAll(/\n(?:│| ) +/gu, ' ')
  }

  title(): string {
    return this.prompt().split('\n')[0]?.slice(3) ?? ''
  }

  async press(...pressed: readonly string[]): Promise<void> {
    for (const key of pressed) {
      this.input.write(key)
      await settle()
    }
  }
}

/**
 * Answers every prompt until `run` is done: with the keys written down for its title, with Enter otherwise.
 * Gives the titles in order, and what came out.
 */
export async function play<T>(terminal: Terminal, run: Promise<T>, typed: Readonly<Record<string, readonly string[]>> = {}): Promise<{ readonly result: T; readonly titles: readonly string[] }> {
  const titles: string[] = []
  const finished = run.then((result) => ({ result }))
  for (;;) {
    const outcome = await Promise.race([finished, settle()])
    if (outcome !== undefined) return { ...outcome, titles }
    const title = terminal.title()
    if (titles.includes(title)) throw new Error(`the keys for ${title} do not answer it:\n${terminal.prompt()}`)
    titles.push(title)
    await terminal.press(...(typed[title] ?? [keys.enter]))
  }
}

/** Lets streams and promises finish what they have begun. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await tick()
}
