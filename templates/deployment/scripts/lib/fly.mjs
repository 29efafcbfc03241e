// @ts-check
import process from 'node:process'
import { explainNoFly } from './find-program.mjs'
import { exitCodes, indent, say, UserError } from './messages.mjs'
import { redact } from './redact.mjs'
import { quoteCommand, runCaptured } from './run-command.mjs'

/** @typedef {import('./deployment.mjs').Deployment} Deployment */
/** @typedef {import('./find-program.mjs').Program} Program */
/** @typedef {import('./run-command.mjs').Captured} Captured */
/** @typedef {{ fly: Program, deployment: Deployment, timeLimit: number, dryRun?: boolean }} FlyContext  `timeLimit` in milliseconds; `dryRun` only looks */
/** @typedef {{ input?: string, ifStopped?: string }} CallOptions  `ifStopped` says how to find out whether it took effect */

/** What fly says in its own words when the cure is known. */
const notSignedIn = /no access token|please log ?in|not (?:logged|signed) in|must be (?:authenticated|logged in)/i
const noSuchApp = /could not (?:find|resolve) app|app\b.{0,60}\bnot found/i

/**
 * Our secrets may stand in the environment of this script; fly needs none of them.
 * @param {Deployment} deployment
 */
export function environmentForFly({ secrets }) {
  const names = new Set(secrets.map(({ name }) => name))
  const kept = Object.entries(process.env).filter(([name]) => !names.has(name))
  return { ...Object.fromEntries(kept), FLY_NO_UPDATE_CHECK: '1' }
}

/**
 * What the machine said last, and then no more.
 * @param {string} app
 */
export function logsArgs(app) {
  return ['logs', '--no-tail', '--app', app]
}

/**
 * The command that shows it, for people.
 * @param {{ fly: { name: string }, deployment: { app: string } }} context
 */
export function describeLogs({ fly, deployment: { app } }) {
  return quoteCommand([fly.name, ...logsArgs(app)])
}

/**
 * Runs fly to its end, whatever its exit code; one that is stopped on the way is an error.
 * @param {FlyContext} context
 * @param {readonly string[]} args
 * @param {CallOptions} [options]
 * @returns {Promise<Captured>}
 */
export async function runFly(context, args, { input = '', ifStopped = '' } = {}) {
  const { fly, deployment, timeLimit } = context
  if (!fly.file) throw explainNoFly()
  const result = await runCaptured(fly, args, { input, timeLimit, cwd: deployment.folder, env: environmentForFly(deployment) })
  if (result.timedOut || result.interrupted) throw explainStop(context, args, result, ifStopped)
  return result
}

/**
 * @param {FlyContext} context
 * @param {readonly string[]} args
 * @param {CallOptions} [options]
 * @returns {Promise<string>} what fly wrote to stdout
 */
export async function callFly(context, args, options = {}) {
  const result = await runFly(context, args, options)
  if (result.code !== 0) throw explainFailure(context, args, result)
  return result.stdout
}

/**
 * Shows the command that is about to be run, or in a dry run would be.
 * @param {{ fly: { name: string } }} context
 * @param {readonly string[]} args
 */
export function announceFly({ fly }, args) {
  say(`$ ${quoteCommand([fly.name, ...args])}`)
}

/**
 * A command that changes something: it is shown, and in a dry run not run. What only looks goes through callFly or
 * readFlyJson instead, which a dry run uses too.
 * @param {FlyContext} context
 * @param {readonly string[]} args
 * @param {CallOptions} [options]
 * @returns {Promise<string>} what fly wrote to stdout; nothing in a dry run
 */
export async function changeByFly(context, args, options) {
  announceFly(context, args)
  return context.dryRun ? '' : callFly(context, args, options)
}

/**
 * @param {FlyContext} context
 * @param {readonly string[]} args
 * @param {Captured} result
 * @param {string} ifStopped
 */
function explainStop({ fly, timeLimit }, args, { interrupted }, ifStopped) {
  const command = quoteCommand([fly.name, ...args])
  if (interrupted) return new UserError(`Interrupted during: ${command}`, ifStopped, exitCodes.cancelled)
  const cure = 'Is Fly reachable? https://status.flyio.net   Give it more time: --time-limit 300'
  return new UserError(`No answer within ${timeLimit / 1000} s, so it was stopped: ${command}`, `${ifStopped}\n${cure}`.trim())
}

/**
 * @param {FlyContext} context
 * @param {readonly string[]} args
 * @param {Pick<Captured, 'code' | 'stdout' | 'stderr'>} result
 */
export function explainFailure({ fly, deployment }, args, result) {
  const command = quoteCommand([fly.name, ...args])
  const said = redact(result.stderr.trim() || result.stdout.trim())
  if (notSignedIn.test(said)) return new UserError('You are not signed in to Fly.', `Sign in, then run this again: ${fly.name} auth login`)
  if (noSuchApp.test(said)) return explainNoApp(fly, deployment)
  return new UserError(`This failed with exit code ${result.code}: ${command}`, `fly said:\n${indent(said || '(nothing)')}`)
}

/**
 * @param {Program} fly
 * @param {Deployment} deployment
 */
function explainNoApp(fly, { app, org }) {
  const create = quoteCommand([fly.name, 'apps', 'create', app, ...(org ? ['--org', org] : [])])
  return new UserError(
    `Your Fly account has no app ${app}.`,
    `Create it, then run this again: ${create}\nIf it exists, it may belong to another account; who you are: ${fly.name} auth whoami`,
  )
}

/**
 * @param {FlyContext} context
 * @param {readonly string[]} args
 * @returns {Promise<unknown>}
 */
export async function readFlyJson(context, args) {
  const text = await callFly(context, args)
  try {
    return JSON.parse(text)
  } catch {
    throw unreadableAnswer(context.fly, args, text)
  }
}

/**
 * @param {Program} fly
 * @param {readonly string[]} args
 * @param {string} text
 */
export function unreadableAnswer(fly, args, text) {
  const start = redact(text.trim()).slice(0, 200) || '(nothing)'
  return new UserError(
    `fly answered with something that is not the expected JSON: ${quoteCommand([fly.name, ...args])}`,
    `Update fly and run this again: ${fly.name} version upgrade\nThe answer began:\n${indent(start)}`,
  )
}
