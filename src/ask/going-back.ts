import { Back, type Answered, type AskIo, type Tape } from './io.ts'

/**
 * Runs a series of prompts in which Shift-Tab goes back: they are run again from the start, and all but the last answer
 * come from the tape instead of the person. So no prompt has to know of any other, and every question that follows from
 * the answer that changes is asked anew. What was answered after it is proposed where it is asked again.
 * @param answered what was asked before in the same series
 * @throws whatever `run` throws
 */
export async function goingBack<T, I extends AskIo>(io: I, run: (io: I) => Promise<T>, answered: readonly Answered[] = []): Promise<T> {
  const answers = [...answered]
  const former = new Map<string, unknown>()
  for (;;) {
    const tape: Tape = { answers, played: 0, former, marks: new Map() }
    try {
      return await run({ ...io, tape })
    } catch (error) {
      if (!(error instanceof Back)) throw error
      const taken = answers.splice(error.keep)
      for (const { title, answer } of taken) former.set(title, answer)
      if (error.isWrong && taken[0] !== undefined) former.delete(taken[0].title)
    }
  }
}

/** Takes the last answer off the tape: it was no good, and is asked for once more. */
export function forgetLast({ tape }: AskIo): void {
  if (tape === undefined) return
  tape.answers.length = --tape.played
}
