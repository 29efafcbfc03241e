import { isCancel } from '@clack/prompts'
import { Cancelled } from '../../errors.ts'
import type { AskIo } from '../io.ts'

interface Key {
  name?: string
  readonly ctrl?: boolean
}

/**
 * Waits for one prompt. Clack knows Ctrl-C and Esc, but waits forever when the input ends or Ctrl-D closes it: both
 * cancel here.
 * @throws Cancelled
 */
export async function runPrompt<T>(io: AskIo, start: (common: AskIo & { readonly signal: AbortSignal }) => Promise<T | symbol>): Promise<T> {
  const { input } = io
  if (input.readableEnded || input.destroyed) throw new Cancelled()
  const ended = new AbortController()
  const end = (): void => ended.abort()
  const endOnCtrlD = (_: unknown, key: Key | undefined): void => {
    // With something typed Ctrl-D deletes a character; with nothing readline has just closed, which pauses the input.
    if (key?.ctrl && key.name === 'd' && input.isPaused()) end()
  }
  // Enter that was pressed while no prompt was there comes as a line feed, which would move a confirmation to No.
  const dropLineFeed = (_: unknown, key: Key | undefined): void => {
    if (key?.name === 'enter') key.name = 'linefeed'
  }
  const answered = start({ ...io, signal: ended.signal })
  input.prependListener('keypress', dropLineFeed)
  input.on('keypress', endOnCtrlD).on('end', end).on('close', end).on('error', end)
  try {
    const answer = await answered
    if (isCancel(answer) || typeof answer === 'symbol') throw new Cancelled()
    return answer
  } finally {
    input.off('keypress', dropLineFeed).off('keypress', endOnCtrlD).off('end', end).off('close', end).off('error', end)
  }
}
