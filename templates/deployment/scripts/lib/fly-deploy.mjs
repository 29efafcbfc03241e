// @ts-check
import { fingerprintName } from './fingerprint.mjs'
import { announceFly, describeLogs, environmentForFly } from './fly.mjs'
import { exitCodes, UserError } from './messages.mjs'
import { redact } from './redact.mjs'
import { quoteCommand, runAttached } from './run-command.mjs'

/**
 * @typedef {import('./deployment.mjs').Deployment} Deployment
 * @typedef {import('./fly.mjs').FlyContext} FlyContext
 */

/** How much of what fly complains of is kept, to recognise the cause. Unit: characters. */
const mostKept = 20_000

/**
 * fly changes into the folder it builds and only then looks for --config and for [[files]].
 * @param {Deployment} deployment
 * @param {string} mark  the fingerprint
 */
function deployArgs({ app, build, config }, mark) {
  const what = build === 'source' ? ['openclaw', '--config', `../${config}`] : ['--config', config]
  return ['deploy', ...what, '--app', app, '--env', `${fingerprintName}=${mark}`]
}

/**
 * Builds and deploys in the person's terminal, without a limit of time: a first build is long.
 * @param {FlyContext} context
 * @param {string} mark
 * @param {string} org
 */
export async function runDeploy(context, mark, org) {
  const { fly, deployment, dryRun } = context
  const args = deployArgs(deployment, mark)
  announceFly(context, args)
  if (dryRun) return
  let complaint = ''
  const onError = (/** @type {string} */ text) => { complaint = (complaint + text).slice(-mostKept) }
  const code = await runAttached(fly, args, { cwd: deployment.folder, env: environmentForFly(deployment), onError })
  if (code !== 0) throw explainFailedDeploy(context, { args, code, org, complaint: redact(complaint) })
}

/**
 * @param {FlyContext} context
 * @param {{ args: string[], code: number, org: string, complaint: string }} failure
 */
function explainFailedDeploy(context, { args, code, org, complaint }) {
  const command = quoteCommand([context.fly.name, ...args])
  // flyctl ends with 127 when it was interrupted (internal/cli/cli.go).
  if (code === exitCodes.cancelled || code === 127) return new UserError(`Interrupted during: ${command}`, 'Run this again: it looks at what is there, and goes on.', exitCodes.cancelled)
  if (/trial organi[sz]ation|disabled for trial|credit card|payment method/i.test(complaint)) {
    return new UserError(
      'Fly does not deploy for a trial organisation: it wants a payment method first.',
      `Add one, then run this again; all that was made so far stays: https://fly.io/dashboard/${org}/billing`,
    )
  }
  const logs = describeLogs(context)
  if (/health checks? to pass|timeout reached waiting/i.test(complaint)) {
    return new UserError('The machine has the new version, but its health check did not pass in time.', `What the gateway says: ${logs}\nWhat is wrong, and the cure: npm run doctor\nIf it was only slow, run this again.`)
  }
  return new UserError(`This failed with exit code ${code}: ${command}`, `fly says above why. Mend it, then run this again: it goes on where it stopped.\nWhat the gateway says: ${logs}`)
}
