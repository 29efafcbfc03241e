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

/** Whether somebody sits at a terminal who can be asked: prompts are drawn, which a dumb one cannot show. */
export function isInteractive(io: Io): boolean {
  return whyNotAsked(io) === undefined
}

/** Whether this run asks. The terminal is looked at last: where nobody is to be asked, it takes a part of the run for nothing. */
export function isAsking(io: Io, { yes, json }: { readonly yes: boolean; readonly json: boolean }): boolean {
  return !yes && !json && isInteractive(io)
}

/** Why nobody can be asked, as a part of a sentence. */
export function whyNotAsked({ input, output, env }: Io): string | undefined {
  if (input.isTTY !== true || output.isTTY !== true) return 'there is no terminal to ask at'
  return env.TERM === 'dumb' ? 'this terminal (TERM=dumb) cannot show questions' : undefined
}

/** Lines are read best up to a hundred columns. */
const WIDEST = 100

/** How wide a report is made; where no terminal says how wide it is, for eighty columns. */
export function widthOf({ output }: Pick<Io, 'output'>): number {
  return Math.min(columnsIn(output) ?? 80, WIDEST)
}

/** The same for what is printed in whole lines to anything but a terminal: a log is searched, and a line is copied. */
export function terminalWidth(stream: Writable): number {
  const columns = columnsIn(stream)
  return columns === undefined ? Number.POSITIVE_INFINITY : Math.min(columns, WIDEST)
}

/** Some terminals say 0. */
function columnsIn(stream: Writable): number | undefined {
  return 'columns' in stream && typeof stream.columns === 'number' && stream.columns > 0 ? stream.columns : undefined
}
