import type { Readable, Writable } from 'node:stream'

/** Everything outside the program that a command may touch, so that tests can stand in for it. */
export interface Io {
  readonly input: Readable & { readonly isTTY?: boolean }
  readonly output: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly error: Writable
  /** The folder that the person is in; empty where it does not exist any more. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly timeZone: string
  readonly signal: AbortSignal
}

/** Whether somebody sits at a terminal who can be asked. */
export function isInteractive(io: Io): boolean {
  return io.input.isTTY === true && io.output.isTTY === true
}
