import { intro, log } from '@clack/prompts'
import type { AskIo } from './io.ts'
import { bodyWidth, wrap } from './prompts/frame.ts'
import { texts } from './texts.ts'

type Output = Pick<AskIo, 'output'>

export function showIntro(io: Output): void {
  intro(texts.intro, { output: io.output })
  showMessage(io, texts.introHelp)
}

export function showMessage({ output }: Output, text: string): void {
  log.message(wrap(text, bodyWidth(output)), { output })
}

export function showWarning({ output }: Output, text: string): void {
  log.warn(wrap(text, bodyWidth(output)).join('\n'), { output })
}
