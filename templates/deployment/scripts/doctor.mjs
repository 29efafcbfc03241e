// @ts-check
// Looks for every trouble that RUNBOOK.md knows, and says the cure: npm run doctor
import { readDeployment } from './lib/deployment.mjs'
import { gatherCommands, gatherFacts } from './lib/doctor-facts.mjs'
import { describeFindings } from './lib/doctor-report.mjs'
import { judge } from './lib/doctor-rule.mjs'
import { rulesFor } from './lib/doctor-rules.mjs'
import { findFly } from './lib/find-program.mjs'
import { readFlags, readTimeLimit, readUrl, timeLimitFlag } from './lib/flags.mjs'
import { formatHelp } from './lib/format-help.mjs'
import { announceFly } from './lib/fly.mjs'
import { describeInMachine, openclawWords } from './lib/in-machine.mjs'
import { exitCodes, runScript, say } from './lib/messages.mjs'

/** @typedef {import('./lib/deployment.mjs').Deployment} Deployment */

const flagSpec = {
  json: { help: 'print the findings as JSON, and nothing else' },
  url: { value: 'URL', help: 'where the gateway must answer, if not at its usual address' },
  'dry-run': { help: 'show the commands; run none of them' },
  'time-limit': timeLimitFlag,
  help: { help: 'show this' },
}

const help = formatHelp(`npm run doctor [-- flags]

Looks at Fly, at the log, into the machine and at the page, changes nothing, and says of every trouble in RUNBOOK.md whether it is there, with what was seen and the cure. What cannot be looked at is named.

Exit codes: 0 nothing found, 1 something found or not to be checked, 2 wrong flag, 130 cancelled`, flagSpec, ['npm run doctor', 'npm run doctor --silent -- --json'])

/** What the machine is asked; the true command also looks at files, space and the port. */
const asked = [['config', 'validate', '--json'], ['channels', 'status', '--probe', '--json'], ['devices', 'list', '--json']]

/**
 * @param {{ fly: { name: string }, deployment: Deployment }} context
 * @param {string} url
 */
function announce(context, url) {
  for (const args of gatherCommands(context.deployment.app)) announceFly(context, args)
  if (context.deployment.access === 'public') say(`$ GET ${url}`)
  for (const words of asked) say(`$ ${describeInMachine(context, openclawWords(words))}`)
}

/** @param {string[]} argv */
async function main(argv) {
  const flags = readFlags(argv, flagSpec, help)
  const deployment = readDeployment()
  const url = readUrl(flags, deployment)
  const timeLimit = readTimeLimit(flags)
  if (flags.has('dry-run')) {
    announce({ fly: { name: 'fly' }, deployment }, url)
    return exitCodes.ok
  }
  const context = { fly: findFly(), deployment, timeLimit }
  if (!flags.has('json')) announce(context, url)
  const gathered = await gatherFacts(context, url)
  const findings = rulesFor(deployment, url).map((rule) => judge(rule, gathered, { deployment, fly: context.fly, url }))
  say(flags.has('json') ? JSON.stringify({ app: deployment.app, findings }, undefined, 2) : `\n${describeFindings(findings)}`)
  return findings.every(({ status }) => status === 'not found') ? exitCodes.ok : exitCodes.failed
}

await runScript(main)
