import { styleText } from 'node:util'
import { TextPrompt } from '@clack/core'
import { looksLikeSecret } from '../../answers/secret-shapes.ts'
import type { Problem } from '../../errors.ts'
import type { AskIo } from '../io.ts'
import { texts } from '../texts.ts'
import { bodyWidth, drawFrame, wrap } from './frame.ts'
import { runPrompt, type Common } from './run-prompt.ts'

export interface TextQuestion {
  readonly title: string
  readonly help?: string | undefined
  /** Taken with Enter. */
  readonly suggestion?: string | undefined
  /** Whether Enter leaves the question out. */
  readonly optional?: boolean | undefined
  /** What leaving it out means. */
  readonly skipped?: string
  readonly findProblem: (text: string) => Problem | undefined
}

/**
 * Asks for a text; undefined where the person skips it. Something that looks like a secret is masked as soon as it is
 * recognised and cleared when it is refused, so that it stays neither in the prompt nor in the scrollback.
 */
export async function promptText(io: AskIo, question: TextQuestion): Promise<string | undefined> {
  const text = await runPrompt<string | undefined>(io, question.title, (common, former) => new SecretWaryPrompt(question, former, common))
  return finalText(question, text)
}

function finalText({ suggestion }: TextQuestion, typed: string | undefined): string | undefined {
  return typed?.trim() || suggestion
}

class SecretWaryPrompt extends TextPrompt {
  constructor(question: TextQuestion, former: string | undefined, common: Common) {
    super({
      ...common,
      ...(former !== undefined && former !== '' && { initialUserInput: former }),
      validate: (value) => this.refuse(question, value ?? ''),
      render: () => this.draw(question),
    })
  }

  private refuse(question: TextQuestion, typed: string): string | undefined {
    if (typed.trim() === '' && (question.optional || question.suggestion !== undefined)) return undefined
    if (looksLikeSecret(typed)) this._clearUserInput()
    const problem = question.findProblem(typed.trim())
    return problem && [problem.message, problem.hint].filter((line) => line !== undefined).join('\n')
  }

  private draw(question: TextQuestion): string {
    const { title, help } = question
    const foot = this.state === 'error' ? this.error : this.nameKeys(question)
    const answer = finalText(question, this.value) ?? question.skipped ?? texts.skipped
    return drawFrame({ state: this.state, title, help, body: wrap(this.drawInput(question), bodyWidth(this.output)), foot, answer }, this.output)
  }

  private nameKeys({ suggestion, optional }: TextQuestion): string {
    if (this.userInput !== '') return texts.keys.typed
    if (suggestion !== undefined) return texts.keys.takes
    return optional ? texts.keys.skips : texts.keys.needed
  }

  private drawInput({ suggestion }: TextQuestion): string {
    if (this.userInput === '') return suggestion === undefined ? CURSOR : `${CURSOR}${styleText('dim', suggestion)}`
    return looksLikeSecret(this.userInput) ? MASK : this.userInputWithCursor
  }
}

/** Stands for a secret, however long. */
export const MASK = '•'.repeat(8)
const CURSOR = '\u2588'
