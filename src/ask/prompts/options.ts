import type { Writable } from 'node:stream'
import { styleText } from 'node:util'
import { limitOptions } from '@clack/prompts'
import { bodyWidth, countFrameLines, wrap, type Frame } from './frame.ts'

export interface Option<T> {
  readonly value: T
  readonly label: string
  /** What it means, or what it costs. */
  readonly hint?: string | undefined
  /** More words that a search finds it by. */
  readonly words?: string | undefined
}

export interface OptionList<T> {
  readonly options: readonly Option<T>[]
  readonly cursor: number
  /** The circle or box before the label, and how wide it is with its space. */
  readonly mark: (option: Option<T>, active: boolean) => string
  readonly markWidth: number
  readonly frame: Omit<Frame, 'body'>
  readonly output: Writable
  /** Lines of the body above the list. */
  readonly above?: number
}

const MOST_OPTIONS = 8

/** The part of the list around the cursor that fits the terminal. */
export function drawOptions<T>({ options, cursor, mark, markWidth, frame, output, above = 0 }: OptionList<T>): string[] {
  const width = bodyWidth(output) - markWidth
  // Hints stand beside the labels only where all of them have room there.
  const beside = options.every(({ label, hint }) => hint === undefined || label.length + hint.length + 2 <= width)
  const style = (option: Option<T>, active: boolean): string => {
    const [first = '', ...rest] = drawOption(option, active, beside, width)
    return [`${mark(option, active)} ${first}`, ...rest.map((line) => `${' '.repeat(markWidth)}${line}`)].join('\n')
  }
  const rowPadding = countFrameLines(frame, output) + above
  return limitOptions({ options, cursor, style, output, maxItems: MOST_OPTIONS, rowPadding }).flatMap((line) => line.split('\n'))
}

function drawOption<T>({ label, hint }: Option<T>, active: boolean, beside: boolean, width: number): string[] {
  const labels = wrap(label, width).map((line) => (active ? line : styleText('dim', line)))
  if (hint === undefined) return labels
  if (beside) return [`${labels.join('')}  ${styleText('dim', hint)}`]
  return [...labels, ...wrap(hint, width).map((line) => styleText('dim', line))]
}

export function labelsOf<T>(options: readonly Option<T>[], values: readonly T[]): string[] {
  return values.flatMap((value) => options.find((option) => option.value === value)?.label ?? [])
}
