// @ts-check
// Brings the release that this folder names to the machine, with a way back: npm run upgrade
import { requireConsent } from './lib/consent.mjs'
import { readDeployment } from './lib/deployment.mjs'
import { deployGateway } from './lib/deploy-gateway.mjs'
import { findFly } from './lib/find-program.mjs'
import { readFlags, readTimeLimits, readUrl, usageError } from './lib/flags.mjs'
import { formatHelp } from './lib/format-help.mjs'
import { describeGenerator, generatorArgs, runGenerator } from './lib/generator.mjs'
import { findGatewayVolume } from './lib/gateway-volume.mjs'
import { readHistory } from './lib/history.mjs'
import { enterMachine } from './lib/in-machine.mjs'
import { exitCodes, indent, joinErrors, note, runScript, say, UserError } from './lib/messages.mjs'
import { isRelease } from './lib/release.mjs'
import { runScriptOf } from './lib/run-command.mjs'
import { checkCommands, findObstacles } from './lib/upgrade-check.mjs'
import { forgetUpgrade } from './lib/upgrade-journal.mjs'
import { compareWithMachine, describePlan, findMachine } from './lib/upgrade-plan.mjs'
import { explainHeld, proveRelease } from './lib/upgrade-proof.mjs'
import { saveBefore } from './lib/upgrade-save.mjs'

/**
 * @typedef {import('./lib/deployment.mjs').Deployment} Deployment
 * @typedef {import('./lib/flags.mjs').Flags} Flags
 * @typedef {import('./lib/fly.mjs').FlyContext} FlyContext
 * @typedef {import('./lib/in-machine.mjs').InMachine} InMachine
 * @typedef {import('./lib/release.mjs').Release} Release
 */

const defaultLimit = 900

/** A first start converts the data and fetches plugins; Fly waits for it, too. Unit: milliseconds. */
const longestStart = 300_000

const flagSpec = {
  to: { value: 'RELEASE', help: 'bring this folder to that release first, with create-openclaw-fly update' },
  'without-check': { help: 'do not look whether this folder and the configuration in use suit the release' },
  'no-backup': { help: 'no file here, only the snapshot at Fly' },
  yes: { help: 'do not ask' },
  url: { value: 'URL', help: 'where the gateway must answer at the end (default https://APP.fly.dev/)' },
  'dry-run': { help: 'look at everything, show what would be done, change nothing' },
  'time-limit': { value: 'SECONDS', help: `how long one step may take (default ${defaultLimit})` },
  help: { help: 'show this' },
}

const help = formatHelp(`npm run upgrade [-- flags]

Brings the OpenClaw release that this folder names to the machine. First it looks whether that will work; then it makes a backup here and a snapshot at Fly, deploys, and proves that the new release runs.
Run it again after anything, Ctrl-C too: it goes on where it stopped.
Back again: npm run rollback

Exit codes: 0 the new release runs, 1 failed, 2 wrong flag or nobody to ask, 130 cancelled`, flagSpec, ['npm run upgrade', 'npm run upgrade -- --to latest', 'npm run upgrade -- --dry-run'])

/**
 * The folder first. Its scripts may be others afterwards, so they go on, not this program.
 * @param {Deployment} deployment
 * @param {Flags} flags
 * @param {string} release
 * @param {readonly string[]} argv
 * @returns {Promise<number>} exit code
 */
async function updateFolder(deployment, flags, release, argv) {
  const args = generatorArgs(deployment, ['update', '--to', release, ...flags.has('yes') ? ['--yes'] : []], 'latest')
  if (flags.has('dry-run')) {
    say(`$ ${describeGenerator(args)}\nThe rest can be shown once this folder has that release: npm run upgrade -- --dry-run`)
    return exitCodes.ok
  }
  const code = await runGenerator(deployment, args)
  if (code === exitCodes.cancelled) return code
  if (code !== 0) throw new UserError(`This folder was not brought to ${release} (exit code ${code}), so nothing was deployed.`, 'See what it says above. Once that is settled: npm run upgrade')
  say('\n$ npm run upgrade')
  return runScriptOf(deployment, 'upgrade', withoutTo(argv))
}

