// @ts-check
// Runs the OpenClaw CLI in the machine, as the gateway's user: npm run openclaw -- devices list
import { attachInMachine } from './lib/attach-machine.mjs'
import { readDeployment } from './lib/deployment.mjs'
import { findFly } from './lib/find-program.mjs'
import { readFlags, readTimeLimit, timeLimitFlag } from './lib/flags.mjs'
import { formatHelp } from './lib/format-help.mjs'
import { describeInMachine, enterMachine, openclawWords } from './lib/in-machine.mjs'
import { quoteForMachine } from './lib/machine-words.mjs'
import { exitCodes, note, runScript, say } from './lib/messages.mjs'

const flagSpec = {
  'dry-run': { help: 'show the fly command; run nothing' },
  machine: { value: 'ID', help: 'in this machine, where the app has several' },
  'time-limit': timeLimitFlag,
  help: { help: 'show this' },
}

const help = formatHelp(`npm run openclaw -- [flags] WORDS…

Runs OpenClaw's own command line in the machine, as the user that the gateway runs as, never as root: root would leave files that the gateway cannot read. Input and output are those of the command. At a terminal it gets one of its own, for questions and colours.

Flags count as ours only before the first word; from there on everything is OpenClaw's.

Exit codes: those of the command; 1 if it could not be run, 2 wrong flag or no words, 130 cancelled`, flagSpec, ['npm run openclaw -- devices list', 'npm run openclaw -- config get agents.defaults.model', 'npm run openclaw -- help'])

/**
 * @param {readonly string[]} argv
 * @returns {{ own: string[], words: string[] }} what is ours, and what is passed on as it is
 */
function divide(argv) {
  let end = 0
  while (argv[end]?.startsWith('-') && argv[end] !== '--') end += takesValue(argv[end] ?? '') ? 2 : 1
  const words = argv.slice(argv[end] === '--' ? end + 1 : end)
  return { own: argv.slice(0, end), words: [...words] }
}

/** @param {string} word */
function takesValue(word) {
  return word === '--machine' || word === '--time-limit'
}

/** @param {string[]} argv */
async function main(argv) {
  const { own, words } = divide(argv)
  const flags = readFlags(own, flagSpec, help)
  if (words.length === 0) {
    say(help)
    return exitCodes.usage
  }
  const deployment = readDeployment()
  const timeLimit = readTimeLimit(flags)
  const command = openclawWords(words)
  quoteForMachine(command)
  if (flags.has('dry-run')) {
    say(`$ ${describeInMachine({ fly: { name: 'fly' }, deployment }, command)}`)
    return exitCodes.ok
  }
  const inMachine = await enterMachine({ fly: findFly(), deployment, timeLimit }, flags.values('machine')[0])
  note(`$ ${describeInMachine(inMachine, command)}`)
  const { code, hasToken } = await attachInMachine(inMachine, command)
  if (code !== 0 && hasToken === false) explainToken()
  return code
}

function explainToken() {
  note('! This session in the machine had no OPENCLAW_GATEWAY_TOKEN, which OpenClaw needs to talk to the gateway.')
  note('  Is it set, and deployed? npm run secrets -- --list')
}

await runScript(main)
