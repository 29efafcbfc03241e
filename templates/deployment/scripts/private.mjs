// @ts-check
// Takes the gateway off the public internet, or puts it back: npm run private
import { allowInSeed, switchAccess } from './lib/access-files.mjs'
import { findApp, listAppsArgs, readAccount } from './lib/account.mjs'
import { listAddresses, listAddressesArgs, releaseArgs } from './lib/addresses.mjs'
import { requireConsent } from './lib/consent.mjs'
import { deployGateway } from './lib/deploy-gateway.mjs'
import { readDeployment } from './lib/deployment.mjs'
import { findFly } from './lib/find-program.mjs'
import { readFlags, readTimeLimit, readUrl, timeLimitFlag } from './lib/flags.mjs'
import { formatHelp } from './lib/format-help.mjs'
import { announceFly, changeByFly } from './lib/fly.mjs'
import { readFlyToml } from './lib/fly-toml.mjs'
import { allowInMachine } from './lib/live-origins.mjs'
import { exitCodes, indent, runScript, say, UserError } from './lib/messages.mjs'
import { printable } from './lib/printable.mjs'
import { refusePublic } from './lib/prove-gateway.mjs'
import { quoteCommand } from './lib/run-command.mjs'

/**
 * @typedef {import('./lib/addresses.mjs').Address} Address
 * @typedef {import('./lib/deployment.mjs').Deployment} Deployment
 * @typedef {import('./lib/deployment.mjs').Webhook} Webhook
 * @typedef {import('./lib/flags.mjs').Flags} Flags
 * @typedef {import('./lib/fly.mjs').FlyContext} FlyContext
 */

const flagSpec = {
  undo: { help: 'make it public again' },
  yes: { help: 'do not ask' },
  url: { value: 'URL', help: 'with --undo: where the gateway must answer at the end (default https://APP.fly.dev/)' },
  'dry-run': { help: 'say what would be done, and do nothing' },
  'time-limit': timeLimitFlag,
  help: { help: 'show this' },
}

const help = formatHelp(`npm run private [-- flags]

Makes a public gateway private: releases every public address of the app, deploys fly.private.toml, and proves that nothing public is left. Says first what that takes away, and asks. The addresses go first, so that at no moment anything answers on them that should not.
Run it again after anything, Ctrl-C too: it goes on where it stopped.

Exit codes: 0 done, 1 failed, 2 wrong flag or nobody to ask, 130 cancelled`, flagSpec, ['npm run private', 'npm run private -- --dry-run', 'npm run private -- --undo'])

/**
 * @param {Flags} flags
 * @param {string} loss
 */
async function confirm(flags, loss) {
  say(`\n${loss}\n`)
  await requireConsent(flags.has('yes') || flags.has('dry-run'), 'Do it?')
}

/**
 * Channels that hear nothing any more, and the ways out. Afterwards an update refuses these answers, too.
 * @param {readonly Webhook[]} webhooks
 * @returns {string[]}
 */
function describeSilence(webhooks) {
  if (webhooks.length === 0) return []
  const ways = webhooks.map(({ label, address, without }) => `${printable(label)}, which is called at ${printable(address, 200)}${without ? `\n  it can do without: ${without}\n  then npm run deploy, npm run config -- push, and this again` : ''}`)
  return [
    `${webhooks.length === 1 ? 'This channel hears' : 'These channels hear'} nothing any more:`,
    indent(ways.join('\n')),
    'Ways out for the others: leave the app public; take the channel out (npx --yes create-openclaw-fly@latest remove CHANNEL);',
    'or bring its path in through a tunnel of your own, and set the channel up by hand (RUNBOOK.md, "Make it private").',
  ]
}

/**
 * @param {Deployment} deployment
 * @param {readonly Address[]} open
 */
function describeLoss({ app, webhooks = [] }, open) {
  return [
    `Public addresses of ${app}, all of which will be released:`,
    indent(open.map(({ address, type }) => `${address}   ${type}`).join('\n') || 'none'),
    'What this takes away:',
    `  https://${app}.fly.dev, for everybody, you too: npm run open then opens a tunnel instead`,
    '  whatever calls in from outside, such as webhooks and telephone calls',
    '  a dedicated IPv4 address for good: a new one is another one',
    ...describeSilence(webhooks),
    `${webhooks.length > 0 ? 'All other channels' : 'Channels that connect outwards'} go on working. Browsers must be approved anew.`,
  ].join('\n')
}

