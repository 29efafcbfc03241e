// @ts-check
// Opens the Control UI, lets browsers in: npm run open
import { approveBrowser } from './lib/approve-browser.mjs'
import { readDeployment } from './lib/deployment.mjs'
import { isRequestId } from './lib/devices.mjs'
import { findFly } from './lib/find-program.mjs'
import { readFlags, readTimeLimit, usageError } from './lib/flags.mjs'
import { formatHelp } from './lib/format-help.mjs'
import { describeInMachine, enterMachine, openclawWords } from './lib/in-machine.mjs'
import { exitCodes, note, runScript, say } from './lib/messages.mjs'
import { requireCommand } from './lib/old-releases.mjs'
import { openUrl } from './lib/open-url.mjs'
import { makeOwnerLink } from './lib/owner-link.mjs'
import { quoteCommand } from './lib/run-command.mjs'
import { proxyArgs, runProxy } from './lib/run-proxy.mjs'

/**
 * @typedef {import('./lib/deployment.mjs').Deployment} Deployment
 * @typedef {import('./lib/flags.mjs').Flags} Flags
 * @typedef {import('./lib/fly.mjs').FlyContext} FlyContext
 */

/** Seconds; OpenClaw's command line takes its time to start on a small machine. */
const defaultTimeLimit = 120

const flagSpec = {
  approve: { help: 'show the browsers that wait, and let one in; without a terminal: --approve REQUEST' },
  link: { help: 'make a link that lets one browser in as owner, once, within minutes' },
  print: { help: 'print the address; open nothing' },
  machine: { value: 'ID', help: 'ask this machine, where the app has several' },
  'dry-run': { help: 'show what would be run; run nothing' },
  'time-limit': { value: 'SECONDS', help: `how long fly may take for one answer (default ${defaultTimeLimit})` },
  help: { help: 'show this' },
}

const help = formatHelp(`npm run open [-- flags]

Opens the Control UI in the browser. A private gateway is reached through fly proxy: that runs until you press Ctrl-C. The page asks for the gateway token once, and then to be approved: --approve, in a second terminal. Or let a browser in without both: --link. Whoever has that link is owner, so do not pass it on.

Exit codes: 0 done, 1 failed, 2 wrong flag or nobody to ask, 130 cancelled`, flagSpec, ['npm run open', 'npm run open -- --approve', 'npm run open -- --link'])

/** @param {Deployment} deployment */
function addressOf({ app, access, port, url }) {
  return url ?? (access === 'public' ? `https://${app}.fly.dev` : `http://localhost:${port}`)
}

/** @param {Deployment} deployment */
async function openPage(deployment) {
  const url = addressOf(deployment)
  note('The page asks for the gateway token, then to be approved: npm run open -- --approve')
  say(await openUrl(url) ? `Opened ${url}` : `Open it in a browser: ${url}`)
}

/**
 * The link is a secret: it is shown, and never becomes a word of a command, which other programs see.
 * @param {FlyContext} context
 * @param {string | undefined} machine
 */
async function link(context, machine) {
  const { deployment } = context
  const inMachine = await enterMachine(context, machine)
  note(`$ ${describeInMachine(inMachine, openclawWords(['dashboard', '--json']))}   (its output holds the gateway token and is not shown)`)
  const { link: address, minutes } = await makeOwnerLink(inMachine, addressOf(deployment))
  const show = async () => {
    note(`Open this in the browser that shall be let in, as owner. It works once, for ${minutes} minutes. Do not pass it on.`)
    say(address)
  }
  if (deployment.access === 'private') return runProxy(context, show)
  await show()
  return exitCodes.ok
}

/** @param {Deployment} deployment */
function print(deployment) {
  if (deployment.access === 'private') note(`Run this first, and leave it running: ${quoteCommand(['fly', ...proxyArgs(deployment)])}`)
  say(addressOf(deployment))
  return exitCodes.ok
}

/**
 * @param {Deployment} deployment
 * @param {Flags} flags
 */
function dryRun(deployment, flags) {
  const context = { fly: { name: 'fly' }, deployment }
  const inMachine = (/** @type {string[]} */ ...words) => say(`$ ${describeInMachine(context, openclawWords(words))}`)
  if (flags.has('approve')) {
    inMachine('devices', 'list', '--json')
    inMachine('devices', 'approve', flags.words[0] ?? 'REQUEST', '--json')
  } else {
    if (flags.has('link')) inMachine('dashboard', '--json')
    if (deployment.access === 'private') say(`$ ${quoteCommand(['fly', ...proxyArgs(deployment)])}`)
    if (!flags.has('link')) say(`Open ${addressOf(deployment)}`)
  }
  say('Dry run: nothing was run.')
  return exitCodes.ok
}

/**
 * @param {string[]} argv
 * @returns {Flags}
 */
function readOpenFlags(argv) {
  const flags = readFlags(argv, flagSpec, help, 1)
  const [id] = flags.words
  const both = ['approve', 'link', 'print'].filter(flags.has)
  if (both.length > 1) throw usageError(`--${both[0]} and --${both[1]} do not go together.`)
  if (id !== undefined && !flags.has('approve')) throw usageError('There is a word too many: this takes flags only.')
  if (id !== undefined && !isRequestId(id)) throw usageError('That is not the id of a request.', 'They are listed by: npm run open -- --approve')
  return flags
}

/** @param {string[]} argv */
async function main(argv) {
  const flags = readOpenFlags(argv)
  const deployment = readDeployment()
  const timeLimit = readTimeLimit(flags, defaultTimeLimit)
  const machine = flags.values('machine')[0]
  if (flags.has('dry-run')) return dryRun(deployment, flags)
  if (flags.has('print')) return print(deployment)
  const isPlain = !flags.has('approve') && !flags.has('link')
  if (isPlain && deployment.access === 'public') {
    await openPage(deployment)
    return exitCodes.ok
  }
  if (flags.has('link')) requireCommand(deployment, 'dashboard --json', 'Without a link: npm run open, paste the token, then npm run open -- --approve')
  const context = { fly: findFly(), deployment, timeLimit }
  if (isPlain) return runProxy(context, () => openPage(deployment))
  return flags.has('approve') ? approveBrowser(await enterMachine(context, machine), flags.words[0]) : link(context, machine)
}

await runScript(main)
