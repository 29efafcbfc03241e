// @ts-check
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describeGenerator, generatorArgs, runGenerator } from './generator.mjs'
import { exitCodes, say, UserError } from './messages.mjs'
import { quoteCommand } from './run-command.mjs'

/** @typedef {import('./deployment.mjs').Deployment} Deployment */

/** @param {Pick<Deployment, 'build' | 'folder'>} deployment */
export function needsClone({ build, folder }) {
  return build === 'source' && !existsSync(join(folder, 'openclaw', 'Dockerfile'))
}

/**
 * Fetches OpenClaw's source into openclaw/, if it is built from source and not there yet.
 * @param {Deployment} deployment
 * @param {boolean} dryRun
 */
export async function ensureClone(deployment, dryRun) {
  if (!needsClone(deployment)) return
  const args = generatorArgs(deployment, ['clone'])
  if (dryRun) return say(`$ ${describeGenerator(args)}`)
  const code = await runGenerator(deployment, args)
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
