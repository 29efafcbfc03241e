// @ts-check
// Builds and deploys the gateway: npm run deploy
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { howToOpen, readDeployment } from './lib/deployment.mjs'
import { findFly, findNpx } from './lib/find-program.mjs'
import { formatHelp, readFlags } from './lib/flags.mjs'
import { exitCodes, runScript, say, UserError } from './lib/messages.mjs'
import { quoteCommand, runAttached } from './lib/run-command.mjs'

/** @typedef {import('./lib/deployment.mjs').Deployment} Deployment */

const flagSpec = {
  'dry-run': { help: 'show the commands; run none of them' },
  help: { help: 'show this' },
}

const help = formatHelp(`npm run deploy [-- flags]

Deploys the gateway to Fly. A source build clones OpenClaw first, if its folder is not there yet.
Ends with the exit code of fly.`, flagSpec)

const cloneArgs = ['--yes', 'create-openclaw-fly', 'clone']

/**
 * fly changes into the folder it builds and only then looks for --config.
 * @param {Deployment} deployment
 */
function deployArgs({ app, build, config }) {
  const what = build === 'source' ? ['openclaw', '--config', `../${config}`] : ['--config', config]
  return ['deploy', ...what, '--app', app]
}

/** @param {Pick<Deployment, 'build' | 'folder'>} deployment */
function needsClone({ build, folder }) {
  return build === 'source' && !existsSync(join(folder, 'openclaw', 'Dockerfile'))
}

/** @param {Deployment} deployment */
async function cloneOpenClaw({ folder, release }) {
  say(`OpenClaw ${release} is not in openclaw/ yet.\n$ ${quoteCommand(['npx', ...cloneArgs])}`)
  const code = await runAttached(findNpx(), cloneArgs, { cwd: folder })
  if (code === exitCodes.cancelled) throw new UserError('Interrupted while cloning OpenClaw; nothing was deployed.', '', code)
  if (code !== 0 || needsClone({ build: 'source', folder })) {
    throw new UserError(
      `Cloning OpenClaw did not work (exit code ${code}), so nothing was deployed.`,
      `See what it says above. OpenClaw's own source can also be fetched by hand, in this folder: git clone --depth 1 --branch v${release} https://github.com/openclaw/openclaw.git openclaw`,
    )
  }
}

/** @param {string[]} argv */
async function main(argv) {
  const flags = readFlags(argv, flagSpec)
  if (flags.has('help')) {
    say(help)
    return exitCodes.ok
  }
  const deployment = readDeployment()
  const args = deployArgs(deployment)
  if (flags.has('dry-run')) {
    if (needsClone(deployment)) say(`$ ${quoteCommand(['npx', ...cloneArgs])}`)
    say(`$ ${quoteCommand(['fly', ...args])}`)
    return exitCodes.ok
  }
  const fly = findFly()
  if (needsClone(deployment)) await cloneOpenClaw(deployment)
  say(`$ ${quoteCommand([fly.name, ...args])}`)
  const code = await runAttached(fly, args, { cwd: deployment.folder })
  if (code === 0) say(`\nDeployed. Open the Control UI: ${howToOpen(deployment, fly.name)}`)
  return code
}

await runScript(main)
