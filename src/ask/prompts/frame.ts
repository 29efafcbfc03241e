import type { Writable } from 'node:stream'
import { styleText } from 'node:util'
import { S_BAR, S_BAR_END, symbol } from '@clack/prompts'
import { wrapTextWithPrefix, type State } from '@clack/core'
import { columnsOf } from '../io.ts'

/** One prompt as it looks now: clack's own frames neither wrap nor take a help text. */
export interface Frame {
  readonly state: State
  readonly title: string
  readonly help?: string | undefined
  /** Lines no wider than `bodyWidth`. */
  readonly body: readonly string[]
  /** The keys, or what is wrong. */
  readonly foot?: string | undefined
  /** Replaces help, body and foot once the prompt is answered. */
  readonly answer: string
}

const BAR_WIDTH = 3

export function bodyWidth(output: Writable): number {
  return columnsOf(output) - BAR_WIDTH
}

export function wrap(text: string, width: number): string[] {
  // Of the output only its width is read.
  const output = { columns: width } as unknown as Writable
  const [first = '', ...rest] = wrapTextWithPrefix(output, text, '').split('\n')
  // A space that did not fit begins the next line.
  return [first.trimEnd(), ...rest.map((line) => line.trim())]
}

export function drawFrame(frame: Frame, output: Writable): string {
  const { state } = frame
  const width = bodyWidth(output)
  const bar = styleText(barColor(state), S_BAR)
  const [first = '', ...rest] = wrap(frame.title, width)
  const head = [styleText('gray', S_BAR), `${symbol(state)}  ${first}`, ...prefix(bar, rest)]
  if (state === 'cancel') return head.join('\n')
  if (state === 'submit') return [...head, ...prefix(bar, dim(wrap(frame.answer, width)))].join('\n')
  const help = frame.help === undefined ? [] : dim(wrap(frame.help, width))
  return [...head, ...prefix(bar, [...help, ...frame.body]), ...drawFoot(frame, width)].join('\n')
}

/** How many lines of a frame are not its body. */
export function countFrameLines(frame: Omit<Frame, 'body'>, output: Writable): number {
  return drawFrame({ ...frame, body: [] }, output).split('\n').length
}

/** What is wrong is said in the terminal's own colour: yellow cannot be read on white. */
function drawFoot({ state, foot }: Frame, width: number): string[] {
  const end = styleText(barColor(state), S_BAR_END)
  const [first, ...rest] = foot === undefined ? [] : wrap(foot, width).map((line) => (state === 'error' ? line : styleText('dim', line)))
  return first === undefined ? [end] : [`${end}  ${first}`, ...prefix(' ', rest)]
}

function prefix(bar: string, lines: readonly string[]): string[] {
  return lines.map((line) => `${bar}  ${line}`)
}

function dim(lines: readonly string[]): string[] {
  return lines.map((line) => styleText('dim', line))
}

function barColor(state: State): 'gray' | 'yellow' | 'cyan' {
  if (state === 'submit' || state === 'cancel') return 'gray'
  return state === 'error' ? 'yellow' : 'cyan'
}
