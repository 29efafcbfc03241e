import { nearest } from '../answers/suggest.ts'
import { complete, shells, type Abouts } from '../completion/complete.ts'
import { scripts } from '../completion/scripts.ts'
import { exitCodes, UserError, type ExitCode } from '../errors.ts'
import { loadChannelIds } from '../preset-files.ts'
import { loadChannels } from '../load.ts'
import { parseFlags } from './args.ts'
import { commandHelp } from './command-help.ts'
import { ownFlags } from './flags.ts'
import { helpText } from './help.ts'
import type { Io } from './io.ts'

/** Before the words of a command line that is to be completed: what the scripts call. */
const WORDS = '--words'

/**
 * `create-openclaw-fly completion bash|zsh|fish`: the script that makes a shell complete our commands, flags and values.
 * `create-openclaw-fly completion --words -- WORD…`: what can follow, a line each, for that script.
 * @throws UserError
 */
export async function completionCommand(words: readonly string[], io: Io): Promise<ExitCode> {
  if (words[0] === WORDS) {
    const { candidates, paths } = complete(words.slice(2), await loadChannels(), aboutsWith(await loadChannelIds()))
    const lines = [...candidates.map(({ value, about }) => (about === undefined ? value : `${value}\t${about}`)), ...(paths === undefined ? [] : [`:${paths}`])]
    io.output.write(lines.map((line) => `${line}\n`).join(''))
    return exitCodes.ok
  }
  const { positionals, values, mistake } = parseFlags(words, ownFlags('completion'), 1)
  if (mistake !== undefined) throw mistake
  const [named] = positionals
  const shell = shells.find((one) => one === named)
  if (shell === undefined) throw new UserError('usage', named === undefined ? 'The name of your shell is missing.' : 'There is no completion for this shell.', hintFor(named), exitCodes.usage)
  io.output.write(values.has('json') ? `${JSON.stringify({ shell, script: scripts[shell] }, null, 2)}\n` : scripts[shell])
  return exitCodes.ok
}

function hintFor(named: string | undefined): string {
  const near = named === undefined ? undefined : nearest(named, shells)
  return near === undefined ? `one of ${shells.join(', ')}` : `did you mean ${near}?`
}

/** The texts of `--help` are the only ones: what stands beside a flag or a command there. */
const aboutsWith = (ids: readonly string[]): Abouts => (command) => {
  // diff takes the flags of update, and refers to them.
  const help = command === 'create' ? helpText(ids) : commandHelp[command === 'diff' ? 'update' : command]
  const rows = help.matchAll(/^ {2}(?:(-{1,2}[a-zA-Z][\w-]*)(?: \S+)?(?: {2,}|\n {23})|([a-z]+) +)(\S.*?)[;,]?$/gmu)
  return new Map([...rows].map(([, flag, word, about]) => [flag ?? word!, about!]))
}
