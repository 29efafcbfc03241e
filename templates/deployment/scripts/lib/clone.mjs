// @ts-check
import { existsSync, readFileSync } from 'node:fs'
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
 * A clone of another release would be built, and run as the one that this folder says.
 * @param {Pick<Deployment, 'build' | 'folder' | 'release'>} deployment
 */
export function refuseOtherClone(deployment) {
  const { build, folder, release } = deployment
  if (build !== 'source' || needsClone(deployment)) return
  const version = readVersion(join(folder, 'openclaw', 'package.json'))
  if (version === undefined || version === release) return
  throw new UserError(`openclaw/ is OpenClaw ${version}, and this deployment is for ${release}.`, `Move openclaw/ away, then run this again: it fetches ${release}. What you changed in it stays where you moved it.`)
}

/**
 * @param {string} file
 * @returns {string | undefined} undefined where it has none of OpenClaw's form: a fork may count in its own way
 */
function readVersion(file) {
  try {
    const { version } = JSON.parse(readFileSync(file, 'utf8'))
    return typeof version === 'string' && /^\d{4}\.\d+\.\d+(?:-\d+)?$/.test(version) ? version : undefined
  } catch {
    return undefined // no package.json to be read: the build will say so
  }
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
