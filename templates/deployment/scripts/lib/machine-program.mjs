// @ts-check
import { readFileSync } from 'node:fs'
import { callInMachine } from './in-machine.mjs'
import { UserError } from './messages.mjs'

/** @typedef {import('./in-machine.mjs').InMachine} InMachine */

/**
 * Runs a program of machine-side/ in the machine, as the gateway's user: its text goes in on standard input, so the
 * machine needs nothing of it before, and nothing has to be quoted.
 * @param {InMachine} inMachine
 * @param {string} name  without `.mjs`
 * @param {readonly string[]} args
 * @returns {Promise<Record<string, unknown>>} the object that it printed last
 */
export async function runMachineProgram(inMachine, name, args) {
  const input = readFileSync(new URL(`machine-side/${name}.mjs`, import.meta.url), 'utf8')
  const printed = await callInMachine(inMachine, ['node', '--input-type=module', '-', ...args], { input })
  const answer = parseLast(printed)
  if (!answer) throw new UserError('The machine answered with something that is not the expected JSON.', 'Is its OpenClaw the release that this deployment names? npm run openclaw -- --version')
  return answer
}

/** @param {string} printed */
function parseLast(printed) {
  try {
    const value = JSON.parse(printed.trim().split('\n').at(-1) ?? '')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined // the caller says what it means
  }
}
