// @ts-check
// Deploys the gateway and proves that it runs: npm run deploy
import { readDeployment } from './lib/deployment.mjs'
import { deployGateway } from './lib/deploy-gateway.mjs'
import { findFly, findFlyOrName } from './lib/find-program.mjs'
import { readFlags, readTimeLimit, readUrl, timeLimitFlag, usageError } from './lib/flags.mjs'
import { formatHelp } from './lib/format-help.mjs'
import { exitCodes, runScript, say } from './lib/messages.mjs'

/** @typedef {import('./lib/flags.mjs').Flags} Flags */

const flagSpec = {
  force: { help: 'deploy even if the machine is what this folder makes' },
  'any-release': { help: 'deploy even if the data on the volume is of another release, and there may be no way back' },
  org: { value: 'NAME', help: 'the Fly organisation that a new app shall belong to' },
  url: { value: 'URL', help: 'where the gateway must answer at the end (default https://APP.fly.dev/)' },
  'dry-run': { help: 'look at Fly, show the commands that would change something, run none of them' },
  'time-limit': timeLimitFlag,
  help: { help: 'show this' },
}

const help = formatHelp(`npm run deploy [-- flags]

Makes what is missing at Fly (app, addresses, volume), deploys this folder, and proves that the gateway runs: one healthy machine, and the page answers or, in private mode, nobody can reach it.
Run it again after anything, Ctrl-C too: it goes on where it stopped, and a second run changes nothing. Every command is shown as it is run. The deploy itself may take as long as it takes.

Exit codes: 0 the gateway runs, 1 failed, 2 wrong flag or missing answer, 130 cancelled`, flagSpec, ['npm run deploy', 'npm run deploy -- --dry-run'])

/** @param {Flags} flags */
function readOrg(flags) {
  const [org] = flags.values('org')
  if (org !== undefined && !/^[A-Za-z0-9][\w-]*$/.test(org)) throw usageError('--org needs the short name of an organisation, as fly orgs list shows it.')
  return org
}

/** @param {string[]} argv */
async function main(argv) {
  const flags = readFlags(argv, flagSpec, help)
  const deployment = readDeployment()
  const dryRun = flags.has('dry-run')
  const context = { deployment, timeLimit: readTimeLimit(flags), dryRun, fly: dryRun ? findFlyOrName() : findFly() }
  const options = { force: flags.has('force'), org: readOrg(flags), url: readUrl(flags, { app: deployment.app }), anyRelease: flags.has('any-release') }
  const deployed = await deployGateway(context, options)
  if (dryRun) say(deployed ? '\nNothing was changed: this was a dry run.' : '\nThere is nothing to deploy.')
  else if (deployed) say('\nDeployed. Open the Control UI: npm run open')
  else say('\nNothing has changed since the last deploy, and the gateway runs. Deploy all the same: npm run deploy -- --force\nOpen the Control UI: npm run open')
  return exitCodes.ok
}

await runScript(main)
