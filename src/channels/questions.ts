/** What must hold of this channel's own answers, as data: for questions, secrets and needs that depend on others. */
export interface Condition {
  /** Name of another question of the channel. */
  readonly question: string
  /** One of these was chosen; absent: it was answered at all. */
  readonly is?: readonly string[]
}

interface CommonQuestion {
  readonly label: string
  /** One line: what it is for, and where to find it. */
  readonly help: string
  /** Asked, and allowed, only then. */
  readonly when?: Condition
  /** What the channel does where this is left open, if that may surprise: `answers direct messages only`. */
  readonly without?: string
  /** Every channel question is optional unless this says otherwise. */
  readonly required?: boolean
}

/** A question that is answered by typing; `list` takes several values, and the flag may be repeated. */
export interface TypedQuestion extends CommonQuestion {
  readonly kind: 'text' | 'list'
  /** Regular expression (anchored, flag u) that each value must match. */
  readonly pattern: string
  /** What a value looks like, for the error message: `a Discord server id (17 to 20 digits)`. */
  readonly form: string
  readonly example: string
}

/** A question with a few answers. Not answered, it is the default one, so it is never open. */
export interface ChoiceQuestion extends CommonQuestion {
  readonly kind: 'choice'
  readonly choices: readonly Choice[]
  /** One of the choices' values. */
  readonly default: string
}

export interface Choice {
  readonly value: string
  readonly label: string
  readonly hint?: string
}

/** A channel's own question; its flag is `--<channel>.<name>`. */
export type ChannelQuestion = TypedQuestion | ChoiceQuestion

export type ChannelAnswers = Readonly<Record<string, string | readonly string[]>>

/** The value of a question as it counts: a choice that was not made is its default. */
export function valueOf(questions: Readonly<Record<string, ChannelQuestion>>, answers: ChannelAnswers, name: string): string | readonly string[] | undefined {
  const question = Object.hasOwn(questions, name) ? questions[name] : undefined
  return answers[name] ?? (question?.kind === 'choice' ? question.default : undefined)
}

/** Whether a condition holds; a condition on a question that is not asked itself does not. */
export function holds(condition: Condition | undefined, questions: Readonly<Record<string, ChannelQuestion>>, answers: ChannelAnswers): boolean {
  if (condition === undefined) return true
  if (!holds(questions[condition.question]?.when, questions, answers)) return false
  const value = valueOf(questions, answers, condition.question)
  return condition.is === undefined ? value !== undefined && value.length > 0 : typeof value === 'string' && condition.is.includes(value)
}
