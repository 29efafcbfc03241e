// @ts-check
import { findEncodingTrouble } from './encode-secrets.mjs'

/** @typedef {import('./deployment.mjs').SecretSpec} SecretSpec */

/** Below this a token can be guessed; one of ours has 64 characters. */
const shortestToken = 32

const invisible = /[\u200B-\u200F\u2028-\u202E\u2060\uFEFF]/
const controlCharacter = /[^\P{Cc}\t\n\r]/u
const quotePairs = ['""', '\'\'', '``', '“”', '‘’', '„“', '«»']

/** @param {string} value */
function isQuoted(value) {
  return value.length >= 2 && quotePairs.includes(`${[...value].at(0)}${[...value].at(-1)}`)
}

/**
 * White space around a value that has several lines means nothing and comes with every paste.
 * @param {SecretSpec} spec
 * @param {string} value
 */
export function tidySecret(spec, value) {
  return spec.multiline ? value.replace(/\r\n?/g, '\n').replace(/^(?:[ \t]*\n)+|\s+$/g, '') : value
}

/**
 * From the clearest mistake to the vaguest, so that the first one found is the one to mend.
 * @param {SecretSpec} spec
 * @param {string} value
 * @returns {string | undefined} what is wrong, in words that follow the name; never with the value in them
 */
function findMistake({ name, pattern, example, multiline, generate }, value) {
  if (value.trim() === '') return 'is empty'
  if (new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`).test(value)) return `starts with ${name}=; give only what comes after it`
  if (value.trim() === example) return 'is the example, not a real one'
  if (!multiline && /[\r\n]/.test(value.trim())) return 'has more than one line; it should be a single one'
  if (value !== value.trim()) return 'has white space at its start or end'
  if (isQuoted(value)) return 'has quotes around it; leave them out'
  if (invisible.test(value)) return 'has an invisible character in it, as copied text sometimes does; copy it again'
  if (controlCharacter.test(value)) return 'has a control character in it; copy it again'
  if (pattern && !new RegExp(pattern).test(value)) return `does not have the right form${example ? `: it looks like ${example}` : ''}`
  if (generate && value.length < shortestToken) return `is shorter than ${shortestToken} characters, so it could be guessed`
  return undefined
}

/**
 * @param {SecretSpec} spec
 * @param {string} value
 * @returns {string | undefined} one sentence with the cure; never with the value in it
 */
export function checkSecret(spec, value) {
  const mistake = findMistake(spec, value)
  const trouble = mistake ? undefined : findEncodingTrouble(spec.name, value)
  const problem = mistake ?? (trouble && `cannot be sent through fly: ${trouble}`)
  const cure = spec.generate ? 'Leave it out, and one is made for you.' : `Where to get it: ${spec.where}`
  return problem && `${spec.name} ${problem}. ${cure}`
}
