// @ts-check
import process from 'node:process'
import { createInterface } from 'node:readline'
import { createHiddenInput } from './hidden-input.mjs'
import { Cancelled, exitCodes, note, UserError } from './messages.mjs'

/** Asks the terminal to mark pasted text, so that a line end in it does not count as Enter. */
const bracketedPaste = { on: '\x1b[?2004h', off: '\x1b[?2004l' }

/** @type {NodeJS.Signals[]} */
const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Questions go to stderr, so that a redirected stdout still leaves someone to ask. */
export function canAsk() {
  return Boolean(process.stdin.isTTY && process.stderr.isTTY)
}

/**
 * Reads one value and shows nothing of it. However it ends, the terminal is as it was.
 * @param {{ multiline: boolean }} options
 * @returns {Promise<string>}
 */
export function readHidden({ multiline }) {
  const { stdin, stderr } = process
  const input = createHiddenInput({ multiline })
  return new Promise((resolve, reject) => {
    const restore = () => {
      stdin.off('data', onData).off('end', cancel)
      for (const signal of endSignals) process.off(signal, cancel)
      stdin.setRawMode(false).pause()
      stderr.write(`${bracketedPaste.off}\n`)
    }
    const cancel = () => {
      restore()
      reject(new Cancelled())
    }
    /** @param {string} text */
    const onData = (text) => {
      const state = input.feed(text)
      if (state === 'more') return
      if (state === 'cancelled') return cancel()
      restore()
      resolve(input.value())
    }
    for (const signal of endSignals) process.on(signal, cancel)
    stdin.setRawMode(true).setEncoding('utf8').on('data', onData).on('end', cancel).resume()
    stderr.write(bracketedPaste.on)
  })
}

/**
 * @param {string} question
 * @returns {Promise<string | undefined>} nothing after Ctrl-C, Ctrl-D, or where the input ends
 */
function readLine(question) {
  const { stdin, stderr } = process
  const lines = createInterface({ input: stdin, output: stderr })
  const close = () => lines.close()
  const goOn = () => {
    // Node does not know what the shell has set meanwhile.
    if (stdin.isTTY) stdin.setRawMode(false).setRawMode(true)
    lines.prompt(true)
  }
  /** @type {string | undefined} */
  let answer
  /** @type {NodeJS.Timeout | undefined} */
  let waiting
  // Readline would stop us alone: npm, which started us, would keep the terminal.
  const suspend = () => {
    stdin.setRawMode(false)
    process.kill(0, 'SIGTSTP')
    clearTimeout(waiting)
    // Where nothing stops us, keys are heard again.
    waiting = setTimeout(goOn, 50)
  }
  return new Promise((resolve) => {
    process.on('SIGCONT', goOn)
    stdin.on('close', close)
    lines.on('SIGINT', close).on('error', close).on('SIGTSTP', suspend).on('close', () => {
      clearTimeout(waiting)
      process.off('SIGCONT', goOn)
      stdin.off('close', close)
      if (answer === undefined) stderr.write('\n')
      resolve(answer)
    })
    lines.question(`${question} `, (text) => {
      answer = text.trim()
      close()
    })
  })
}

/**
 * @param {string} question
 * @returns {Promise<boolean>} anything but y, Ctrl-C too, is a no
 */
export async function askYesNo(question) {
  return /^y(es)?$/i.test(await readLine(`${question} y/N`) ?? '')
}

/**
 * Shows a secret on the terminal, and nowhere else, until Enter (or Ctrl-C); then wipes it from the screen.
 * @param {string} secret
 */
export async function showUntilEnter(secret) {
  const lines = ['', `  ${secret}`, '', 'Press Enter to wipe it from the screen.']
  note(lines.join('\n'))
  const columns = process.stderr.columns || 80
  const rows = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns)), 0)
  await readHidden({ multiline: false }).catch(continueIfCancelled)
  process.stderr.write(`\x1b[${rows + 1}A\r\x1b[0J`)
}

/** @param {unknown} reason */
function continueIfCancelled(reason) {
  if (!(reason instanceof Cancelled)) throw reason
}

/**
 * Asks for a line that may be seen.
 * @param {string} question
 * @returns {Promise<string>}
 */
export async function askLine(question) {
  const answer = await readLine(question)
  if (answer === undefined) throw new UserError('Cancelled.', '', exitCodes.cancelled)
  return answer
}
