import type { Readable } from 'node:stream'
import type { AskIo } from '../io.ts'

type Terminal = Readable & { readonly setRawMode?: (raw: boolean) => unknown }

/** By then the program is stopped, or nothing stops it: nobody waits for what no shell has started. */
const STOPPED_AFTER = 50

/**
 * Stops the program until the shell's `fg`, and with it whoever started it: readline stops us alone, so that under `npx`
 * npm would keep the terminal, and leaves an input behind that keeps the program from ending.
 */
export function suspend(input: Terminal): void {
  input.setRawMode?.(false)
  process.kill(0, 'SIGTSTP')
  setTimeout(() => hear(input), STOPPED_AFTER)
}

/** Hears each key again: a shell gives the terminal back as it had it itself. */
export function hear(input: AskIo['input'] & Terminal): void {
  if (!input.destroyed) input.setRawMode?.(true)
}
