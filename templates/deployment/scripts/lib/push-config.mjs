// @ts-check
import { withoutStamps } from './compare-config.mjs'
import { changeByFly, describeLogs } from './fly.mjs'
import { openclawWords } from './in-machine.mjs'
import { writeInMachine } from './machine-file.mjs'
import { hashText, localName, memorize } from './config-files.mjs'
import { runMachineProgram } from './machine-program.mjs'
import { exitCodes, indent, note, say, UserError } from './messages.mjs'
import { livePath } from './places.mjs'
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
  const answer = await runMachineProgram(patient(inMachine, wait), 'apply-config', [livePath, next, live ? hashText(live.text) : 'absent', String(wait), ...openclawWords([])])
  switch (answer.verdict) {
    case 'refused':
      throw new UserError(`OpenClaw in the machine refuses it, so nothing was replaced:\n${indent(formatIssues(answer.issues))}`, `Mend ${localName} here, then push again.`)
    case 'changed':
      throw new UserError('The configuration in the machine changed while this ran, so nothing was replaced.', 'See how it differs now, then push again: npm run config -- diff')
    case 'applied':
      return conclude(inMachine, local, `after ${answer.seconds} s`)
    case 'pending':
      memorize(inMachine.deployment, local.config)
      throw explainPending(inMachine, Number(answer.seconds))
    case 'still-down':
      return wakeUp(inMachine, local, wait)
    case 'rolled-back':
      throw await goBack(inMachine, answer, wait)
    default:
      throw new UserError('The machine did not say how it ended.', `See how it differs now: npm run config -- diff\nThe former one is kept in the machine: ${keptPath}`)
  }
}

/**
 * OpenClaw's own command line is slow on a small machine, and is called at the beginning and at the end of the wait.
 * @param {InMachine} inMachine
 * @param {number} wait  seconds
 * @returns {InMachine}
 */
function patient(inMachine, wait) {
  return { ...inMachine, timeLimit: inMachine.timeLimit + (wait + 200) * 1000 }
}

/**
 * A gateway that fails to start again within its process stays there, deaf and without looking at its configuration any
 * more ("Process will stay alive", 2026.9.6). Fly does not restart what fails its check, so we do.
 * @param {InMachine} inMachine
 * @param {number} wait  seconds
 * @returns {Promise<boolean>} whether the gateway runs with what is in place
 */
async function restartAndSee(inMachine, wait) {
  const { deployment: { app }, machine } = inMachine
  await changeByFly(patient(inMachine, wait), ['machine', 'restart', machine, '--skip-health-checks', '--app', app])
  return await see(inMachine, wait) === 'applied'
}

/**
 * @param {InMachine} inMachine
 * @param {number} wait  seconds
 */
async function see(inMachine, wait) {
  const { state } = await runMachineProgram(patient(inMachine, wait), 'apply-config', [livePath, '', '', String(wait), ...openclawWords([])])
  return state
}

/**
 * @param {InMachine} inMachine
 * @param {Config} local
 * @param {string} when
 */
function conclude({ deployment }, local, when) {
  memorize(deployment, local.config)
  say(`Done: the gateway runs with it, ${when}. The former one is kept in the machine: ${keptPath}`)
  return exitCodes.ok
}

/**
 * It did not run before either, so the new one may be just what it was waiting for.
 * @param {InMachine} inMachine
 * @param {Config} local
 * @param {number} wait  seconds
 * @returns {Promise<number>} exit code
 */
async function wakeUp(inMachine, local, wait) {
  memorize(inMachine.deployment, local.config)
  note('It is in place and valid. The gateway did not run before, so the machine is restarted:')
  if (await restartAndSee(inMachine, wait)) return conclude(inMachine, local, 'after a restart of the machine')
  throw new UserError(
    'It is in place and valid, but the gateway does not run; it did not run before either.',
    `${readLogs(inMachine)}\nWhat may be wrong: npm run doctor\nThe former one is kept in the machine: ${keptPath}`,
  )
}

/**
 * @param {InMachine} inMachine
 * @param {Record<string, unknown>} answer  of apply-config.mjs
 * @param {number} wait  seconds
 * @returns {Promise<UserError>}
 */
async function goBack(inMachine, { because, seconds }, wait) {
  const why = because === 'invalid' ? 'The running gateway refused it' : `The gateway did not come back within ${seconds} s`
  note(`${why}, so the former configuration was put back.`)
  const isBack = await see(inMachine, Math.min(wait, 15)) !== 'down' || await restartAndSee(inMachine, wait)
  return new UserError(
    `${why}, so the former configuration was put back. ${isBack ? 'The gateway runs with that.' : 'THE GATEWAY DOES NOT RUN with that either.'}`,
    isBack ? `${readLogs(inMachine)}\nMore time for the next try: --wait 600` : `${readLogs(inMachine)}\nWhat may be wrong: npm run doctor`,
  )
}

/**
 * @param {InMachine} inMachine
 * @param {number} seconds
 */
function explainPending(inMachine, seconds) {
  return new UserError(
    `It is in place and valid, and the gateway is up, but after ${seconds} s it does not say that it runs with it.`,
    `It may wait for answers under way, or not reload by itself (gateway.reload). A restart makes sure: npm run restart\n${readLogs(inMachine)}`,
  )
}

/** @param {InMachine} inMachine */
function readLogs(inMachine) {
  return `What the gateway says: ${describeLogs(inMachine)}`
}

/** @param {unknown} issues */
function formatIssues(issues) {
  return (Array.isArray(issues) ? issues : []).map(({ path, message }) => `${printable(String(path))}: ${printable(String(message), 300)}`).join('\n')
}
