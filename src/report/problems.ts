import { ProblemsError, type UserError } from '../errors.ts'

/** A person's mistake, in lines: what is wrong, every place of it, what to do. */
export function errorLines(error: UserError): readonly string[] {
  const problems = error instanceof ProblemsError ? error.problems : []
  return [
    error.message,
    ...problems.map(({ where, message, hint }) => `  ${where}: ${message}${hint === undefined ? '' : ` (${hint})`}`),
    error.hint,
  ]
}

/** The same for programs. */
export function errorJson(error: UserError): object {
  return {
    error: {
      code: error.code,
      message: error.message,
      hint: error.hint,
      ...(error instanceof ProblemsError && { problems: error.problems }),
    },
  }
}
