import { styleText } from 'node:util'
import { S_RADIO_ACTIVE, S_RADIO_INACTIVE } from '@clack/prompts'
import { SelectPrompt } from '@clack/core'
import type { AskIo } from '../io.ts'
import { texts } from '../texts.ts'
import { drawFrame } from './frame.ts'
import { drawOptions, labelsOf, type Option } from './options.ts'
import { runPrompt, type Prompt } from './run-prompt.ts'

export interface ChoiceQuestion<T> {
  readonly title: string
  readonly help?: string | undefined
  readonly options: readonly Option<T>[]
  /** Taken with Enter; the first one where it is not among the options. */
  readonly suggestion: T
}

/** Asks for one of a few; all of their hints are in view. */
export async function promptChoice<T>(io: AskIo, question: ChoiceQuestion<T>): Promise<T> {
  const { title, help, options } = question
  const { output } = io
  return runPrompt<T>(io, title, (common, former) => {
    return new SelectPrompt<Option<T>>({
      ...common,
      options: [...options],
      initialValue: former ?? question.suggestion,
      render() {
        const frame = { state: this.state, title, help, foot: texts.keys.choice, answer: labelsOf(options, [this.value as T]).join('') }
        return drawFrame({ ...frame, body: drawOptions({ options, cursor: this.cursor, ...circles, frame, output }) }, output)
      },
    }) as Prompt<T>
  })
}

export const circles = {
  mark: (_: unknown, active: boolean): string => (active ? styleText('green', S_RADIO_ACTIVE) : styleText('dim', S_RADIO_INACTIVE)),
  markWidth: 2,
} as const
