// @ts-check
import { callInMachine, describeInMachine, explainInMachine, openclawWords, runInMachine } from './in-machine.mjs'
import { say, UserError } from './messages.mjs'

/**
 * Single values of the configuration on the volume, read and written by the OpenClaw there, which checks them and tells
 * the gateway. Measured on 2026.9.3 and 2026.9.6.
 *
 * @typedef {import('./in-machine.mjs').InMachine} InMachine
 */

/**
 * @param {InMachine} inMachine
 * @param {string} path
 * @returns {Promise<unknown>} undefined if the configuration does not say
 */
export async function getInMachine(inMachine, path) {
  const words = openclawWords(['config', 'get', path, '--json'])
  say(`$ ${describeInMachine(inMachine, words)}`)
  const ran = await runInMachine(inMachine, words)
  if (ran.code !== 0 && /valid but unset|unknown config path/i.test(ran.stdout + ran.stderr)) return undefined
  if (ran.code !== 0) throw explainInMachine(inMachine, words, ran)
  try {
    return JSON.parse(ran.stdout)
  } catch {
    throw new UserError(`OpenClaw answered with something that is not JSON when asked for ${path}.`, `Look yourself: ${describeInMachine(inMachine, words)}`)
  }
}

/**
 * Writes only if the value is still what was read: somebody else may be changing the configuration, too.
 * @param {InMachine} inMachine
 * @param {string} path
 * @param {unknown} value
 * @param {unknown} old
 */
export async function setInMachine(inMachine, path, value, old) {
  const still = old === undefined ? ['--expect-current-absent'] : ['--expect-current-json', JSON.stringify(old)]
  await changeInMachine(inMachine, ['config', 'set', path, JSON.stringify(value), '--strict-json', ...still])
}

/**
 * @param {InMachine} inMachine
 * @param {string} path  one that is set
 */
export async function unsetInMachine(inMachine, path) {
  await changeInMachine(inMachine, ['config', 'unset', path])
}

/**
 * @param {InMachine} inMachine
 * @param {readonly string[]} args
 */
async function changeInMachine(inMachine, args) {
  const words = openclawWords(args)
  say(`$ ${describeInMachine(inMachine, words)}`)
  await callInMachine(inMachine, words)
}

/**
 * @param {InMachine} inMachine
 * @param {string} path
 * @returns {Promise<string[] | undefined>}
 */
export async function getListInMachine(inMachine, path) {
  const list = await getInMachine(inMachine, path)
  if (list === undefined) return undefined
  if (Array.isArray(list) && list.every((entry) => typeof entry === 'string')) return list
  throw new UserError(`In the configuration on the volume, ${path} is not a list of texts.`, 'Mend it there: npm run config -- pull, change openclaw.json, then npm run config -- push')
}
