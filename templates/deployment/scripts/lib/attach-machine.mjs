// @ts-check
import process from 'node:process'
import { environmentForFly } from './fly.mjs'
import { explainNoStart, isUserRefused } from './in-machine.mjs'
import { asNode, createUnwrapper, quoteForMachine, sshArgs, wrap, wrapUnseen } from './machine-words.mjs'
import { exitCodes, note, UserError } from './messages.mjs'
import { quoteCommand, runStreamed } from './run-command.mjs'

/** @typedef {import('./in-machine.mjs').InMachine} InMachine */
/** @typedef {{ code: number, hasToken: boolean | undefined }} Attached  `hasToken` is undefined in a terminal, where no mark tells it */

/** A person at both ends: the command then gets a terminal of its own, with colours, questions and Ctrl-C. */
function isAtTerminal() {
  return Boolean(process.stdin.isTTY && process.stdout.isTTY)
}

/**
 * Runs words in the machine as the gateway's user, with the person's own input and output, however long it takes.
 * @param {InMachine} inMachine
 * @param {readonly string[]} words
 * @returns {Promise<Attached>}
 */
export function attachInMachine(inMachine, words) {
  return isAtTerminal() ? attachTerminal(inMachine, words) : attachPipes(inMachine, words)
}

/**
 * @param {InMachine} inMachine
 * @param {readonly string[]} words
 * @param {boolean} pty
 */
function flyArgs({ deployment: { app }, machine, user }, words, pty) {
  return [...sshArgs(app, machine, { user, pty }), quoteForMachine(asNode(words, user))]
}

/** @param {InMachine} inMachine */
function place({ deployment }) {
  return { cwd: deployment.folder, env: environmentForFly(deployment) }
}

/**
 * flyctl (2026-08-21) ends with 1 for whatever failed over there, and says with what on stderr (ssh.ExitError of
 * golang.org/x/crypto): `Error: ssh shell: Process exited with status 3`.
 * @param {InMachine} inMachine
 * @param {readonly string[]} words
 * @returns {Promise<Attached>}
 */
async function attachTerminal(inMachine, words) {
  let said = ''
  const { code } = await runStreamed(inMachine.fly, flyArgs(inMachine, wrapUnseen(words), true), { ...place(inMachine), onStderr: (text) => { said += text } })
  const status = /ssh shell: Process exited with status (\d{1,3})/.exec(said)?.[1]
  if (status !== undefined) return { code: Number(status), hasToken: undefined }
  if (code !== 0 && isUserRefused(inMachine, said)) return attachTerminal(asRoot(inMachine), words)
  if (code !== 0) throw explainNoStart(inMachine, words, { code, stdout: '', stderr: said })
  if (said.trim()) note(said.trimEnd())
  return { code: exitCodes.ok, hasToken: undefined }
}

/**
 * @param {InMachine} inMachine
 * @param {readonly string[]} words
 * @returns {Promise<Attached>}
 */
async function attachPipes(inMachine, words) {
  const stdout = createUnwrapper((text) => process.stdout.write(text))
  const stderr = createUnwrapper((text) => process.stderr.write(text))
  const { code, interrupted } = await runStreamed(inMachine.fly, flyArgs(inMachine, wrap(words), false), { ...place(inMachine), onStdout: stdout.feed, onStderr: stderr.feed })
  const [printed, said] = [stdout.finish(), stderr.finish()]
  if (printed.code !== undefined) return { code: printed.code, hasToken: printed.hasToken }
  if (interrupted) return { code: exitCodes.cancelled, hasToken: printed.begun ? printed.hasToken : undefined }
  if (printed.begun || said.begun) throw explainBroken(inMachine)
  // Refused before a session stood, so nothing of the person's input is gone.
  if (isUserRefused(inMachine, said.before) && !/ssh shell:/.test(said.before)) return attachPipes(asRoot(inMachine), words)
  throw explainNoStart(inMachine, words, { code, stdout: printed.before, stderr: said.before })
}

/**
 * @param {InMachine} inMachine
 * @returns {InMachine}
 */
function asRoot(inMachine) {
  return { ...inMachine, user: 'root' }
}

/** @param {InMachine} inMachine */
function explainBroken({ fly, deployment: { app } }) {
  return new UserError('The connection to the machine ended before the command did.', `It may have been done all the same. Is the machine restarting? ${quoteCommand([fly.name, 'status', '--app', app])}`)
}
