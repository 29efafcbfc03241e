import { isCancel } from '@clack/core'
import { Cancelled } from '../../errors.ts'
import { Back, type AskIo } from '../io.ts'
import { resume, suspend } from './suspend.ts'

/** What every prompt gets. */
export type Common = Pick<AskIo, 'input' | 'output'> & { readonly signal: AbortSignal }

/** A prompt of clack, as far as it is needed here: its own type has undefined for what is never left empty. */
export interface Prompt<T> {
  readonly prompt: () => Promise<T | symbol>
  /** What was typed, where that is a part of the answer. */
  readonly userInput: string
}

interface Key {
  name?: string
  readonly ctrl?: boolean
  readonly shift?: boolean
}

/**
 * Waits for one prompt. Clack knows Ctrl-C and Esc, but waits forever when the input ends or Ctrl-D closes it: both
 * cancel here. Shift-Tab goes back, where there is something to go back to.
 * @param create gets what was answered here before somebody went back, of the same type as its prompt gives
 * @throws Cancelled, Back
 */
export async function runPrompt<T>(io: AskIo, title: string, create: (common: Common, former: T | undefined) => Prompt<T>): Promise<T> {
  const { input, output, tape, signal } = io
  if (tape !== undefined && tape.played < tape.answers.length) return tape.answers[tape.played++]!.answer as T
  if (input.readableEnded || input.destroyed || signal?.aborted === true) throw new Cancelled()
  const ended = new AbortController()
  const end = (): void => ended.abort()
  // With something typed Ctrl-D deletes a character. Letters at a list are nothing typed, though readline gathers them.
  let nothingTyped = true
  const lookAtTyped = (): void => void (nothingTyped = prompt.userInput === '')
  const endOnCtrlD = (_: unknown, key: Key | undefined): void => {
    if (key?.ctrl && key.name === 'd' && nothingTyped) end()
  }
  // Enter that was pressed while no prompt was there comes as a line feed, which would move a confirmation to No, and empty
  // the line of what was typed before it. With a name that nobody knows, and Ctrl, nobody does anything with it.
  const dropLineFeed = (_: unknown, key: Key | undefined): void => {
    if (key?.name === 'enter') Object.assign(key, { name: 'linefeed', ctrl: true })
  }
  let callOff: (() => void) | undefined
  const suspendOnCtrlZ = (_: unknown, key: Key | undefined): void => {
    if (key?.name !== 'z' || key.ctrl !== true || process.platform === 'win32') return
    key.name = 'suspend'
    callOff?.()
    callOff = suspend(input, output)
  }
  let back = false
  const goBack = (_: unknown, key: Key | undefined): void => {
    if (key?.name !== 'tab' || key.shift !== true || tape === undefined || tape.played === 0) return
    back = true
    // Clack cancels, which takes the prompt and what was typed off the screen.
    key.name = 'escape'
  }
  const prompt = create({ input, output, signal: ended.signal }, tape?.former.get(title) as T | undefined)
  const answered = prompt.prompt()
  input.prependListener('keypress', lookAtTyped).prependListener('keypress', dropLineFeed).prependListener('keypress', goBack).prependListener('keypress', suspendOnCtrlZ)
  input.on('keypress', endOnCtrlD).on('end', end).on('close', end).on('error', end)
  const goOn = (): void => resume(prompt, input, output)
  process.on('SIGCONT', goOn)
  signal?.addEventListener('abort', end)
  try {
    const answer = await answered
    if (back) throw new Back(tape!.played - 1)
    if (isCancel(answer) || typeof answer === 'symbol') throw new Cancelled()
    if (tape !== undefined) tape.played = tape.answers.push({ title, answer })
    return answer
  } finally {
    signal?.removeEventListener('abort', end)
    process.off('SIGCONT', goOn)
    callOff?.()
    input.off('keypress', lookAtTyped).off('keypress', dropLineFeed).off('keypress', endOnCtrlD).off('keypress', goBack).off('keypress', suspendOnCtrlZ).off('end', end).off('close', end).off('error', end)
  }
}
