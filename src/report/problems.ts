import { ProblemsError, type UserError } from '../errors.ts'
import { hanging, wrapWords } from './wrap.ts'

/** A person's mistake, in lines: what is wrong, every place of it, what to do. @param width of a terminal; elsewhere each stays one line */
export function errorLines(error: UserError, width = Number.POSITIVE_INFINITY): readonly string[] {
  const problems = error instanceof ProblemsError ? error.problems : []
  return [
    ...wrapWords(error.message, width),
    ...problems.flatMap(({ where, message, hint }) => problemLines(`${where}: ${message}${hint === undefined ? '' : ` (${hint})`}`, width)),
    ...wrapWords(error.hint, width),
  ]
}

/** The further lines of one problem stand below its first, so that it is told from the next one. */
function problemLines(text: string, width: number): readonly string[] {
  return hanging('', text, width - 4).map((line, index) => `${index === 0 ? '  ' : '    '}${line}`)
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
