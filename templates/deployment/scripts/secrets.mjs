// @ts-check
// Gives the app at Fly the secrets it needs: npm run secrets
import process from 'node:process'
import { readDeployment } from './lib/deployment.mjs'
import { isEnvFileTracked, readEnvFile } from './lib/env-file.mjs'
import { findFly } from './lib/find-program.mjs'
import { readTimeLimit } from './lib/flags.mjs'
import { importArgs, importSecrets, listSecretsAtFly } from './lib/fly-secrets.mjs'
import { findGivenProblems, obtainValues, planSecret } from './lib/gather-secrets.mjs'
import { exitCodes, indent, note, runScript, say, UserError } from './lib/messages.mjs'
import { remember } from './lib/redact.mjs'
import { quoteCommand } from './lib/run-command.mjs'
import { formatDryRun, formatOverview, formatPlan } from './lib/secrets-report.mjs'
import { chooseSecrets, readSecretsFlags } from './lib/secrets-request.mjs'
import { askYesNo, canAsk, showUntilEnter } from './lib/terminal.mjs'

/**
 * @typedef {import('./lib/fly.mjs').FlyContext} FlyContext
 * @typedef {import('./lib/gather-secrets.mjs').Source} Source
 * @typedef {import('./lib/gather-secrets.mjs').Step} Step
 */

/**
 * @param {string} folder
 * @param {readonly string[]} names
 * @returns {Source[]} the first that has a secret wins
 */
function readSources(folder, names) {
  const env = new Map(names.flatMap((name) => process.env[name] ? [[name, process.env[name] ?? '']] : []))
  const file = readEnvFile(folder, names)
  for (const value of [...env.values(), ...file.values()]) remember(value)
  if (file.size > 0 && isEnvFileTracked(folder)) {
    note('! git tracks .env, so its secrets are in the history of this folder.')
    note('  Take it out: git rm --cached .env   Then replace each secret: npm run secrets -- --rotate NAME')
  }
  return [{ from: 'the environment', values: env }, { from: '.env', values: file }]
}

/**
 * Everything that is wrong, at once, and before anything is asked or sent.
 * @param {readonly Step[]} steps
 */
function refuseWhatCannotWork(steps) {
  const missing = steps.filter(({ action }) => action === 'missing').map(({ spec }) => `${spec.name} is missing. Where to get it: ${spec.where}`)
  const problems = [...missing, ...findGivenProblems(steps)]
  if (problems.length === 0) return
  const cure = missing.length > 0
    ? 'Set them in the environment, or in .env (then: chmod 600 .env), or run this in a terminal to be asked for them.'
    : 'Mend them there, then run this again.'
  throw new UserError(`Nothing was sent, because of:\n${indent(problems.join('\n'))}`, cure, exitCodes.usage)
}

/**
 * A dry run is of use before there is a Fly account, too.
 * @param {() => Promise<Map<string, string>>} list
 * @returns {Promise<Map<string, string>>}
 */
async function listIfPossible(list) {
  try {
    return await list()
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    note(`! Fly could not be asked, so this takes none as set there. ${error.message}`)
    return new Map()
  }
}

/**
 * @param {FlyContext} context
 * @param {import('./lib/deployment.mjs').SecretSpec} spec
 * @param {string} value
 */
async function explainGenerated({ fly, deployment }, { name, keep }, value) {
  if (keep === undefined) return say(`\n${name} was made now. The gateway alone uses it; you need not keep it.`)
  say(`\n${name} was made now, and Fly never shows a secret again.`)
  say(keep)
  say('Once deployed, this reads it back from the machine:')
  say(`  ${fly.name} ssh console -a ${deployment.app} -C "printenv ${name}"`)
  if (canAsk() && await askYesNo('Show it once now, to put it in your password manager?')) await showUntilEnter(value)
}

/**
 * @param {FlyContext} context
 * @param {readonly Step[]} steps
 * @param {ReadonlyMap<string, string>} values
 */
async function explainWhatNow(context, steps, values) {
  const { fly, deployment: { app } } = context
  say(`Staged at Fly: ${[...values.keys()].join(', ')}`)
  say('They reach the gateway with the next deploy: npm run deploy')
  say(`If the gateway already runs, this is enough: ${fly.name} secrets deploy --app ${app}`)
  for (const { action, spec } of steps) {
    if (action === 'generate') await explainGenerated(context, spec, values.get(spec.name) ?? '')
  }
}

/**
 * @param {readonly string[]} rotate
 * @param {readonly Source[]} sources
 */
function warnOfOldValues(rotate, sources) {
  for (const { from, values } of sources) {
    const old = rotate.filter((name) => values.has(name))
    if (old.length > 0) note(`! ${old.join(', ')} still set in ${from}: change it there too, or the next run sends that value again.`)
  }
}

/**
 * @param {FlyContext} context
 * @param {readonly Step[]} steps
 */
async function sendSecrets(context, steps) {
  const values = await obtainValues(steps)
  if (values.size === 0) return say('Nothing to send.')
  say(`\n$ ${quoteCommand([context.fly.name, ...importArgs(context.deployment.app)])}`)
  await importSecrets(context, values)
  await explainWhatNow(context, steps, values)
}

/** @param {string[]} argv */
async function main(argv) {
  const flags = readSecretsFlags(argv)
  const deployment = readDeployment()
  const { wanted, rotate } = chooseSecrets(flags, deployment)
  const timeLimit = readTimeLimit(flags)
  const sources = readSources(deployment.folder, wanted.map(({ name }) => name))
  const list = async () => listSecretsAtFly({ fly: findFly(), deployment, timeLimit })
  const dryRun = flags.has('dry-run')
  const atFly = dryRun ? await listIfPossible(list) : await list()
  if (flags.has('list')) {
    say(formatOverview(wanted, atFly, sources))
    return exitCodes.ok
  }
  const steps = wanted.map((spec) => planSecret(spec, { sources, atFly: new Set(atFly.keys()), rotate, canAsk: canAsk() }))
  refuseWhatCannotWork(steps)
  say(`Secrets of the Fly app ${deployment.app}\n${indent(formatPlan(steps))}`)
  if (dryRun) {
    say(formatDryRun(steps, quoteCommand(['fly', ...importArgs(deployment.app)])))
    return exitCodes.ok
  }
  await sendSecrets({ fly: findFly(), deployment, timeLimit }, steps)
  warnOfOldValues(rotate, sources)
  return exitCodes.ok
}

await runScript(main)
