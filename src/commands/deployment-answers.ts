import { ANSWERS_FILE, type Answers } from '../answers/answers.ts'
import { missingAnswers } from '../answers/defaults.ts'
import { mergeGiven, type Given, type GivenValue } from '../answers/given.ts'
import { fileKeyOf } from '../answers/questions.ts'
import { readAnswersFile } from '../answers/read-file.ts'
import { resolveAnswers } from '../answers/resolve.ts'
import { findChannel, type ChannelCatalog } from '../channels/catalog.ts'
import { ProblemsError, type Problem } from '../errors.ts'
import { readDeploymentText } from '../workspace/deployment.ts'

/** Where the words of a command that are no flags come from. */
export const COMMAND_LINE = 'the command line'

/**
 * The checked answers of an existing deployment, with `added` laid over them, and without some channels.
 * @param without channel ids, or accounts such as `telegram.accounts.work`
 * @throws UserError, ProblemsError naming every mistake
 */
export async function readDeploymentAnswers(folder: string, catalog: ChannelCatalog, added: Given = new Map(), without: readonly string[] = []): Promise<Answers> {
  const read = readAnswersFile(await readDeploymentText(folder), ANSWERS_FILE, catalog)
  const [given, problems] = [withoutChannels(read.given, without, catalog), read.problems]
  const merged = mergeGiven(given, withPresentChannels(given, added))
  const result = resolveAnswers(merged, catalog)
  const missing = missingAnswers(merged).map((question): Problem => ({ where: `${ANSWERS_FILE}: ${fileKeyOf(question)}`, message: 'this answer is missing', hint: question.help }))
  const all = [...problems, ...(result.ok ? [] : result.problems), ...missing]
  if (!result.ok || all.length > 0) throw mistakes(all)
  return result.answers
}

/** What a flag says is the command line's mistake, whatever the file says. */
function mistakes(problems: readonly Problem[]): ProblemsError {
  const inFlags = problems.some(({ where }) => (where.startsWith('--') || where === COMMAND_LINE))
  const what = inFlags ? 'The answers have' : `${ANSWERS_FILE} has`
  return new ProblemsError('answers', `${what} ${problems.length === 1 ? 'a mistake' : 'mistakes'}.`, 'mend them and run the same command again; nothing was changed', problems)
}

function withoutChannels(given: Given, without: readonly string[], catalog: ChannelCatalog): Given {
  if (without.length === 0) return given
  const idOf = (name: string): string => findChannel(catalog, name)?.id ?? name
  const goes = (key: string): boolean => without.some((one) => key === one || key.startsWith(`${one}.`))
  // The lists of channels and of accounts name what goes, too.
  const shorter = (key: string, value: GivenValue): GivenValue => {
    const at = key === 'channel' ? '' : `${key}.`
    return (key === 'channel' || key.endsWith('.accounts')) && Array.isArray(value.value) ? { ...value, value: value.value.filter((name) => !goes(`${at}${at === '' ? idOf(String(name)) : String(name)}`)) } : value
  }
  return new Map([...given].filter(([key]) => key === 'channel' || !goes(key)).map(([key, value]) => [key, shorter(key, value)]))
}

/** Added channels and accounts come on top of those that are there. */
function withPresentChannels(present: Given, added: Given): Given {
  return new Map([...added].map(([key, more]) => {
    const before = present.get(key)?.value
    return (key === 'channel' || key.endsWith('.accounts')) && Array.isArray(before) ? [key, { ...more, value: [...new Set([...before, ...[more.value].flat()])] }] : [key, more]
  }))
}
