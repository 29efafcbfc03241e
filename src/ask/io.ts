import type { Readable, Writable } from 'node:stream'

/** The terminal, or what stands for it in a test. */
export interface AskIo {
  readonly input: Readable
  readonly output: Writable
  /** Ends every prompt: a Ctrl-C between two of them, which no prompt hears, or the end of the terminal. */
  readonly signal?: AbortSignal
  /** Where one can go back. */
  readonly tape?: Tape
}

/** The answers of a series of prompts, in order; those that were not played yet stand in for the person. */
export interface Tape {
  readonly answers: Answered[]
  played: number
  /** What was answered before somebody went back, by the title of the question: it is proposed again. */
  readonly former: Map<string, unknown>
  /** Places on it that have a name: how many answers there were before. */
  readonly marks: Map<string, number>
}

export interface Answered {
  readonly title: string
  readonly answer: unknown
}

/** The person goes back to an earlier question. */
export class Back extends Error {
  override readonly name = 'Back'
  /** How many answers stay. */
  readonly keep: number
  /** The first that does not stay is not proposed again: it is why one goes back. */
  readonly isWrong: boolean

  constructor(keep: number, isWrong = false) {
    super('going back')
    this.keep = keep
    this.isWrong = isWrong
  }
}

export function columnsOf(output: Writable): number {
  return 'columns' in output && typeof output.columns === 'number' && output.columns > 0 ? output.columns : 80
}
