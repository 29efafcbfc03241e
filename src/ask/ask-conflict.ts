import { log } from '@clack/prompts'
import type { AskIo } from './io.ts'
import { promptChoice } from './prompts/prompt-choice.ts'
import { promptText } from './prompts/prompt-text.ts'
import { promptYesNo } from './prompts/prompt-yes-no.ts'
import { texts } from './texts.ts'

/** A place that both sides changed, in words. */
export interface ConflictQuestion {
  readonly title: string
  /** The three values, line by line. */
  readonly lines: readonly string[]
  /** Says what is wrong with a typed value; undefined where none can be typed. */
  readonly findFault: ((text: string) => string | undefined) | undefined
}

export type ConflictAnswer = { readonly kind: 'mine' | 'new' | 'later' } | { readonly kind: 'typed'; readonly text: string }

/**
 * Shows what both sides made of one thing, and asks which is to stand.
 * @throws Cancelled
 */
export async function askConflict(io: AskIo, { title, lines, findFault }: ConflictQuestion): Promise<ConflictAnswer> {
  log.message(lines as string[], { output: io.output })
  const { conflict } = texts
  const kind = await promptChoice<'mine' | 'new' | 'typed' | 'later'>(io, {
    title,
    suggestion: 'mine',
    options: [
      { value: 'mine', label: conflict.mine, hint: conflict.mineHint },
      { value: 'new', label: conflict.new, hint: conflict.newHint },
      ...(findFault === undefined ? [] : [{ value: 'typed', label: conflict.typed, hint: conflict.typedHint } as const]),
      { value: 'later', label: conflict.later, hint: conflict.laterHint },
    ],
  })
  if (kind !== 'typed' || findFault === undefined) return { kind: kind === 'typed' ? 'later' : kind }
  const text = await promptText(io, { title: conflict.value, help: conflict.valueHelp, findProblem: (typed) => problemOf(findFault(typed), title) })
  return { kind: 'typed', text: text ?? '' }
}

function problemOf(message: string | undefined, where: string): { readonly where: string; readonly message: string } | undefined {
  return message === undefined ? undefined : { where, message }
}

/** Asks whether what was shown is to be done, to a deployment or to a folder that becomes one. @throws Cancelled */
export async function confirmChange(io: AskIo, what: 'update' | 'adopt'): Promise<boolean> {
  return promptYesNo(io, texts[what])
}
