import { styleText } from 'node:util'
import { isTTY, S_BAR, S_STEP_ERROR, S_STEP_SUBMIT, unicodeOr } from '@clack/prompts'
import { columnsOf, type AskIo } from './io.ts'
import { bodyWidth, wrap } from './prompts/frame.ts'
import { texts } from './texts.ts'

export interface Progress {
  /** Bytes so far, of how many where that is known; `phase` replaces the label. */
  update(bytes: number, total?: number, phase?: string): void
  succeed(text: string): void
  fail(text: string): void
}

interface ProgressIo extends Pick<AskIo, 'output'> {
  readonly env?: Readonly<Record<string, string | undefined>>
}

/**
 * One line that lives while something takes time; without a terminal, or at a dumb one, one line at the start and one at the end.
 * Clack's spinner is not used: it takes Ctrl-C for itself and exits with 0, in the middle of whatever is going on.
 */
export function startProgress(io: ProgressIo, label: string): Progress {
  return isTTY(io.output) && io.env?.TERM !== 'dumb' ? startLiveLine(io.output, label) : startPlainLines(io.output, label)
}

function startPlainLines(output: AskIo['output'], label: string): Progress {
  const print = (text: string): void => void output.write(`${text}\n`)
  print(label)
  return { update: () => undefined, succeed: print, fail: print }
}

const frames = unicodeOr('◒◐◓◑', '•oO0')
const FRAME_MS = 80
const CLEAR_LINE = '\r\u001b[2K'

function startLiveLine(output: AskIo['output'], label: string): Progress {
  let text = label
  let frame = 0
  const draw = (): void => {
    const mark = styleText('magenta', frames[frame++ % frames.length] ?? '')
    output.write(`${CLEAR_LINE}${mark}  ${fit(text, output)}`)
  }
  const end = (mark: string, final: string): void => {
    clearInterval(timer)
    output.write(`${CLEAR_LINE}${mark}  ${wrap(final, bodyWidth(output)).join('\n   ')}\n`)
  }
  output.write(`${styleText('gray', S_BAR)}\n`)
  draw()
  const timer = setInterval(draw, FRAME_MS).unref()
  return {
    update(bytes, total, phase = label) {
      text = bytes > 0 ? `${phase}  ${formatBytes(bytes, total)}` : phase
    },
    succeed: (final) => end(styleText('green', S_STEP_SUBMIT), final),
    fail: (final) => end(styleText('red', S_STEP_ERROR), final),
  }
}

/** A line that wraps could not be drawn over. */
function fit(text: string, output: AskIo['output']): string {
  return text.slice(0, columnsOf(output) - 4)
}

function formatBytes(bytes: number, total: number | undefined): string {
  const done = texts.megabytes((bytes / 1e6).toFixed(1))
  return total === undefined ? done : texts.of(done, texts.megabytes((total / 1e6).toFixed(1)))
}
