import type { Answers } from '../answers/answers.ts'
import { answerFlags, type FlagWords } from '../answers/flags.ts'
import { wordFor } from '../render/shell-word.ts'
import { columnsOf } from './wrap.ts'

/** The argv words that make the same deployment again, without a question, and with a clone only where there was to be one. */
export function repeatWords(answers: Answers, directory: string, clone: boolean): readonly string[] {
  return [directory, ...answerFlags(answers).flatMap(argvWords), ...(clone ? [] : ['--no-clone']), '--yes']
}

/** A value that starts with a dash would be taken for the next flag. */
function argvWords([flag, value]: FlagWords): readonly string[] {
  return value.startsWith('-') ? [`${flag}=${value}`] : [flag, value]
}

/**
 * The one command that repeats a run, to be pasted into a shell. At a terminal it is broken between its flags, as POSIX
 * shells take it; those of Windows share no such sign. npm's program for PowerShell may lose the `--`, which npx does not
 * need.
 * @param words of `repeatWords`
 */
export function repeatLines(words: readonly string[], platform: NodeJS.Platform, width: number): readonly string[] {
  const quote = wordFor(platform)
  if (platform === 'win32') return [`  ${['npx create-openclaw-fly@latest', ...words.map(quote)].join(' ')}`]
  const lines = ['  npm create openclaw-fly@latest --']
  for (const part of flagsWithValues(words).map((each) => each.map(quote).join(' '))) {
    const longer = `${lines.at(-1)} ${part}`
    if (columnsOf(longer) + CONTINUED.length <= width) lines[lines.length - 1] = longer
    else lines.push(`    ${part}`)
  }
  return lines.map((line, index) => (index < lines.length - 1 ? line + CONTINUED : line))
}

const CONTINUED = ' \\'

/** A flag and its value stay on one line. */
function flagsWithValues(words: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = []
  for (const word of words) {
    if (parts.length === 0 || word.startsWith('--')) parts.push([word])
    else parts.at(-1)!.push(word)
  }
  return parts
}
