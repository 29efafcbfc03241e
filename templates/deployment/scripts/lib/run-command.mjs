// @ts-check
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { UserError } from './messages.mjs'

/** @typedef {import('./find-program.mjs').Program} Program */
/** @typedef {{ code: number, stdout: string, stderr: string, timedOut: boolean, interrupted: boolean }} Captured */

/** A program that is gone may leave a helper behind that still holds its output open. */
const graceAfterExit = 500

/** @type {NodeJS.Signals[]} */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * As a person would type it; for reading only, nothing is ever run from this text.
 * @param {readonly string[]} words
 */
export function quoteCommand(words, platform = process.platform) {
  const quote = platform === 'win32'
    ? (/** @type {string} */ word) => `"${word.replaceAll('"', '\\"')}"`
    : (/** @type {string} */ word) => `'${word.replaceAll('\'', '\'\\\'\'')}'`
  return words.map((word) => /^[\w@%+=:,./-]+$/.test(word) ? word : quote(word)).join(' ')
}

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
function toExitCode(code, signal) {
  return code ?? 128 + (signal ? constants.signals[signal] : 0)
}

/**
 * While a child runs, a signal to us must not end us first and leave the child behind.
 * @param {(signal: NodeJS.Signals) => void} handler
 */
function onStopSignal(handler) {
  for (const signal of stopSignals) process.on(signal, handler)
  return () => {
    for (const signal of stopSignals) process.off(signal, handler)
  }
}

/**
 * @param {Program} program
 * @param {Error} error
 */
function explainNoStart({ name, file }, error) {
  const code = 'code' in error ? error.code : error.message
  return new UserError(`${name} is there but cannot be started (${code}): ${file}`, `Install ${name} anew, then run this again.`)
}

/**
 * Runs a program to its end and collects what it prints. Secrets go in by `input`, its stdin, never by `args`.
 * @param {Program} program
 * @param {readonly string[]} args
 * @param {{ input: string, timeLimit: number, cwd: string, env: NodeJS.ProcessEnv }} options  `timeLimit` in milliseconds
 * @returns {Promise<Captured>}
 */
export function runCaptured(program, args, { input, timeLimit, cwd, env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program.file, [...program.args, ...args], { cwd, env, stdio: 'pipe', windowsHide: true })
    const result = { stdout: '', stderr: '', timedOut: false, interrupted: false }
    const release = onStopSignal(() => {
      result.interrupted = true
      child.kill('SIGKILL')
    })
    const timer = setTimeout(() => {
      result.timedOut = true
      child.kill('SIGKILL')
    }, timeLimit)
    const settle = () => {
      clearTimeout(timer)
      release()
    }
    child.stdout.setEncoding('utf8').on('data', (text) => { result.stdout += text })
    child.stderr.setEncoding('utf8').on('data', (text) => { result.stderr += text })
    // A program that ends without reading its input breaks the pipe; its exit code says what happened.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
    child.on('error', (error) => {
      settle()
      reject(explainNoStart(program, error))
    })
    child.on('exit', () => {
      const closing = setTimeout(() => [child.stdout, child.stderr].forEach((stream) => stream.destroy()), graceAfterExit)
      child.on('close', () => clearTimeout(closing))
    })
    child.on('close', (code, signal) => {
      settle()
      resolve({ ...result, code: toExitCode(code, signal) })
    })
  })
}

/**
 * Runs a program with the person's own standard input. What it prints goes to the terminal directly, or where a function
 * is given, piece by piece to that.
 * @param {Program} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, onStdout?: (text: string) => void, onStderr?: (text: string) => void }} options
 * @returns {Promise<{ code: number, interrupted: boolean }>}
 */
export function runStreamed(program, args, { cwd, env, onStdout, onStderr }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program.file, [...program.args, ...args], { cwd, env, stdio: ['inherit', onStdout ? 'pipe' : 'inherit', onStderr ? 'pipe' : 'inherit'] })
    let interrupted = false
    const release = onStopSignal((signal) => {
      interrupted = true
      if (signal !== 'SIGINT') child.kill(signal)
    })
    if (onStdout) child.stdout?.setEncoding('utf8').on('data', onStdout)
    if (onStderr) child.stderr?.setEncoding('utf8').on('data', onStderr)
    child.on('error', (error) => {
      release()
      reject(explainNoStart(program, error))
    })
    child.on('close', (code, signal) => {
      release()
      resolve({ code: toExitCode(code, signal), interrupted })
    })
  })
}

/**
 * Another script of this deployment, in the person's terminal.
 * @param {{ folder: string }} deployment
 * @param {string} name  without `.mjs`
 * @param {readonly string[]} [args]
 * @returns {Promise<number>} its exit code
 */
export function runScriptOf({ folder }, name, args = []) {
  const script = { file: process.execPath, args: [join(folder, 'scripts', `${name}.mjs`)], name: `npm run ${name}` }
  return runAttached(script, args, { cwd: folder })
}

/**
 * Runs a program in the person's terminal; Ctrl-C reaches it there directly, so we only wait for its end.
 * @param {Program} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, onError?: (text: string) => void }} options  `onError` is given what goes to stderr, which is shown all the same
 * @returns {Promise<number>}
 */
export async function runAttached(program, args, { cwd, env = process.env, onError }) {
  const onStderr = onError && ((/** @type {string} */ text) => {
    process.stderr.write(text)
    onError(text)
  })
  const { code } = await runStreamed(program, args, { cwd, env, ...onStderr && { onStderr } })
  return code
}
