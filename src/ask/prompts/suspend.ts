import type { Readable } from 'node:stream'

type Terminal = Readable & { readonly setRawMode?: (raw: boolean) => unknown }

/** By then the program is stopped, or nothing stops it: what no shell has started has nobody who could say `fg`. */
const STOPPED_AFTER = 50

/**
 * Stops the program until the shell's `fg`, and with it whoever started it: readline stops us alone, so that under `npx`
 * npm would keep the terminal, and leaves an input behind that keeps the program from ending.
 * @returns when keys are heard again though nothing has stopped it; to be cleared when the prompt is over
 */
export function suspend(input: Terminal): NodeJS.Timeout {
  input.setRawMode?.(false)
  process.kill(0, 'SIGTSTP')
  return setTimeout(() => hear(input), STOPPED_AFTER)
}

/** Hears each key again: a shell gives the terminal back as it had it itself. */
export function hear(input: Terminal): void {
  if (!input.destroyed) input.setRawMode?.(true)
}
