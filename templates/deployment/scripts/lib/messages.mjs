// @ts-check
import process from 'node:process'
import { redact } from './redact.mjs'

export const exitCodes = { ok: 0, failed: 1, usage: 2, cancelled: 130 }

/** What a person can do something about: `message` says what is wrong and where, `hint` what to do now. */
export class UserError extends Error {
  /**
   * @param {string} message
   * @param {string} hint
   * @param {number} [exitCode]
   */
  constructor(message, hint, exitCode = exitCodes.failed) {
    super(message)
    this.name = 'UserError'
    this.hint = hint
    this.exitCode = exitCode
  }
}

/**
 * Several mistakes as one, so that nobody mends them one by one.
 * @param {readonly [UserError, ...UserError[]]} errors
 */
export function joinErrors([first, ...more]) {
  const others = more.filter(({ message }) => message !== first.message)
  if (others.length === 0) return first
  return new UserError([first, ...others].map(({ message, hint }) => hint ? `${message}\n${indent(hint)}` : message).join('\n✖ '), '', first.exitCode)
}

/** The person pressed Ctrl-C at a question. */
export class Cancelled extends Error {
  name = 'Cancelled'
}

/** The person asked how the script is used. */
export class HelpWanted extends Error {
  name = 'HelpWanted'
}

/**
 * What does not fit goes on in the column of the text, not below the flag or the word that stands before it.
 * @param {string} line
 * @param {number} columns
 */
export function wrap(line, columns) {
  const [before = ''] = /^ +(?:\S.*? {2,})?/.exec(line) ?? []
  if (before.length * 2 > columns) return line
  const parts = line.slice(before.length).match(new RegExp(`\\S.{0,${columns - before.length - 1}}(?= |$)|\\S+`, 'g')) ?? []
  return before + parts.join(`\n${' '.repeat(before.length)}`)
}

/**
 * At words; commands and JSON are left to the terminal: then they can be copied.
 * @param {string} text
 * @param {{ columns?: number }} stream
 */
function fit(text, { columns = 0 }) {
  if (columns < 40) return text
  return text.replace(/^(?!\$ | *["{[]).+/gm, (line) => {
    const kept = line.replace(/\b(?:npm|npx|fly|flyctl|git|curl) .*/, (command) => command.replaceAll(' ', '\0'))
    return wrap(kept, columns).replaceAll('\0', ' ')
  })
}

/** @param {string} [line] */
export function say(line = '') {
  process.stdout.write(`${fit(line, process.stdout)}\n`)
}

/**
 * Warnings, questions and errors go to stderr, so that `> file` catches none of them.
 * @param {string} [line]
 */
export function note(line = '') {
  process.stderr.write(`${fit(line, process.stderr)}\n`)
}

/** @param {string} text */
export function indent(text) {
  return text.replace(/^(?=.)/gm, '  ')
}

/** @param {string} text */
function paintRed(text) {
  const { isTTY } = process.stderr
  return isTTY && !process.env.NO_COLOR ? `\x1b[31m${text}\x1b[39m` : text
}

/**
 * @param {unknown} error
 * @returns {number}
 */
function report(error) {
  if (error instanceof HelpWanted) {
    say(error.message)
    return exitCodes.ok
  }
  if (error instanceof Cancelled) {
    note('Cancelled. Nothing was sent.')
    return exitCodes.cancelled
  }
  if (error instanceof UserError) {
    note(paintRed(`✖ ${error.message}`))
    if (error.hint) note(indent(error.hint))
    return error.exitCode
  }
  const detail = error instanceof Error ? error.stack ?? error.message : String(error)
  note(paintRed('✖ This is a bug in the deployment\'s scripts, not your mistake.'))
  note(indent(redact(detail)))
  return exitCodes.failed
}

/**
 * The only catch and the only exit of a script; `main` gives its exit code.
 * @param {(argv: string[]) => Promise<number>} main
 */
export async function runScript(main) {
  process.exitCode = await main(process.argv.slice(2)).catch(report)
}
