// @ts-check
import { findNpx } from './find-program.mjs'
import { environmentForFly } from './fly.mjs'
import { say } from './messages.mjs'
import { quoteCommand, runAttached, runCaptured } from './run-command.mjs'

/**
 * The program that made this deployment, fetched by npx.
 * @typedef {import('./deployment.mjs').Deployment} Deployment
 * @typedef {import('./run-command.mjs').Captured} Captured
 */

/**
 * By the version that made this deployment, unless another one is meant: a later one may lay things out differently.
 * @param {Pick<Deployment, 'generator'>} deployment
 * @param {readonly string[]} words
 * @param {string} [version]
 */
export function generatorArgs({ generator }, words, version = generator) {
  return ['--yes', `create-openclaw-fly@${version}`, ...words]
}

/** @param {readonly string[]} args */
export function describeGenerator(args) {
  return quoteCommand(['npx', ...args])
}

/**
 * In the person's terminal, where it may ask.
 * @param {Deployment} deployment
 * @param {readonly string[]} args  of npx
 * @returns {Promise<number>} its exit code
 */
export function runGenerator(deployment, args) {
  say(`$ ${describeGenerator(args)}`)
  return runAttached(findNpx(), args, { cwd: deployment.folder, env: environmentForFly(deployment) })
}

/**
 * @param {Deployment} deployment
 * @param {readonly string[]} args  of npx
 * @param {{ input?: string, timeLimit: number }} options
 * @returns {Promise<Captured>}
 */
export function askGenerator(deployment, args, { input = '', timeLimit }) {
  say(`$ ${describeGenerator(args)}`)
  return runCaptured(findNpx(), args, { input, timeLimit, cwd: deployment.folder, env: environmentForFly(deployment) })
}
