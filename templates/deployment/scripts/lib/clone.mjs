// @ts-check
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findNpx } from './find-program.mjs'
import { environmentForFly } from './fly.mjs'
import { exitCodes, say, UserError } from './messages.mjs'
import { quoteCommand, runAttached } from './run-command.mjs'

/** @typedef {import('./deployment.mjs').Deployment} Deployment */

/** @param {Pick<Deployment, 'build' | 'folder'>} deployment */
export function needsClone({ build, folder }) {
  return build === 'source' && !existsSync(join(folder, 'openclaw', 'Dockerfile'))
}

/** By the version that made this deployment: a later one may lay things out differently. @param {Deployment} deployment */
function cloneArgs({ generator }) {
  return ['--yes', `create-openclaw-fly@${generator}`, 'clone']
}

/**
 * Fetches OpenClaw's source into openclaw/, if it is built from source and not there yet.
 * @param {Deployment} deployment
 * @param {boolean} dryRun
 */
export async function ensureClone(deployment, dryRun) {
  if (!needsClone(deployment)) return
  const args = cloneArgs(deployment)
  say(`$ ${quoteCommand(['npx', ...args])}`)
  if (dryRun) return
  const code = await runAttached(findNpx(), args, { cwd: deployment.folder, env: environmentForFly(deployment) })
  if (code === exitCodes.cancelled) throw new UserError('Interrupted while cloning OpenClaw; nothing was deployed.', 'Run this again: it goes on where it stopped.', code)
  if (code !== 0 || needsClone(deployment)) throw explainNoClone(deployment, code)
}

/**
 * @param {Deployment} deployment
 * @param {number} code
 */
function explainNoClone({ release, repository, tag }, code) {
  const source = !repository ? 'https://github.com/openclaw/openclaw.git' : repository.includes(':') ? repository : `https://github.com/${repository}.git`
  const byHand = quoteCommand(['git', 'clone', '--depth', '1', '--branch', tag ?? `v${release}`, source, 'openclaw'])
  return new UserError(
    `Cloning OpenClaw did not work (exit code ${code}), so nothing was deployed.`,
    `See what it says above, then run this again. The source can also be fetched by hand, in this folder: ${byHand}`,
  )
}
