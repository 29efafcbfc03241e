import type { Answers } from '../answers/answers.ts'
import { wordFor } from '../render/shell-word.ts'
import { hanging } from './wrap.ts'

export type NextStep = readonly [command: string, why: string]

/** The three commands that come next, and the step into the folder before them. */
export function nextSteps(answers: Answers, directory: string, platform: NodeJS.Platform): readonly NextStep[] {
  return [
    [`cd ${wordFor(platform)(directory)}`, ''],
    ['npm run rehearse', 'tries it on this computer first; costs nothing, and may be left out'],
    ['npm run deploy', `makes the app, asks for your keys, ${answers.image.build === 'source' ? 'builds OpenClaw and starts it; 10 minutes or more' : 'starts it; a few minutes'}`],
    ['npm run open', 'opens your assistant in the browser'],
  ]
}

/** Without comments behind the commands: zsh would take them as arguments when a line is pasted. */
export function nextStepLines(steps: readonly NextStep[], width: number): readonly string[] {
  return steps.flatMap(([command, why]) => [`  ${command}`, ...(why === '' ? [] : hanging('      ', why, width))])
}
