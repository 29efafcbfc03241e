// @ts-check
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprintOf } from './compare-config.mjs'
import { openclawWords, runInMachine } from './in-machine.mjs'
import { Json5Error, parseJson5 } from './json5.mjs'
import { readInMachine } from './machine-file.mjs'
import { UserError } from './messages.mjs'
import { livePath } from './places.mjs'
import { replaceFile } from './replace-file.mjs'
import { findSecretPaths } from './secret-values.mjs'
import { codeOf, isRecord } from './shape.mjs'

/**
 * @typedef {import('./in-machine.mjs').InMachine} InMachine
 * @typedef {import('./deployment.mjs').Deployment} Deployment
 * @typedef {{ text: string, config: Record<string, unknown> }} Config
 */

/** In this folder, beside what it is compared with. */
export const localName = 'openclaw.json'

/**
 * @param {string} text
 * @param {string} name  of the file, for a person
 * @param {string} cure
 * @returns {Config}
 */
function parse(text, name, cure) {
  try {
    const config = parseJson5(text)
    if (isRecord(config)) return { text, config }
    throw new Json5Error('it does not hold an object')
  } catch (error) {
    if (!(error instanceof Json5Error)) throw error
    throw new UserError(`${name} cannot be read: ${error.message}.`, cure)
  }
}

/**
 * @param {Deployment} deployment
 * @returns {Config}
 */
export function readLocal({ folder }) {
  try {
    return parse(readFileSync(join(folder, localName), 'utf8'), localName, 'Mend it there, then run this again.')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw new UserError(`${localName} in this folder cannot be read (${error.code}).`, 'Take it from git, or fetch the one in use: npm run config -- pull')
  }
}

/**
 * @param {InMachine} inMachine
 * @returns {Promise<Config | undefined>} undefined where the machine has none
 */
export async function readLive(inMachine) {
  const text = await readInMachine(inMachine, livePath)
  return text === undefined ? undefined : parse(text, `${livePath} in the machine`, 'Look at it: npm run openclaw -- config validate   Mend it: npm run openclaw -- doctor --fix')
}

/** @param {string} text */
export function hashText(text) {
  return createHash('sha256').update(text).digest('hex')
}

/**
 * Secrets that stand in the open in the configuration in use: somebody may have typed a token into the Control UI.
 * OpenClaw knows the keys of its plugins; we know the forms of tokens, and environment variables, which it leaves out.
 * @param {InMachine} inMachine
 * @param {Record<string, unknown>} config
 * @returns {Promise<string[]>} key paths
 */
export async function findOpenSecrets(inMachine, config) {
  const ours = findSecretPaths(config).map((path) => path.join('.'))
  const { stdout } = await runInMachine(inMachine, openclawWords(['secrets', 'audit', '--json']))
  return [...new Set([...ours, ...readAudit(stdout)])]
}

/**
 * @param {string} text  what `openclaw secrets audit --json` printed; older releases and broken ones print something else
 * @returns {string[]}
 */
function readAudit(text) {
  try {
    const { findings } = JSON.parse(text)
    return findings.filter((/** @type {any} */ { code, file, jsonPath }) => code === 'PLAINTEXT_FOUND' && file === livePath && typeof jsonPath === 'string').map((/** @type {any} */ { jsonPath }) => jsonPath)
  } catch {
    return [] // a second opinion; ours stands without it
  }
}

/** What both sides had when they were last the same: kept beside the answers, so it goes through git with openclaw.json. */
const memory = ['.openclaw-fly', 'live-config.json']

/**
 * @param {Deployment} deployment
 * @returns {string | undefined} fingerprint of the configuration that was last pulled or pushed
 */
export function recall({ folder }) {
  try {
    const known = JSON.parse(readFileSync(join(folder, ...memory), 'utf8'))
    return typeof known?.sha256 === 'string' ? known.sha256 : undefined
  } catch {
    return undefined // never pulled or pushed from here, or not by us: then the person is asked
  }
}

/**
 * @param {Deployment} deployment
 * @param {Record<string, unknown>} config
 */
export function memorize({ folder }, config) {
  const file = join(folder, ...memory)
  mkdirSync(join(folder, memory[0] ?? ''), { recursive: true })
  writeFileSync(file, `${JSON.stringify({ sha256: fingerprintOf(config) })}\n`)
}

/**
 * Replaces the local file and keeps the former one under a name that is free.
 * @param {Deployment} deployment
 * @param {string} text
 * @returns {string} name of the kept one
 */
export function replaceLocal({ folder }, text) {
  const file = join(folder, localName)
  const name = keep(folder, readFileSync(file))
  replaceFile(file, text)
  return name
}

/**
 * @param {string} folder
 * @param {Buffer} content
 */
function keep(folder, content) {
  for (let number = 1; ; number++) {
    const name = `${localName}.before-pull${number === 1 ? '' : `-${number}`}`
    try {
      writeFileSync(join(folder, name), content, { flag: 'wx', mode: 0o600 })
      return name
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    }
  }
}
