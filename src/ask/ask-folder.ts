import { parseText } from '../answers/values.ts'
import { problemFinder } from './find-problem.ts'
import type { AskIo } from './io.ts'
import { promptText } from './prompts/prompt-text.ts'
import { texts } from './texts.ts'

/**
 * Asks for the folder of a deployment that was not named on the command line.
 * @throws Cancelled
 */
export async function askFolder(io: AskIo, suggestion: string): Promise<string> {
  return (await promptText(io, { ...texts.folder, suggestion, findProblem: problemFinder('folder', parseText) })) ?? suggestion
}
