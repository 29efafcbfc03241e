import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { ANSWERS_FILE } from '../answers/answers.ts'
import { UserError } from '../errors.ts'
import { readAnswersText } from './answers-file.ts'

/** The text of a deployment's answers file. @throws UserError where the folder is not a deployment */
export async function readDeploymentText(folder: string): Promise<string> {
  await refuseOther(folder)
  const path = join(folder, ANSWERS_FILE)
  return readAnswersText(path, path)
}

/** @throws UserError where the folder is not a deployment, so that nothing of ours is put there */
export async function refuseOther(folder: string): Promise<void> {
  if (await isThere(join(folder, ANSWERS_FILE))) return
  const what = (await isThere(folder)) ? `${folder} is not a deployment: it has no ${ANSWERS_FILE}` : `there is no folder ${folder}`
  const byHand = (await isThere(join(folder, 'fly.toml'))) ? '; npx create-openclaw-fly@latest adopt makes one of what was made by hand' : ''
  throw new UserError('not-a-deployment', what, `go into the deployment, or name it with -C DIR${byHand}`)
}

/** Whether anything is at a path; what cannot be looked at is. */
export async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(() => true, (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR')
}
