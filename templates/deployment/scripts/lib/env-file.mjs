// @ts-check
import { spawnSync } from 'node:child_process'
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { parseEnv } from 'node:util'
import { findOnPath } from './find-program.mjs'
import { exitCodes, indent, UserError } from './messages.mjs'

const inSingleQuotes = 'put the value in single quotes'

/**
 * Node's parser never fails: it drops or cuts what it does not understand, and not the same in each version. A secret
 * that is half there is worse than none, so a value that the parser may have harmed is named instead of used.
 * @param {string} text
 * @param {string} name
 * @param {string | undefined} parsed
 * @returns {string | undefined}
 */
function findHarm(text, name, parsed) {
  const written = [...text.matchAll(new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=[ \\t]*(.*)$`, 'gm'))].at(-1)
  if (!written) return undefined
  const line = text.slice(0, written.index).split('\n').length
  const rest = (written[1] ?? '').trimEnd()
  const trouble = parsed === undefined ? 'cannot be read; is a quote open, or an = missing, above it?' : findLoss(rest, parsed)
  return trouble && `.env line ${line}: ${name} ${trouble}`
}

/**
 * @param {string} rest   what stands after the `=` on that line
 * @param {string} parsed
 */
function findLoss(rest, parsed) {
  const quote = /^["'`]/.exec(rest)?.[0]
  if (!quote) return /[^\s]#/.test(rest) ? `has a #, which starts a comment there; ${inSingleQuotes}` : undefined
  if (parsed.startsWith(quote)) return 'has a quote that is never closed'
  const end = rest.indexOf(quote, 1)
  const after = end < 0 ? '' : rest.slice(end + 1).trim()
  return after && !after.startsWith('#') ? `has text after its closing quote; ${inSingleQuotes} or, if it has some, in backquotes` : undefined
}

/**
 * @param {string} content
 * @param {readonly string[]} names
 * @returns {Map<string, string>} the values of these names that are not empty
 */
export function parseEnvFile(content, names) {
  const prefix = new RegExp(`^[ \\t]*export[ \\t]+(?=(?:${names.join('|')})[ \\t]*=)`, 'gm')
  const text = content.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n').replace(prefix, '')
  const parsed = parseEnv(text)
  const problems = names.map((name) => findHarm(text, name, parsed[name])).filter((problem) => problem !== undefined)
  if (problems.length > 0) throw new UserError('.env has values that would not arrive whole:', indent(problems.join('\n')), exitCodes.usage)
  return new Map(names.flatMap((name) => parsed[name] ? [[name, parsed[name]]] : []))
}

/** @param {string} file */
function openIfPresent(file) {
  try {
    return openSync(file, 'r')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') return undefined
    throw new UserError(`.env cannot be read (${code}).`, 'Make it readable for you alone: chmod 600 .env')
  }
}

/**
 * `.env` is read, never written.
 * @param {string} folder
 * @param {readonly string[]} names
 * @returns {Map<string, string>}
 */
export function readEnvFile(folder, names) {
  const descriptor = openIfPresent(join(folder, '.env'))
  if (descriptor === undefined) return new Map()
  try {
    const stats = fstatSync(descriptor)
    if (!stats.isFile()) throw new UserError('.env is not a file.', 'Move it away, or make it a file with NAME=value lines.')
    if (process.platform !== 'win32' && (stats.mode & 0o077) !== 0) {
      throw new UserError('.env can be read by other users of this computer.', 'Keep it to yourself, then run this again: chmod 600 .env')
    }
    return parseEnvFile(readFileSync(descriptor, 'utf8'), names)
  } finally {
    closeSync(descriptor)
  }
}

/**
 * @param {string} folder
 * @returns {boolean} false too where there is no git or no repository
 */
export function isEnvFileTracked(folder) {
  const git = findOnPath('git')
  if (!git) return false
  return spawnSync(git, ['ls-files', '--error-unmatch', '.env'], { cwd: folder, stdio: 'ignore', timeout: 5000 }).status === 0
}
