import type { Answers } from '../answers/answers.ts'
import { answerFlags, type FlagWords } from '../answers/flags.ts'
import { wordFor } from '../render/shell-word.ts'

/** The argv words that make the same deployment again, without a question. */
export function repeatWords(answers: Answers, directory: string): readonly string[] {
  return [directory, ...answerFlags(answers).flatMap(argvWords), '--yes']
}

/** A value that starts with a dash would be taken for the next flag. */
function argvWords([flag, value]: FlagWords): readonly string[] {
  return value.startsWith('-') ? [`${flag}=${value}`] : [flag, value]
}

/** The one command that repeats a run, to be pasted into a shell. npm's program for PowerShell may lose the `--`, which npx does not need. */
export function repeatCommand(words: readonly string[], platform: NodeJS.Platform): string {
  const program = platform === 'win32' ? 'npx create-openclaw-fly@latest' : 'npm create openclaw-fly@latest --'
  return [program, ...words.map(wordFor(platform))].join(' ')
}
