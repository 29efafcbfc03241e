// @ts-check
import { createApp, findApp, listAppsArgs, readAccount } from './account.mjs'
import { allocateMissing, listAddresses, listAddressesArgs } from './addresses.mjs'
import { ensureClone, needsClone, refuseOtherClone } from './clone.mjs'
import { ensureVolume, wantedVolume } from './ensure-volume.mjs'
import { fingerprint } from './fingerprint.mjs'
import { announceFly, callFly } from './fly.mjs'
import { runDeploy } from './fly-deploy.mjs'
import { listArgs, listSecretsAtFly } from './fly-secrets.mjs'
import { readFlyToml, readImage } from './fly-toml.mjs'
import { recordBegun, recordProved } from './history.mjs'
import { describeHealth, isHealthy, listHealth, refuseSeveral } from './machine-health.mjs'
import { listMachinesArgs } from './machines.mjs'
import { indent, note, say, UserError } from './messages.mjs'
import { proveGateway, refusePublic } from './prove-gateway.mjs'
import { refuseUnsafeStep } from './release-step.mjs'
import { runScriptOf } from './run-command.mjs'
import { canAsk } from './terminal.mjs'
import { recordAddresses } from './trusted-proxies.mjs'

/**
 * The way from a folder to a gateway that is proved to run. Each step looks first and does only what is missing, so
 * that it can be run again after anything, and a second run changes nothing.
 *
 * @typedef {import('./fly.mjs').FlyContext} FlyContext
 * @typedef {import('./fly-toml.mjs').FlyToml} FlyToml
 * @typedef {import('./in-machine.mjs').InMachine} InMachine
 * @typedef {{
 *   force: boolean, org: string | undefined, url: string, inMachine?: (inMachine: InMachine) => Promise<void>,
 *   anyRelease?: boolean, before?: import('./history.mjs').Before,
 * }} DeployOptions  `url` must answer in public mode; `inMachine` is what else to see to in the running machine; `anyRelease`:
 *   the way back is seen to; `before` is that way back
 */

/**
 * @param {FlyContext & { cannotAsk?: boolean }} context
 * @param {DeployOptions} options
 * @returns {Promise<boolean>} was something deployed?
 */
export async function deployGateway(context, { force, org: givenOrg, url, inMachine, anyRelease = false, before }) {
  const { deployment } = context
  const isPublic = deployment.access === 'public'
  const toml = readFlyToml(deployment.folder, deployment.config)
  refuseContradictions(context, toml)
  refuseOtherClone(deployment)
  const wanted = wantedVolume(toml, deployment.region)
  const found = await lookUp(context)
  const org = found ?? await createApp(context, givenOrg ?? (context.cannotAsk ? 'ORGANISATION' : undefined))
  const exists = found !== undefined || !context.dryRun
  const staged = exists ? await checkSecrets(context) : true
  const machines = exists ? await checkMachines(context) : []
  const addresses = await seeToAddresses(context, exists)
  if (isPublic) recordAddresses(context, addresses)
  const volume = await ensureVolume(context, wanted, exists)
  await ensureClone(deployment, context.dryRun ?? false)
  const mark = needsClone(deployment) ? 'made-of-the-clone' : fingerprint(deployment, toml)
  const [machine] = machines
  const current = machine !== undefined && !staged && !force && machine.madeFrom === mark && isHealthy(machine)
  if (!current) {
    if (machine && !anyRelease) await refuseUnsafeStep(context, machine)
    await validate(context)
    if (!context.dryRun) recordBegun(deployment.folder, toEntry(deployment, toml, { madeFrom: mark, volume, before }), new Date())
    await runDeploy(context, mark, org)
  }
  if (context.dryRun) return !current
  await proveGateway(context, { addresses, url, ...(inMachine && { inMachine }) })
  recordProved(deployment.folder, { madeFrom: mark, volume })
  return !current
}

/**
 * @param {import('./deployment.mjs').Deployment} deployment
 * @param {FlyToml} toml
 * @param {{ madeFrom: string, volume: string | undefined, before: import('./history.mjs').Before | undefined }} more
 */
function toEntry({ folder, release, schemaVersions, build }, toml, { madeFrom, volume, before }) {
  const image = build === 'image' ? readImage(folder, toml) : undefined
  return { release, madeFrom, ...(schemaVersions && { schemaVersions }), ...(image && { image }), ...(volume && { volume }), ...(before && { before }) }
}

