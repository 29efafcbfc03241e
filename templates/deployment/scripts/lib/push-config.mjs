// @ts-check
import { withoutStamps } from './compare-config.mjs'
import { describeInMachine, openclawWords, writeInMachine } from './in-machine.mjs'
import { hashText, livePath, memorize } from './config-files.mjs'
import { runMachineProgram } from './machine-program.mjs'
import { exitCodes, indent, note, say, UserError } from './messages.mjs'
import { printable } from './printable.mjs'

/**
 * @typedef {import('./in-machine.mjs').InMachine} InMachine
 * @typedef {import('./config-files.mjs').Config} Config
 */

/** Where the machine keeps what was in use before. */
const keptPath = `${livePath}.before-push`

/**
 * What goes to the machine: this folder's configuration, with the stamps of the one in use, by which OpenClaw knows what
 * it has migrated.
 * @param {Config} local
 * @param {Config | undefined} live
 */
function toText(local, live) {
  const stamps = live?.config.meta === undefined ? {} : { meta: live.config.meta }
  return `${JSON.stringify({ ...withoutStamps(local.config), ...stamps }, null, 2)}\n`
}

/**
 * Puts the local configuration into use and waits for what the gateway makes of it.
 * @param {InMachine} inMachine
 * @param {{ local: Config, live: Config | undefined, wait: number }} options  `wait` in seconds
 * @returns {Promise<number>} exit code
 */
export async function pushConfig(inMachine, { local, live, wait }) {
  const next = `${livePath}.new-${process.pid}`
  await writeInMachine(inMachine, next, toText(local, live))
  note(`OpenClaw in the machine checks it, then the gateway has ${wait} s to run with it …`)
  // Twice the wait, if it has to go back to the former one, and OpenClaw's own command line, which is slow on a small machine.
  const patient = { ...inMachine, timeLimit: inMachine.timeLimit + 2 * wait * 1000 + 300_000 }
  const expected = live ? hashText(live.text) : 'absent'
  const answer = await runMachineProgram(patient, 'apply-config', [livePath, next, expected, String(wait), ...openclawWords([])])
  return conclude(inMachine, local, answer)
}

/**
 * @param {InMachine} inMachine
 * @param {Config} local
 * @param {Record<string, unknown>} answer  of apply-config.mjs
 * @returns {number}
 */
function conclude(inMachine, local, answer) {
  const logs = `What the gateway says: ${inMachine.fly.name} logs --no-tail --app ${inMachine.deployment.app}`
  switch (answer.verdict) {
    case 'applied':
      memorize(inMachine.deployment, local.config)
      say(`Done: the gateway runs with it, after ${answer.seconds} s. The former one is kept in the machine: ${keptPath}`)
      return exitCodes.ok
    case 'pending':
      memorize(inMachine.deployment, local.config)
      throw new UserError(
        `It is in place and valid, and the gateway is up, but after ${answer.seconds} s it does not say that it runs with it.`,
        `It may wait for answers under way, or not reload by itself (gateway.reload). A restart makes sure: npm run restart\n${logs}`,
      )
    case 'still-down':
      memorize(inMachine.deployment, local.config)
      throw new UserError(
        'It is in place and valid, but the gateway does not run; it did not run before either.',
        `${logs}\nWhat may be wrong: npm run doctor\nThe former one is kept in the machine: ${keptPath}`,
      )
    case 'changed':
      throw new UserError('The configuration in the machine changed while this ran, so nothing was replaced.', 'See how it differs now, then push again: npm run config -- diff')
    case 'refused':
      throw new UserError(`OpenClaw in the machine refuses it, so nothing was replaced:\n${indent(formatIssues(answer.issues))}`, 'Mend openclaw.json here, then push again.')
    case 'rolled-back':
      throw explainRollback(inMachine, answer, logs)
    default:
      throw new UserError('The machine did not say how it ended.', `See how it differs now: npm run config -- diff\nThe former one is kept in the machine: ${keptPath}`)
  }
}

/** @param {unknown} issues */
function formatIssues(issues) {
  return (Array.isArray(issues) ? issues : []).map(({ path, message }) => `${printable(String(path))}: ${printable(String(message), 300)}`).join('\n')
}

/**
 * @param {InMachine} inMachine
 * @param {Record<string, unknown>} answer
 * @param {string} logs
 */
function explainRollback(inMachine, { because, seconds, recovered }, logs) {
  const why = because === 'invalid' ? 'The running gateway refused it' : `The gateway did not come back within ${seconds} s`
  const isBack = ['applied', 'pending', 'unknown'].includes(String(recovered))
  return new UserError(
    `${why}, so the former configuration was put back. ${isBack ? 'The gateway runs with that.' : 'THE GATEWAY DOES NOT RUN with that either.'}`,
    isBack ? `${logs}\nMore time for the next try: --wait 600` : `${logs}\nWhat may be wrong: npm run doctor\nBy hand: ${describeInMachine(inMachine, openclawWords(['config', 'validate']))}`,
  )
}
