import { note } from '@clack/prompts'
import type { AskIo } from './io.ts'
import { promptYesNo } from './prompts/prompt-yes-no.ts'
import { texts } from './texts.ts'

/**
 * Shows what is about to be written and asks to go on.
 * @throws Cancelled, Back
 */
export async function confirmPlan(lines: string, io: AskIo): Promise<boolean> {
  const { title, back } = texts.confirm
  const canGoBack = io.tape !== undefined && io.tape.played > 0
  note(canGoBack ? `${lines}\n\n${back}` : lines, title, { output: io.output })
  return promptYesNo(io, texts.confirm)
}
