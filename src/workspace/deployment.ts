import { join } from 'node:path'
import { ANSWERS_FILE } from '../answers/answers.ts'
import { UserError } from '../errors.ts'
import { readAnswersText } from './answers-file.ts'

/** The text of a deployment's answers file. @throws UserError where the folder is not a deployment */
export async function readDeploymentText(folder: string): Promise<string> {
  const path = join(folder, ANSWERS_FILE)
  return readAnswersText(path, path).catch((error: unknown) => {
    if (error instanceof UserError && error.code === 'answers-absent') throw new UserError('not-a-deployment', `${folder} is not a deployment: it has no ${ANSWERS_FILE}`, 'go into the deployment, or name it with -C DIR')
    throw error
  })
}
