import { ANSWERS_FILE } from '../answers/answers.ts'
import { defaultAnswers, missingAnswers, type Surroundings } from '../answers/defaults.ts'
import { mergeGiven } from '../answers/given.ts'
import { fileKeyOf } from '../answers/questions.ts'
import { readAnswersFile, readAnswersTable, type AnswersRead } from '../answers/read-file.ts'
import { resolveAnswers, type Resolved } from '../answers/resolve.ts'
import type { ChannelCatalog } from '../channels/catalog.ts'
import { UserError, type Problem } from '../errors.ts'

/** What an `openclaw-fly.toml` holds: `{ app: 'my-openclaw', channels: { discord: { 'guild-id': '…' } } }`. */
export type AnswersTable = Readonly<Record<string, unknown>>

export interface ReadAnswersOptions {
  readonly catalog: ChannelCatalog
  /** Where it is given, what was left open gets the answer that `--yes` would take; else it is a problem. */
  readonly defaults?: Surroundings
}

/**
 * Checks answers, all of them: as the text of an answers file, or as what it holds.
 * @returns the answers, or everything that is wrong with them; no mistake of a person is thrown
 */
export function readAnswers(source: string | AnswersTable, { catalog, defaults }: ReadAnswersOptions): Resolved {
  const { given: own, problems } = read(source, catalog)
  const given = defaults === undefined ? own : mergeGiven(defaultAnswers(defaults, own), own)
  const result = resolveAnswers(given, catalog)
  const missing = problems.some(({ where }) => where === ANSWERS_FILE) ? [] : missingAnswers(given).map((question): Problem => ({ where: `${ANSWERS_FILE}: ${fileKeyOf(question)}`, message: 'this answer is missing', hint: question.help }))
  const all = [...problems, ...(result.ok ? [] : result.problems), ...missing]
  return all.length > 0 || !result.ok ? { ok: false, problems: all } : result
}

function read(source: string | AnswersTable, catalog: ChannelCatalog): AnswersRead {
  if (typeof source !== 'string') return readAnswersTable(source, ANSWERS_FILE, catalog)
  try {
    return readAnswersFile(source, ANSWERS_FILE, catalog)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { given: new Map(), problems: [{ where: ANSWERS_FILE, message: error.message, hint: error.hint }] }
  }
}
