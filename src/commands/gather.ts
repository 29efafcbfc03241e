import { basename, resolve } from 'node:path'
import type { Answers } from '../answers/answers.ts'
import { defaultAnswers, missingAnswers, type Surroundings } from '../answers/defaults.ts'
import { mergeGiven, type Given } from '../answers/given.ts'
import { readAnswersFile } from '../answers/read-file.ts'
import { resolveAnswers } from '../answers/resolve.ts'
import { looksLikeSecret } from '../answers/secret-shapes.ts'
import type { ChannelCatalog } from '../channels/catalog.ts'
import { exitCodes, ProblemsError, UserError, type Found, type Problem } from '../errors.ts'
import { readAnswersText } from '../workspace/answers-file.ts'
import { DEFAULT_FOLDER } from '../workspace/propose-folder.ts'
import type { CreateOptions } from './create-flags.ts'
import { whyNotAsked, type Io } from './io.ts'
import { settleLatest } from './latest-release.ts'

/** What was said before anything is asked, and all that is wrong with it. */
export interface Spoken {
  readonly given: Given
  readonly mistakes: readonly Found[]
  /** What was found out on the way, to be told at the end. */
  readonly notes: readonly string[]
}

/**
 * Flags over the answers file over defaults (with --yes). Where nobody can be asked, what is missing is a mistake too.
 * @param folder name of the target; undefined where it is still to be given
 * @param found answers that stand in other files than an answers file, which wins over them
 */
export async function readSpoken(options: CreateOptions, folder: string | undefined, asking: boolean, catalog: ChannelCatalog, io: Io, found: Given = new Map()): Promise<Spoken> {
  const file = await readGivenFile(options.answersFile, catalog, io)
  const latest = await settleLatest(mergeGiven(found, file.given, options.given), io)
  const spoken = latest.given
  const surroundings = surroundingsOf(folder ?? DEFAULT_FOLDER, io)
  const given = options.yes ? mergeGiven(defaultAnswers(surroundings, spoken), spoken) : spoken
  // In a file that cannot be read there may be every answer.
  const answersMissing = (): readonly Problem[] => (file.mistake === undefined ? missingProblems(given, surroundings) : [])
  const missing = asking ? [] : [...missingFolder(folder, options), ...answersMissing()]
  const early = resolveAnswers(given, catalog)
  const problems = [...file.problems, ...(early.ok ? [] : early.problems), ...missing]
  const wrong = problems.length > 0 ? answersError(problems, missing.length === problems.length, options.yes, whyNotAsked(io) ?? 'nothing is asked with --json') : undefined
  return { given, mistakes: [['--answers', file.mistake], ['--answers', wrong], ['--release', latest.mistake]], notes: latest.notes }
}

/** What defaults follow from. The time zone is looked up where one does, for that may take its time. */
export function surroundingsOf(folder: string, io: Io): Surroundings {
  return {
    folder,
    get timeZone() {
      return io.timeZone
    },
  }
}

/**
 * Asks at a terminal for what was not said.
 * @throws ProblemsError (exit code 2) with everything wrong; Cancelled
 */
export async function completeAnswers(given: Given, surroundings: Surroundings, asking: boolean, catalog: ChannelCatalog, io: Io): Promise<Answers> {
  const complete = asking ? await (await import('../ask/wizard.ts')).askAnswers(given, { surroundings, catalog, io }) : given
  const result = resolveAnswers(complete, catalog)
  if (!result.ok) throw answersError(result.problems, false, false)
  return result.answers
}

/** @param whyNot why nobody is asked for what is missing */
function answersError(problems: readonly Problem[], onlyMissing: boolean, yes: boolean, whyNot = ''): ProblemsError {
  return onlyMissing
    ? new ProblemsError('answers-missing', yes ? 'An answer is missing that cannot be taken from the folder.' : `Some answers are missing, and ${whyNot}.`, yes ? 'add this flag to the same command' : 'give these flags, or --yes to take what is proposed', problems)
    : new ProblemsError('answers', problems.length === 1 ? 'An answer has a mistake.' : `${problems.length} answers have mistakes.`, 'mend them and run the same command again; nothing was written', problems)
}

function missingFolder(folder: string | undefined, { yes }: CreateOptions): readonly Problem[] {
  return folder !== undefined || yes ? [] : [{ where: 'DIR', message: 'the folder to make, the first word of the command', hint: `proposed: ${DEFAULT_FOLDER}` }]
}

function missingProblems(given: Given, surroundings: Surroundings): readonly Problem[] {
  const proposals = defaultAnswers(surroundings, given)
  return missingAnswers(given).map((question) => {
    const proposal = proposals.get(question.key)?.value
    return { where: `--${question.key} ${question.value}`, message: question.help, ...(proposal !== undefined && { hint: `proposed: ${String(proposal)}` }) }
  })
}

interface GivenFile {
  readonly given: Given
  readonly problems: readonly Problem[]
  /** Why it could not be read. */
  readonly mistake?: UserError
}

async function readGivenFile(path: string | undefined, catalog: ChannelCatalog, io: Io): Promise<GivenFile> {
  const nothing = { given: new Map(), problems: [] }
  if (path === undefined) return nothing
  if (path === '') return { ...nothing, mistake: new UserError('answers-absent', '--answers has an empty name', 'give the path of an answers file', exitCodes.usage) }
  try {
    const text = await readAnswersText(resolve(io.cwd, path), looksLikeSecret(path) ? 'of that name' : path)
    return readAnswersFile(text, basename(path), catalog)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { ...nothing, mistake: error }
  }
}
