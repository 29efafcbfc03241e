// @ts-check
import { callFly, describeLogs, logsArgs } from './fly.mjs'
import { describeInMachine, openclawWords, runInMachine } from './in-machine.mjs'
import { cleanLine, gatewayUp } from './log-lines.mjs'
import { readMachineRelease } from './machine-release.mjs'
import { exitCodes, note, say, UserError } from './messages.mjs'
import { toList, toRecord } from './shape.mjs'

/**
 * Whether the new release runs, beyond what a deploy proves.
 * @typedef {import('./fly.mjs').FlyContext} FlyContext
 * @typedef {import('./in-machine.mjs').InMachine} InMachine
 */

/** What OpenClaw is asked afterwards. Both answer JSON on 2026.9.1 to 2026.9.6; `doctor --lint` ends with 1 for a warning, too. */
const lintWords = openclawWords(['doctor', '--lint', '--json'])
const channelWords = openclawWords(['channels', 'status', '--probe', '--json'])

/**
 * @param {{ fly: { name: string }, deployment: { app: string } }} context
 * @returns {string[]}
 */
export function proofCommands(context) {
  return [lintWords, channelWords].map((words) => describeInMachine(context, words))
}

/** @param {InMachine} inMachine */
export async function proveRelease(inMachine) {
  const { deployment: { release } } = inMachine
  const found = await readMachineRelease(inMachine)
  if (found.release !== release) {
    throw new UserError(`The machine has OpenClaw ${found.release}, not ${release}, after the deploy.`, 'Does fly.toml name the image, or the folder openclaw have the source, of that release? Mend it, then: npm run upgrade')
  }
  await tell(inMachine, lintWords, (answer) => toList(answer.findings).map(toRecord).filter(({ severity }) => severity === 'error').map(({ message }) => String(message)), 'OpenClaw\'s doctor finds no error')
  await tell(inMachine, channelWords, findSilent, 'all channels run')
}

/**
 * A trouble that is found here is told, not thrown: the gateway runs, and it may have been there before.
 * @param {InMachine} inMachine
 * @param {readonly string[]} words
 * @param {(answer: Record<string, unknown>) => string[]} findTroubles
 * @param {string} allWell
 */
async function tell(inMachine, words, findTroubles, allWell) {
  const command = describeInMachine(inMachine, words)
  say(`$ ${command}`)
  const { stdout, stderr } = await runInMachine(inMachine, words)
  const answer = parse(stdout)
  if (!answer) return note(`! It did not answer, so this could not be looked at: ${cleanLine(stderr.trim().split('\n').at(-1) ?? '')}`)
  const troubles = findTroubles(answer)
  if (troubles.length === 0) return say(`  ${allWell}`)
  for (const trouble of troubles) note(`! ${cleanLine(trouble)}`)
  note(`  More: ${command}   and npm run doctor`)
}

/** @param {string} text */
function parse(text) {
  try {
    return toRecord(JSON.parse(text))
  } catch {
    return undefined // the caller says that there was no answer
  }
}

/**
 * @param {Record<string, unknown>} answer  of `channels status --probe --json`
 * @returns {string[]}
 */
function findSilent({ channelAccounts }) {
  return Object.entries(toRecord(channelAccounts)).flatMap(([channel, accounts]) => toList(accounts).map(toRecord)
    .filter(({ enabled, running, probe }) => enabled !== false && (running !== true || toRecord(probe).ok === false))
    .map(({ probe, lastError }) => `${channel} does not work: ${toRecord(probe).error ?? lastError ?? 'it does not run'}`))
}

/**
 * Why the deploy did not come to an end, if the boot program holds the machine: the gateway's own words, and what now.
 * @param {FlyContext} context
 * @param {unknown} error  of the deploy
 * @param {string} from  the release before
 * @returns {Promise<unknown>}
 */
export async function explainHeld(context, error, from) {
  if (!(error instanceof UserError) || error.exitCode !== exitCodes.failed) return error
  const reason = findReason(await readLogs(context))
  if (!reason) return new UserError(error.message, `${error.hint}\nOnce it is mended, go on: npm run upgrade\nBack to ${from}: npm run rollback`)
  return new UserError(
    `OpenClaw ${context.deployment.release} is deployed, and its gateway cannot start: ${reason}`,
    [
      'The machine waits and can be repaired. OpenClaw\'s own repair: npm run openclaw -- doctor --fix --non-interactive',
      'Then go on: npm run upgrade',
      `Or back to ${from}: npm run rollback`,
      `All that it says: ${describeLogs(context)}   More: RUNBOOK.md, "The gateway ends with exit code 78"`,
    ].join('\n'),
  )
}

/** @param {FlyContext} context */
async function readLogs(context) {
  const { app, secrets } = context.deployment
  const text = await callFly(context, logsArgs(app)).catch((error) => {
    if (error instanceof UserError) return '' // then the error of the deploy stands alone
    throw error
  })
  return text.split('\n').filter((line) => line.trim()).map((line) => cleanLine(line, secrets))
}

/**
 * @param {readonly string[]} lines  of the log, oldest first
 * @returns {string | undefined} the last that the gateway said before the boot program began to wait, if it still waits
 */
export function findReason(lines) {
  const held = lines.findLastIndex((line) => /\[boot\] waiting: the gateway cannot start/.test(line))
  if (held < 0 || lines.findLastIndex((line) => gatewayUp.test(line)) > held) return undefined
  const own = lines.slice(0, held).filter((line) => !line.includes('[boot]'))
  return own.findLast((line) => /failed to start|refus|invalid config|newer than this build|requires|error/i.test(line)) ?? own.at(-1) ?? lines[held]
}