/**
 * A dry run is of use before there is a Fly account, too: then nothing counts as made.
 * @param {FlyContext & { cannotAsk?: boolean }} context  `cannotAsk` is set if Fly gave no answer
 * @returns {Promise<string | undefined>} the organisation of the app, if the app is there
 */
async function lookUp(context) {
  try {
    say(`  signed in as ${await readAccount(context)}`)
    announceFly(context, listAppsArgs)
    const org = await findApp(context)
    say(org === undefined ? `  no app ${context.deployment.app} yet` : `  ${context.deployment.app} is there, in ${org}`)
    return org
  } catch (error) {
    if (!context.dryRun || !(error instanceof UserError)) throw error
    note(`! Fly could not be asked, so this takes nothing as made. ${error.message}`)
    context.cannotAsk = true
    return undefined
  }
}

/**
 * @param {FlyContext} context
 * @param {FlyToml} toml
 */
function refuseContradictions({ deployment: { app, access } }, { file, app: named, hasService }) {
  if (named !== undefined && named !== app) {
    throw new UserError(`${file} is for the app ${named}, scripts/deployment.json for ${app}.`, 'Write the same name in fly.toml, fly.private.toml and scripts/deployment.json.')
  }
  if (access === 'private' && hasService) {
    throw new UserError(`${file} has a service, which would open the gateway to the internet, but this deployment is private.`, `Take [http_service] and [[services]] out of ${file}. To make the gateway public: npm run private -- --undo`)
  }
}

/**
 * Who sits at a terminal is asked for what is missing, as `npm run secrets` asks.
 * @param {FlyContext} context
 * @returns {Promise<boolean>} does one wait for the next deploy?
 */
async function checkSecrets(context, wasAsked = false) {
  const { deployment: { app, secrets } } = context
  announceFly(context, listArgs(app))
  const atFly = await listSecretsAtFly(context)
  const missing = secrets.filter(({ name, optional }) => !optional && !atFly.has(name))
  if (missing.length > 0) {
    const lacks = `The app lacks secrets that the gateway needs:\n${indent(missing.map(({ name, label }) => `${name}   ${label}`).join('\n'))}`
    if (!context.dryRun && canAsk() && !wasAsked) {
      await askForSecrets(context, lacks)
      return checkSecrets(context, true)
    }
    if (!context.dryRun) throw new UserError(lacks, 'Give them to Fly, then run this again: npm run secrets')
    note(`! ${lacks}\n  A deploy would stop here until they are given: npm run secrets`)
    return true
  }
  const waiting = [...atFly].filter(([, status]) => status === 'Staged' || status === 'Partial').map(([name]) => name)
  say(waiting.length > 0 ? `  all there; with this deploy the machine gets ${waiting.join(', ')}` : '  all there')
  return waiting.length > 0
}

/**
 * @param {FlyContext} context
 * @param {string} lacks
 */
async function askForSecrets({ deployment }, lacks) {
  say(`\n${lacks}\n\n$ npm run secrets`)
  const code = await runScriptOf(deployment, 'secrets')
  if (code !== 0) throw new UserError('The secrets are not at Fly, so nothing was deployed.', 'Run this again: it goes on where it stopped.', code)
  say('\nOn with the deploy.')
}

/** @param {FlyContext} context */
async function checkMachines(context) {
  announceFly(context, listMachinesArgs(context.deployment.app))
  const machines = await listHealth(context)
  refuseSeveral(context, machines)
  say(indent(machines.map(describeHealth).join('\n') || 'none yet'))
  return machines
}

/**
 * @param {FlyContext} context
 * @param {boolean} exists
 * @returns {Promise<string[]>} all that requests come in by
 */
async function seeToAddresses(context, exists) {
  announceFly(context, listAddressesArgs(context.deployment.app))
  const present = exists ? await listAddresses(context) : []
  if (context.deployment.access === 'private') refusePublic(present)
  const all = context.deployment.access === 'public' ? await allocateMissing(context, present) : present
  say(`  ${all.map(({ address, type }) => `${address} (${type})`).join(', ') || 'none'}`)
  return all.map(({ address }) => address)
}

/** @param {FlyContext & { cannotAsk?: boolean }} context */
async function validate(context) {
  const { deployment: { app, config } } = context
  const args = ['config', 'validate', '--config', config, '--app', app]
  announceFly(context, args)
  if (context.cannotAsk) return
  await callFly(context, args)
  say('  valid')
}
