import type { Readable, Writable } from 'node:stream'

/** The terminal, or what stands for it in a test. */
export interface AskIo {
  readonly input: Readable
  readonly output: Writable
}

export function columnsOf(output: Writable): number {
  return 'columns' in output && typeof output.columns === 'number' && output.columns > 0 ? output.columns : 80
}