/** @param {string} app */
function describeOpening(app) {
  return [
    `${app} gets public addresses, and https://${app}.fly.dev answers everybody.`,
    'The token and the approval of each browser then keep strangers out, and nothing else does.',
  ].join('\n')
}

/**
 * @param {FlyContext} context
 * @returns {Promise<Address[] | undefined>} nothing if there is no app yet
 */
async function lookUp(context) {
  say(`  signed in as ${await readAccount(context)}`)
  announceFly(context, listAppsArgs)
  if (await findApp(context) === undefined) return undefined
  announceFly(context, listAddressesArgs(context.deployment.app))
  return listAddresses(context)
}

/**
 * @param {FlyContext} context
 * @param {readonly Address[]} open
 */
async function release(context, open) {
  const { app } = context.deployment
  if (open.length === 0) return
  await changeByFly(context, releaseArgs(app, open.map(({ address }) => address)), { ifStopped: 'Run this again: it looks at what is left, and goes on.' })
  if (context.dryRun) return
  announceFly(context, listAddressesArgs(app))
  refusePublic(await listAddresses(context))
  say('  no public address is left')
}

/**
 * @param {FlyContext} context
 * @param {Flags} flags
 */
async function makePrivate(context, flags) {
  const { deployment } = context
  const { app, folder, port } = deployment
  if (readFlyToml(folder, 'fly.private.toml').hasService) {
    throw new UserError('fly.private.toml has a service, which would open the gateway to the internet.', 'Take [http_service] and [[services]] out of fly.private.toml, then run this again.')
  }
  const addresses = await lookUp(context)
  const open = (addresses ?? []).filter(({ isPublic }) => isPublic)
  if (deployment.access === 'public' || open.length > 0) await confirm(flags, describeLoss(deployment, open))
  if (context.dryRun) {
    await release(context, open)
    return say('Then openclaw-fly.toml and scripts/deployment.json would say private, and fly.private.toml would be deployed.')
  }
  const origins = [`http://localhost:${port}`, `http://127.0.0.1:${port}`]
  const switched = switchAccess(deployment, 'private')
  allowInSeed(folder, origins)
  if (addresses === undefined) return say(`\nThere is no app ${app} at Fly yet. The first deploy will be private: npm run deploy`)
  await release(context, open)
  await deployGateway({ ...context, deployment: switched }, { force: false, org: undefined, url: '', inMachine: (inMachine) => allowInMachine(inMachine, origins, undefined) })
  say('\nNothing public is left. Open the Control UI: npm run open')
  if (switched.domain) say(`The certificate of ${switched.domain} is of no use now: ${quoteCommand([context.fly.name, 'certs', 'remove', switched.domain, '--app', app, '--yes'])}`)
}

/**
 * @param {FlyContext} context
 * @param {Flags} flags
 */
async function makePublic(context, flags) {
  const { deployment } = context
  const { app, folder } = deployment
  if (deployment.access === 'private') await confirm(flags, describeOpening(app))
  if (context.dryRun) return say('Then openclaw-fly.toml and scripts/deployment.json would say public; npm run deploy -- --dry-run shows the rest.')
  const switched = switchAccess(deployment, 'public')
  const origins = [...switched.domain ? [`https://${switched.domain}`] : [], `https://${app}.fly.dev`]
  allowInSeed(folder, origins)
  await deployGateway({ ...context, deployment: switched }, { force: false, org: undefined, url: readUrl(flags, { app }), inMachine: (inMachine) => allowInMachine(inMachine, origins, origins[0]) })
  say('\nThe gateway is public. Open the Control UI: npm run open')
}

/** @param {string[]} argv */
async function main(argv) {
  const flags = readFlags(argv, flagSpec, help)
  const deployment = readDeployment()
  const context = { deployment, timeLimit: readTimeLimit(flags), dryRun: flags.has('dry-run'), fly: findFly() }
  readUrl(flags, { app: deployment.app })
  await (flags.has('undo') ? makePublic : makePrivate)(context, flags)
  return exitCodes.ok
}

await runScript(main)
