// @ts-check
import { localName } from './config-files.mjs'
import { readFlags, readSeconds, readTimeLimit, suggest, usageError } from './flags.mjs'
import { formatHelp } from './format-help.mjs'
import { livePath } from './places.mjs'

/**
 * @typedef {'pull' | 'diff' | 'push'} Command
 * @typedef {{ command: Command, yes: boolean, dryRun: boolean, machine: string | undefined, timeLimit: number, wait: number }} Request  `timeLimit` in milliseconds, `wait` in seconds
 */

/** Exit code, beside those of all scripts: the two differ. */
export const differ = 3

/** Seconds; OpenClaw's command line takes its time to start on a small machine, and so does the gateway. */
const defaults = { timeLimit: 120, wait: 180 }

const flagSpec = {
  yes: { help: 'replace without asking' },
  wait: { value: 'SECONDS', help: `how long the gateway may take to run with it (default ${defaults.wait})` },
  machine: { value: 'ID', help: 'of this machine, where the app has several' },
  'dry-run': { help: 'show the fly commands; run nothing' },
  'time-limit': { value: 'SECONDS', help: `how long fly may take for one answer (default ${defaults.timeLimit})` },
  help: { help: 'show this' },
}

const help = formatHelp(`npm run config -- pull | diff | push [flags]

Two files have the same name: ${localName} in this folder, and ${livePath} in the machine, the one in use.

  pull  replaces the one here; the former is kept beside it. Not while the one in use has a secret in it.
  diff  shows where they differ, with secrets hidden
  push  puts the one here into use: OpenClaw in the machine checks it first; the former is kept, and comes back by itself if the gateway does not run with the new one

Exit codes: 0 done, or the same; 1 failed; 2 wrong flag; 3 they differ, or one side would lose something; 130 cancelled`, flagSpec, ['npm run config -- diff', 'npm run config -- pull', 'npm run config -- push'])

/**
 * @param {string} word
 * @returns {Command}
 */
function readCommand(word) {
  if (word === 'pull' || word === 'diff' || word === 'push') return word
  const close = suggest(word, ['pull', 'diff', 'push'])
  throw usageError(word ? 'There is no such command.' : 'What shall it do?', close ? `Did you mean ${close}?` : 'One of: pull, diff, push   More: --help')
}

/**
 * @param {string[]} argv
 * @returns {Request}
 */
export function readRequest(argv) {
  const flags = readFlags(argv, flagSpec, help, 1)
  return {
    command: readCommand(flags.words[0] ?? ''),
    yes: flags.has('yes'),
    dryRun: flags.has('dry-run'),
    machine: flags.values('machine')[0],
    timeLimit: readTimeLimit(flags, defaults.timeLimit),
    wait: readSeconds(flags, 'wait', defaults.wait),
  }
}
