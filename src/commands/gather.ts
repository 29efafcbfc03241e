import { readFile, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { ANSWERS_FILE, type Answers } from '../answers/answers.ts'
import { defaultAnswers, missingAnswers, type Surroundings } from '../answers/defaults.ts'
import { mergeGiven, type Given } from '../answers/given.ts'
import type { Question } from '../answers/questions.ts'
import { readAnswersFile } from '../answers/read-file.ts'
import { resolveAnswers } from '../answers/resolve.ts'
import { looksLikeSecret } from '../answers/secret-shapes.ts'
import type { ChannelCatalog } from '../channels/catalog.ts'
import { suggestAppName } from '../fly/app-name.ts'
import { exitCodes, ProblemsError, UserError, type Problem } from '../errors.ts'
import type { CreateOptions } from './create-flags.ts'
import { isInteractive, type Io } from './io.ts'

const MAX_BYTES = 1_000_000

/**
 * Flags over the answers file over defaults (with --yes) or questions (at a terminal). What is wrong already is said
 * before anything is asked.
 * @throws ProblemsError (exit code 2) with everything wrong or missing; Cancelled
 */
export async function gatherAnswers(options: CreateOptions, surroundings: Surroundings, catalog: ChannelCatalog, io: Io): Promise<Answers> {
  const file = await readGivenFile(options.answersFile, catalog, io)
  const spoken = mergeGiven(file.given, options.given)
  const given = options.yes ? mergeGiven(defaultAnswers(surroundings, spoken), spoken) : spoken
  const asking = isInteractive(io) && !options.yes && !options.json
  const missing = asking ? [] : missingProblems(missingAnswers(given), defaultAnswers(surroundings, given), surroundings)
  const early = resolveAnswers(given, catalog)
  const problems = [...file.problems, ...(early.ok ? [] : early.problems), ...missing]
  if (problems.length > 0) throw answersError(problems, missing.length === problems.length, options.yes)
  if (early.ok && !asking) return early.answers
  const { askAnswers } = await import('../ask/wizard.ts')
  return resolved(await askAnswers(given, { surroundings, catalog, io }), catalog)
}

function resolved(given: Given, catalog: ChannelCatalog): Answers {
  const result = resolveAnswers(given, catalog)
  if (!result.ok) throw answersError(result.problems, false, false)
  return result.answers
}

function answersError(problems: readonly Problem[], onlyMissing: boolean, yes: boolean): ProblemsError {
  return onlyMissing
    ? new ProblemsError('answers-missing', yes ? 'An answer is missing that cannot be taken from the folder.' : 'Some answers are missing, and there is no terminal to ask at.', yes ? 'add this flag to the same command' : 'give these flags, or --yes to take what is proposed', problems, exitCodes.usage)
    : new ProblemsError('answers', problems.length === 1 ? 'An answer has a mistake.' : `${problems.length} answers have mistakes.`, 'mend them and run the same command again; nothing was written', problems, exitCodes.usage)
}

function missingProblems(missing: readonly Question[], proposals: Given, surroundings: Surroundings): readonly Problem[] {
  return missing.map((question) => {
    const proposal = proposals.get(question.key)?.value ?? (question.key === 'app' && surroundings.folder !== null ? suggestAppName(surroundings.folder) : undefined)
    return { where: `--${question.key} ${question.value}`, message: question.help, ...(proposal !== undefined && { hint: `proposed: ${String(proposal)}` }) }
  })
}

async function readGivenFile(path: string | undefined, catalog: ChannelCatalog, io: Io): Promise<{ given: Given; problems: readonly Problem[] }> {
  if (path === undefined) return { given: new Map(), problems: [] }
  const text = await readText(path, io.cwd).catch((error: NodeJS.ErrnoException) => {
    if (error instanceof UserError || error.code === undefined) throw error
    throw answersFileError(error.code, looksLikeSecret(path) ? 'of that name' : path)
  })
  return readAnswersFile(text, basename(path), catalog)
}

/** @throws UserError where the file is far too big to be one of ours: a disk image given by mistake is not read at all */
async function readText(path: string, cwd: string): Promise<string> {
  const { size } = await stat(resolve(cwd, path))
  if (size > MAX_BYTES) throw new UserError('answers-too-big', `${path} has ${size} bytes, and an answers file has a few hundred`, 'check the path after --answers', exitCodes.usage)
  return readFile(resolve(cwd, path), 'utf8')
}

function answersFileError(code: string, path: string): UserError {
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return new UserError('answers-absent', `there is no file ${path}`, 'check the path after --answers', exitCodes.usage)
  if (code === 'EISDIR') return new UserError('answers-folder', `${path} is a folder`, `give the file in it, ${ANSWERS_FILE}`, exitCodes.usage)
  if (code === 'EACCES') return new UserError('answers-unreadable', `${path} may not be read by you`, 'change its permissions', exitCodes.usage)
  return new UserError('answers-unreadable', `${path} cannot be read (${code})`, 'check the path after --answers', exitCodes.usage)
}