/** @param {readonly string[]} argv */
function withoutTo(argv) {
  return argv.filter((word, index) => word !== '--to' && argv[index - 1] !== '--to' && !word.startsWith('--to='))
}

/**
 * @param {InMachine} inMachine
 * @param {{ running: Release, flags: Flags, long: number }} about
 */
async function save(inMachine, { running, flags, long }) {
  const { id: volume } = await findGatewayVolume(inMachine)
  const withBackup = !flags.has('no-backup')
  say(describePlan(inMachine, { running, volume, withBackup }))
  if (flags.has('dry-run')) return undefined
  await requireConsent(flags.has('yes'), '\nDo it?')
  return saveBefore(inMachine, { running, volume, withBackup, limit: long })
}

/**
 * Deploying and proving does nothing that is done already: after an interruption, and where the machine has the release.
 * @param {FlyContext} context
 * @param {{ url: string, running: Release, before?: import('./lib/history.mjs').Before, long: number }} about
 */
async function bring(context, { url, running, before, long }) {
  const { release, folder } = context.deployment
  const patient = { ...context, timeLimit: Math.max(context.timeLimit, Math.min(long, longestStart)) }
  await deployGateway(patient, { force: false, org: undefined, url, anyRelease: true, ...(before && { before }) }).catch(async (error) => {
    throw await explainHeld(context, error, readHistory(folder).at(-1)?.before?.release ?? running.release)
  })
  await proveRelease({ ...await enterMachine(context), timeLimit: patient.timeLimit })
  forgetUpgrade(folder)
  say(`\nOpenClaw ${release} runs. ${before ? `Back to ${before.release}: npm run rollback` : 'Open the Control UI: npm run open'}`)
}

/** @param {string[]} argv */
async function main(argv) {
  const flags = readFlags(argv, flagSpec, help)
  const [to] = flags.values('to')
  if (to !== undefined && to !== 'latest' && !isRelease(to)) throw usageError('--to needs a release of OpenClaw, such as 2026.9.6, or latest.')
  const deployment = readDeployment()
  if (to !== undefined && to !== deployment.release) return updateFolder(deployment, flags, to, argv)
  const { quick, long } = readTimeLimits(flags, defaultLimit)
  const context = { deployment, timeLimit: quick, fly: findFly(), dryRun: flags.has('dry-run') }
  const url = readUrl(flags, { app: deployment.app })
  const machine = await findMachine(context)
  const running = await compareWithMachine(machine)
  if (running.release !== deployment.release) {
    if (!machine.healthy) note('! The gateway is not healthy now. An upgrade may mend that, and may not: npm run doctor')
    await lookAhead(machine, flags, running.release)
    const before = await save(machine, { running, flags, long })
    if (before) await bring(context, { url, running, before, long })
    else say('\nNothing was changed: this was a dry run.')
    return exitCodes.ok
  }
  say(`\nThe machine has ${running.release} already.`)
  if (context.dryRun) say('It would only be proved that it runs: npm run upgrade')
  else await bring(context, { url, running, long })
  return exitCodes.ok
}

/**
 * @param {InMachine} inMachine
 * @param {Flags} flags
 * @param {string} from  the release in the machine
 */
async function lookAhead(inMachine, flags, from) {
  if (flags.has('without-check')) return note(`! Not looked at: ${Object.values(checkCommands(inMachine.deployment, from)).map(describeGenerator).join('   ')}`)
  const { obstacles: [first, ...more], unseen } = await findObstacles(inMachine, from)
  if (first) throw joinErrors([first, ...more, ...unseen])
  for (const { message, hint } of unseen) note(`! ${message}\n${indent(hint)}`)
  if (unseen.length === 0 || flags.has('dry-run')) return
  await requireConsent(false, 'Go on without that look?', { nobody: 'Not everything could be looked at, so nothing was changed.', hint: 'To go on all the same: npm run upgrade -- --without-check' })
}

await runScript(main)
