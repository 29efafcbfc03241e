import type { Answers } from '../answers/answers.ts'
import { shellWord } from '../render/templates.ts'

/** The three commands that come next, and the step into the folder before them. */
export function nextSteps(answers: Answers, directory: string): readonly (readonly [command: string, why: string])[] {
  const org = answers.org === null ? '' : ` --org ${answers.org}`
  return [
    [`cd ${shellWord(directory)}`, ''],
    [`fly apps create ${answers.app}${org}`, 'names are unique across all of Fly'],
    ['npm run secrets', 'asks for your keys and sends them to Fly'],
    ['npm run deploy', answers.image.build === 'source' ? 'builds OpenClaw and starts it; 10 minutes or more' : 'starts it; a few minutes'],
  ]
}

/** Without comments behind the commands: zsh would take them as arguments when a line is pasted. */
export function nextStepLines(answers: Answers, directory: string): readonly string[] {
  return nextSteps(answers, directory).flatMap(([command, why]) => (why === '' ? [command] : [command, `    ${why}`]))
}
