// @ts-check
import { printable } from './printable.mjs'
import { redact } from './redact.mjs'

/** @typedef {import('./deployment.mjs').SecretSpec} SecretSpec */

/** Characters of a line that are shown. */
const most = 240

const escapes = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])/g

/** Anything as long as a token, and whatever is called one. */
const long = /[A-Za-z0-9_-]{32,}/g
const named = /((?:token|secret|password|api[_-]?key|authorization)["']?\s*[=:]\s*["']?(?:bearer\s+)?|bearer\s+)[^\s"',;&]+/gi

/**
 * What strangers can write into (a log has what they sent), for a terminal: without escape sequences, without anything
 * that could be a secret, and short.
 * @param {string} text
 * @param {readonly SecretSpec[]} [secrets]  whose patterns are blotted out too
 */
export function cleanLine(text, secrets = []) {
  const patterns = secrets.flatMap(({ pattern }) => pattern ? [new RegExp(pattern.replace(/^\^|\$$/g, ''), 'g')] : [])
  const bare = redact(text.replace(escapes, ''))
  const blotted = [...patterns, long].reduce((line, pattern) => line.replace(pattern, '[secret]'), bare.replace(named, '$1[secret]'))
  return printable(blotted.trim(), most)
}

/**
 * The gateway is up. 2026.9.6 does not say "ready" while a channel lacks its secret; that it listens it says always.
 */
export const gatewayUp = /\[gateway\] (?:ready\b|http server listening)/

/**
 * The last line that shows a trouble, unless a later one shows that it is over.
 * @param {readonly string[]} lines  oldest first
 * @param {RegExp} sign
 * @param {RegExp} [over]
 * @returns {string | undefined}
 */
export function lastSign(lines, sign, over) {
  const at = lines.findLastIndex((line) => sign.test(line))
  if (at < 0 || (over && lines.findLastIndex((line) => over.test(line)) > at)) return undefined
  return lines[at]
}
