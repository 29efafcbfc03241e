// @ts-check
import { explainFailure, runFly } from './fly.mjs'
import { asNode, plainSshArgs, quoteForMachine, sshArgs, unwrap, wrap } from './machine-words.mjs'
import { chooseMachine } from './machines.mjs'
import { indent, UserError } from './messages.mjs'
import { openclawProgram } from './places.mjs'
import { redact } from './redact.mjs'
import { quoteCommand } from './run-command.mjs'

/**
 * @typedef {import('./fly.mjs').FlyContext} FlyContext
 * @typedef {import('./fly.mjs').CallOptions} CallOptions
 * @typedef {import('./run-command.mjs').Captured} Captured
 * @typedef {FlyContext & { machine: string, user: 'node' | 'root' }} InMachine  `user` is whom Fly lets in; what runs is always the gateway's user
 * @typedef {{ code: number, stdout: string, stderr: string, hasToken: boolean }} Ran  `hasToken`: the command had OPENCLAW_GATEWAY_TOKEN in its environment
 */

/**
 * flyctl asks for a certificate that names the user, and the machine's server checks it; either may refuse `node`. The
 * last alternative is any server's own words, said once the connection stands.
 */
const refusesUser = /create ssh certificate|unable to authenticate|handshake failed|\b(?:unknown|invalid|no such) user\b|\buser\b.{0,40}\b(?:not found|unknown|does not exist|not allowed)/i

/** @param {readonly string[]} args */
export function openclawWords(args) {
  return ['node', openclawProgram, ...args]
}

/**
 * The one started machine of the app; everything below runs in it.
 * @param {FlyContext} context
 * @param {string} [wanted]  id of a machine, where there are several
 * @returns {Promise<InMachine>}
 */
export async function enterMachine(context, wanted) {
  const { id } = await chooseMachine(context, wanted)
  return { ...context, machine: id, user: 'node' }
}

/**
 * What a person would type for the same; the true command has marks around its output, see machine-words.mjs.
 * @param {{ fly: { name: string }, deployment: { app: string } }} context
 * @param {readonly string[]} words
 */
export function describeInMachine({ fly, deployment }, words) {
  return quoteCommand([fly.name, ...plainSshArgs(deployment.app, words)])
}

/**
 * Did fly fail before the command began, because the machine does not take this user?
 * @param {InMachine} inMachine
 * @param {string} said
 */
export function isUserRefused({ user }, said) {
  return user === 'node' && refusesUser.test(said)
}

/**
 * Runs words in the machine as the gateway's user, never as root, and gives back what they printed and their own exit
 * code. Only fly's failures are errors. Nothing secret in `words`: it goes in by `input`.
 * @param {InMachine} inMachine  its `user` is set to root if Fly refuses node, for the calls that follow
 * @param {readonly string[]} words
 * @param {CallOptions} [options]
 * @returns {Promise<Ran>}
 */
export async function runInMachine(inMachine, words, options) {
  const { deployment: { app }, machine, user } = inMachine
  const args = [...sshArgs(app, machine, { user }), quoteForMachine(asNode(wrap(words), user))]
  const result = await runFly(inMachine, args, options).catch((error) => {
    throw withPlainCommand(inMachine, words, error)
  })
  const [stdout, stderr] = [unwrap(result.stdout), unwrap(result.stderr)]
  if (stdout.code !== undefined) return { code: stdout.code, stdout: stdout.text, stderr: stderr.text, hasToken: stdout.hasToken }
  if (stdout.begun || stderr.begun) throw explainBroken(inMachine, words, result)
  if (!isUserRefused(inMachine, result.stderr)) throw explainNoStart(inMachine, words, result)
  inMachine.user = 'root'
  return runInMachine(inMachine, words, options)
}

/**
 * As runInMachine, where anything but exit code 0 is an error.
 * @param {InMachine} inMachine
 * @param {readonly string[]} words
 * @param {CallOptions} [options]
 * @returns {Promise<string>} its stdout
 */
export async function callInMachine(inMachine, words, options) {
  const ran = await runInMachine(inMachine, words, options)
  if (ran.code !== 0) throw explainInMachine(inMachine, words, ran)
  return ran.stdout
}

/**
 * @param {InMachine} inMachine
 * @param {readonly string[]} words
 * @param {Ran} ran
 */
export function explainInMachine(inMachine, words, { code, stdout, stderr }) {
  const said = redact(stderr.trim() || stdout.trim()) || '(nothing)'
  return new UserError(`In the machine this failed with exit code ${code}: ${quoteForMachine(words)}`, `It said:\n${indent(said)}\nBy hand: ${describeInMachine(inMachine, words)}`)
}

/**
 * The marks around the words would bury what a person wants to read.
 * @param {InMachine} inMachine
 * @param {readonly string[]} words
 * @param {unknown} error
 */
function withPlainCommand(inMachine, words, error) {
  if (!(error instanceof UserError)) return error
  return new UserError(error.message.replace(/: \S+ ssh console .*$/s, `: ${describeInMachine(inMachine, words)}`), error.hint, error.exitCode)
}

/**
 * @param {InMachine} inMachine
 * @param {readonly string[]} words
 * @param {Captured} result
 */
function explainBroken(inMachine, words, { stderr }) {
  const said = redact(/^Error: .*/m.exec(stderr)?.[0] ?? '')
  return new UserError(
    `The connection ended before the command did: ${describeInMachine(inMachine, words)}`,
    `${said}\nIt may have been done all the same. Is the machine restarting? ${quoteCommand([inMachine.fly.name, 'status', '--app', inMachine.deployment.app])}`.trim(),
  )
}

/**
 * @param {InMachine} inMachine
 * @param {readonly string[]} words
 * @param {Pick<Captured, 'code' | 'stdout' | 'stderr'>} result
 */
export function explainNoStart(inMachine, words, result) {
  const { fly, deployment: { app }, machine } = inMachine
  const code = result.code === 0 ? 1 : result.code
  if (/has no started VMs|not found\/started/.test(result.stderr)) {
    return new UserError('The machine stopped a moment ago.', `Start it, then run this again: ${quoteCommand([fly.name, 'machine', 'start', machine, '--app', app])}`)
  }
  return explainFailure(inMachine, plainSshArgs(app, words), { ...result, code })
}
