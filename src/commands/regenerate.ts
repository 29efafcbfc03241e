import { ANSWERS_FILE, type Answers } from '../answers/answers.ts'
import { missingAnswers } from '../answers/defaults.ts'
import { mergeGiven, type Given } from '../answers/given.ts'
import { fileKeyOf } from '../answers/questions.ts'
import { readAnswersFile } from '../answers/read-file.ts'
import { resolveAnswers } from '../answers/resolve.ts'
import type { ChannelCatalog } from '../channels/catalog.ts'
import { exitCodes, ProblemsError, type Problem } from '../errors.ts'
import { loadChannels, loadVersion } from '../load.ts'
import { planUpdate, type Plan } from '../merge/plan.ts'
import { STATE_FOLDER, withBase } from '../render/base.ts'
import { fileSet } from '../render/file-set.ts'
import { applyPlan, readDeploymentText, readPresent } from '../workspace/deployment.ts'
import { finishInterrupted } from '../workspace/fill.ts'
import { loadRendering } from './render-checked.ts'

/**
 * Renders a deployment again from its answers, with `added` laid over them, and writes what the person did not change.
 * @throws UserError, ProblemsError; nothing was written then
 */
export async function regenerate(folder: string, added: Given): Promise<Plan> {
  await finishInterrupted(folder)
  const catalog = await loadChannels()
  const answers = await readDeploymentAnswers(folder, catalog, added)
  const files = (await loadRendering(catalog))(answers)
  const plan = planUpdate(files, await readPresent(folder, files.keys()))
  const state = fileSet([...withBase(files, loadVersion())].filter(([path]) => path.startsWith(`${STATE_FOLDER}/`)))
  await applyPlan(folder, plan, state)
  return plan
}

/** The checked answers of an existing deployment. @throws UserError, ProblemsError naming every mistake */
export async function readDeploymentAnswers(folder: string, catalog: ChannelCatalog, added: Given = new Map()): Promise<Answers> {
  const { given, problems } = readAnswersFile(await readDeploymentText(folder), ANSWERS_FILE, catalog)
  const merged = mergeGiven(given, withPresentChannels(given, added))
  const result = resolveAnswers(merged, catalog)
  const missing = missingAnswers(merged).map((question): Problem => ({ where: `${ANSWERS_FILE}: ${fileKeyOf(question)}`, message: 'this answer is missing', hint: question.help }))
  const all = [...problems, ...(result.ok ? [] : result.problems), ...missing]
  if (!result.ok || all.length > 0) throw new ProblemsError('answers', `${ANSWERS_FILE} has mistakes.`, 'mend them and run the same command again', all, exitCodes.failed)
  return result.answers
}

/** Added channels come on top of those that are there. */
function withPresentChannels(present: Given, added: Given): Given {
  const [before, more] = [present.get('channel')?.value, added.get('channel')]
  if (more === undefined || !Array.isArray(before)) return added
  return new Map([...added, ['channel', { ...more, value: [...new Set([...before, ...[more.value].flat()])] }]])
}
