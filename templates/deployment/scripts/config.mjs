// @ts-check
// The configuration in use and the one in this folder: npm run config -- pull | diff | push
import { findDifferences, findRestartKeys, fingerprintOf, formatDifferences, withoutStamps } from './lib/compare-config.mjs'
import { differ, readRequest } from './lib/config-request.mjs'
import { requireConsent } from './lib/consent.mjs'
import { readDeployment } from './lib/deployment.mjs'
import { findFly } from './lib/find-program.mjs'
import { describeInMachine, enterMachine } from './lib/in-machine.mjs'
import { findOpenSecrets, localName, memorize, readLive, readLocal, recall, replaceLocal } from './lib/config-files.mjs'
import { exitCodes, indent, note, runScript, say, UserError } from './lib/messages.mjs'
import { requireCommand } from './lib/old-releases.mjs'
import { livePath, openclawProgram } from './lib/places.mjs'
import { printable } from './lib/printable.mjs'
import { pushConfig } from './lib/push-config.mjs'
import { findSecretPaths } from './lib/secret-values.mjs'

/**
 * @typedef {import('./lib/config-request.mjs').Request} Request
 * @typedef {import('./lib/in-machine.mjs').InMachine} InMachine
 * @typedef {import('./lib/config-files.mjs').Config} Config
 * @typedef {import('./lib/compare-config.mjs').Difference} Difference
 */

/**
 * @param {InMachine} inMachine
 * @returns {Promise<Config>}
 */
async function requireLive(inMachine) {
  const live = await readLive(inMachine)
  if (live) return live
  throw new UserError(`The machine has no ${livePath} yet.`, 'The first start puts this folder\'s there: npm run deploy   Or put it there now: npm run config -- push')
}

/** @param {readonly Difference[]} differences */
function show(differences) {
  say(formatDifferences(differences, { from: 'in use', to: 'here' }))
}

/** @param {InMachine} inMachine */
async function diff(inMachine) {
  const local = readLocal(inMachine.deployment)
  const differences = findDifferences((await requireLive(inMachine)).config, local.config)
  if (differences.length > 0) {
    show(differences)
    return differ
  }
  say('The same.')
  return exitCodes.ok
}

/**
 * @param {InMachine} inMachine
 * @param {Request} request
 */
async function pull(inMachine, request) {
  const { deployment } = inMachine
  const local = readLocal(deployment)
  const live = await requireLive(inMachine)
  const differences = findDifferences(local.config, live.config)
  if (differences.length > 0) {
    refuseSecrets(await findOpenSecrets(inMachine, live.config))
    say(formatDifferences(differences, { from: 'here', to: 'in use' }))
    await requireConsent(request.yes, `Replace ${localName} here by the one in use?`, { nobody: `${localName} here would be replaced; nothing was.`, exitCode: differ })
    const kept = replaceLocal(deployment, `${JSON.stringify(withoutStamps(live.config), null, 2)}\n`)
    say(`\nDone: ${localName} is what is in use. The former one is beside it: ${kept}`)
  } else {
    say('The same; nothing to pull.')
  }
  memorize(deployment, live.config)
  return exitCodes.ok
}

/** @param {readonly string[]} paths */
function refuseSecrets(paths) {
  if (paths.length === 0) return
  throw new UserError(
    `The configuration in use has secrets in the open, and here it would go into git:\n${indent(paths.map((path) => printable(path, 200)).join('\n'))}`,
    [
      'Nothing was pulled. Move them out of it: openclaw can do that in the machine, step by step:',
      '  npm run openclaw -- secrets configure',
      'Or by hand: give the value to Fly (npm run secrets knows which ones this deployment has), then refer to it by name:',
      '  npm run openclaw -- config set PATH --ref-provider default --ref-source env --ref-id NAME',
    ].join('\n'),
  )
}

/**
 * @param {InMachine} inMachine
 * @param {Request} request
 */
async function push(inMachine, request) {
  const { deployment } = inMachine
  requireCommand(deployment, 'config validate', 'A configuration is never put into use unchecked: change it in the Control UI, or upgrade OpenClaw')
  const local = readLocal(deployment)
  warnOfSecrets(local.config)
  const live = await readLive(inMachine)
  const differences = findDifferences(live?.config ?? {}, local.config)
  if (live && differences.length === 0) {
    memorize(deployment, local.config)
    say('The same; nothing to push.')
    return exitCodes.ok
  }
  show(differences)
  say()
  if (live && recall(deployment) !== fingerprintOf(live.config)) await askToOverwrite(request, recall(deployment) !== undefined)
  const keys = findRestartKeys(differences)
  if (keys.length > 0) note(`The gateway restarts for ${keys.map((key) => printable(key)).join(', ')}: for about a minute it does not answer.`)
  return pushConfig(inMachine, { local, live, wait: request.wait })
}

/** @param {Record<string, unknown>} config */
function warnOfSecrets(config) {
  const paths = findSecretPaths(config).map((path) => printable(path.join('.')))
  if (paths.length > 0) note(`! ${localName} here looks as if it had secrets in the open, and it goes into git: ${paths.join(', ')}`)
}

/**
 * @param {Request} request
 * @param {boolean} known  was it ever pulled or pushed from this folder?
 */
async function askToOverwrite(request, known) {
  const why = known ? 'The one in use was changed since the last pull or push' : 'The one in use may have changes of its own: nothing was pulled or pushed from this folder yet'
  const what = `${why}. What the list shows as "in use" would be lost.`
  if (!request.yes) note(`${what}\nTo look at it first and keep both: npm run config -- pull`)
  await requireConsent(request.yes, 'Push all the same?', { nobody: `${what} Nothing was pushed.`, exitCode: differ })
}

const commands = { pull, diff, push }

/** @param {string[]} argv */
async function main(argv) {
  const request = readRequest(argv)
  const deployment = readDeployment()
  if (request.dryRun) {
    dryRun(deployment, request)
    return exitCodes.ok
  }
  const inMachine = await enterMachine({ fly: findFly(), deployment, timeLimit: request.timeLimit }, request.machine)
  note(`$ ${describeInMachine(inMachine, ['cat', livePath])}`)
  return commands[request.command](inMachine, request)
}

/**
 * @param {import('./lib/deployment.mjs').Deployment} deployment
 * @param {Request} request
 */
function dryRun(deployment, { command }) {
  const context = { fly: { name: 'fly' }, deployment }
  say(`$ ${describeInMachine(context, ['cat', livePath])}`)
  if (command === 'push') {
    say(`$ ${describeInMachine(context, ['sh', '-c', `umask 077; cat > ${livePath}.new`])} < ${localName}`)
    say(`$ ${describeInMachine(context, ['env', `OPENCLAW_CONFIG_PATH=${livePath}.new`, 'node', openclawProgram, 'config', 'validate', '--json'])}`)
    say(`$ ${describeInMachine(context, ['mv', `${livePath}.new`, livePath])}`)
  }
  say('Dry run: nothing was run.')
}

await runScript(main)
