import { styleText } from 'node:util'
import { note } from '@clack/prompts'
import { ConfirmPrompt } from '@clack/core'
import type { AskIo } from './io.ts'
import { drawFrame } from './prompts/frame.ts'
import { circles } from './prompts/prompt-choice.ts'
import { runPrompt, type Prompt } from './prompts/run-prompt.ts'
import { texts } from './texts.ts'

/**
 * Shows what is about to be written and asks to go on.
 * @throws Cancelled, Back
 */
export async function confirmPlan(lines: string, io: AskIo): Promise<boolean> {
  const { title, question, back, yes, no } = texts.confirm
  const canGoBack = io.tape !== undefined && io.tape.played > 0
  note(canGoBack ? `${lines}\n\n${back}` : lines, title, { output: io.output })
  return runPrompt<boolean>(io, question, (common) => {
    return new ConfirmPrompt({
      ...common,
      active: yes,
      inactive: no,
      initialValue: true,
      render() {
        const answer = this.value ? yes : no
        const body = [yes, no].map((word) => `${circles.mark(word, word === answer)} ${word === answer ? word : styleText('dim', word)}`).join(styleText('dim', ' / '))
        const frame = drawFrame({ state: this.state, title: question, body: [body], answer }, common.output)
        // After y or n clack goes up by the empty line that its own frame ends with.
        return this.state === 'submit' || this.state === 'cancel' ? frame : `${frame}\n`
      },
    }) as Prompt<boolean>
  })
}
