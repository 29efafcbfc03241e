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

/** Lines are read best up to a hundred columns. Where no terminal says how wide it is, they are made for eighty. */
export function widthOf({ output }: Pick<Io, 'output'>): number {
  return Math.min(columnsIn(output) ?? 80, 100)
}

/** The same for what is printed in whole lines to anything but a terminal: a log is searched, and a line is copied. */
export function terminalWidth(stream: Writable): number {
  return Math.min(columnsIn(stream) ?? Number.POSITIVE_INFINITY, 100)
}

/** Some terminals say 0. */
function columnsIn(stream: Writable): number | undefined {
  return 'columns' in stream && typeof stream.columns === 'number' && stream.columns > 0 ? stream.columns : undefined
}
