import { styleText } from 'node:util'
import { ConfirmPrompt } from '@clack/core'
import type { AskIo } from '../io.ts'
import { bodyWidth, drawFrame, wrap } from './frame.ts'
import { circles } from './prompt-choice.ts'
import { runPrompt, type Prompt } from './run-prompt.ts'

export interface YesNoQuestion {
  readonly question: string
  readonly yes: string
  readonly no: string
}

/** Asks for yes, which Enter takes, or no; `y` and `n` answer at once. */
export async function promptYesNo(io: AskIo, { question, yes, no }: YesNoQuestion): Promise<boolean> {
  return runPrompt<boolean>(io, question, (common) => {
    return new ConfirmPrompt({
      ...common,
      active: yes,
      inactive: no,
      initialValue: true,
      render() {
        const answer = this.value ? yes : no
        const both = [yes, no].map((word) => `${circles.mark(word, word === answer)} ${word === answer ? word : styleText('dim', word)}`).join(styleText('dim', ' / '))
        const frame = drawFrame({ state: this.state, title: question, body: wrap(both, bodyWidth(common.output)), answer }, common.output)
        // After y or n clack goes up by the empty line that its own frame ends with.
        return this.state === 'submit' || this.state === 'cancel' ? frame : `${frame}\n`
      },
    }) as Prompt<boolean>
  })
}
