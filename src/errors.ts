/**
 * What a person can do something about. `message` says what is wrong and where, `hint` what to do now;
 * neither may contain a value that could be a secret.
 */
export class UserError extends Error {
  override readonly name = 'UserError'
  readonly code: string
  readonly hint: string
  readonly exitCode: ExitCode

  constructor(code: string, message: string, hint: string, exitCode: ExitCode = exitCodes.failed) {
    super(message)
    this.code = code
    this.hint = hint
    this.exitCode = exitCode
  }
}

/** One thing that is wrong with the answers: where it was given, what is wrong, what to do. */
export interface Problem {
  /** The place as the person wrote it: `--region`, `openclaw-fly.toml: region`. */
  readonly where: string
  readonly message: string
  readonly hint?: string
}

/** Every mistake of one run at once, so that nobody mends them one by one. */
export class ProblemsError extends UserError {
  readonly problems: readonly Problem[]

  constructor(code: string, message: string, hint: string, problems: readonly Problem[], exitCode: ExitCode = exitCodes.usage) {
    super(code, message, hint, exitCode)
    this.problems = problems
  }
}

/** What came of a place: a mistake, or something else. */
export type Found = readonly [where: string, outcome: unknown]

/**
 * All mistakes of a run as one error: a single one stays what it is, several become a list.
 * @param found each with the place where it was made; what is no mistake is passed over
 */
export function joinMistakes(found: readonly Found[]): UserError | undefined {
  const mistakes = found.flatMap(([where, error]) => (error instanceof UserError ? [[where, error] as const] : []))
  if (mistakes.length < 2) return mistakes[0]?.[1]
  const problems = mistakes.flatMap(([where, error]) => (error instanceof ProblemsError ? error.problems : [{ where, message: error.message, hint: error.hint }]))
  return new ProblemsError('mistakes', `There are ${problems.length} mistakes.`, 'mend them and run the same command again; nothing was written', problems)
}

/** The person pressed Ctrl-C or Esc; nothing was kept. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
}

/** Exit codes of the program, documented in `--help`. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, conflicts: 3, cancelled: 130 } as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
