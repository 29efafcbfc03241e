import { ANSWERS_FILE, type Answers } from '../answers/answers.ts'
import { missingAnswers } from '../answers/defaults.ts'
import { mergeGiven, type Given } from '../answers/given.ts'
import { fileKeyOf } from '../answers/questions.ts'
import { readAnswersFile } from '../answers/read-file.ts'
import { resolveAnswers } from '../answers/resolve.ts'
import type { ChannelCatalog } from '../channels/catalog.ts'
import { ProblemsError, type Problem } from '../errors.ts'
import { readDeploymentText } from '../workspace/deployment.ts'

/** The checked answers of an existing deployment, with `added` laid over them. @throws UserError, ProblemsError naming every mistake */
export async function readDeploymentAnswers(folder: string, catalog: ChannelCatalog, added: Given = new Map()): Promise<Answers> {
  const { given, problems } = readAnswersFile(await readDeploymentText(folder), ANSWERS_FILE, catalog)
  const merged = mergeGiven(given, withPresentChannels(given, added))
  const result = resolveAnswers(merged, catalog)
  const missing = missingAnswers(merged).map((question): Problem => ({ where: `${ANSWERS_FILE}: ${fileKeyOf(question)}`, message: 'this answer is missing', hint: question.help }))
  const all = [...problems, ...(result.ok ? [] : result.problems), ...missing]
  if (!result.ok || all.length > 0) throw mistakes(all)
  return result.answers
}

/** What a flag says is the command line's mistake, whatever the file says. */
function mistakes(problems: readonly Problem[]): ProblemsError {
  const inFlags = problems.some(({ where }) => where.startsWith('--'))
  const what = inFlags ? 'The answers have' : `${ANSWERS_FILE} has`
  return new ProblemsError('answers', `${what} ${problems.length === 1 ? 'a mistake' : 'mistakes'}.`, 'mend them and run the same command again; nothing was changed', problems)
}

/** Added channels come on top of those that are there. */
function withPresentChannels(present: Given, added: Given): Given {
  const [before, more] = [present.get('channel')?.value, added.get('channel')]
  if (more === undefined || !Array.isArray(before)) return added
  return new Map([...added, ['channel', { ...more, value: [...new Set([...before, ...[more.value].flat()])] }]])
}
