// @ts-check
import { readInMachine } from './machine-file.mjs'
import { askGenerator, describeGenerator, generatorArgs } from './generator.mjs'
import { cleanLine } from './log-lines.mjs'
import { exitCodes, indent, note, say, UserError } from './messages.mjs'
import { livePath } from './places.mjs'
import { toList, toRecord } from './shape.mjs'

/**
 * What can be known beforehand of whether the new release will run: by the program that made this folder, which has the
 * rules and each release's schema.
 * @typedef {import('./in-machine.mjs').InMachine} InMachine
 */

/** npx may have to fetch the program first. Unit: milliseconds. */
const patience = 180_000

/** Repeated of what is found; the command shows the rest. */
const mostShown = 12

const goOn = 'To go on all the same: npm run upgrade -- --without-check'

/**
 * @param {import('./deployment.mjs').Deployment} deployment
 * @param {string} from  the release in the machine
 */
export const checkCommands = (deployment, from) => ({
  folder: generatorArgs(deployment, ['check', '--json']),
  live: generatorArgs(deployment, ['validate', '--release', deployment.release, '--from', from, '--json']),
})

/**
 * @param {InMachine} inMachine
 * @param {string} from  the release in the machine
 * @returns {Promise<{ obstacles: UserError[], unseen: UserError[] }>} what speaks against the upgrade, and what could not be looked at
 */
export async function findObstacles(inMachine, from) {
  /** @type {{ obstacles: UserError[], unseen: UserError[] }} */
  const found = { obstacles: [], unseen: [] }
  for (const look of [checkFolder, checkLive]) {
    try {
      const obstacle = await look(inMachine, checkCommands(inMachine.deployment, from))
      if (obstacle) found.obstacles.push(obstacle)
    } catch (error) {
      if (!(error instanceof UserError) || error.exitCode === exitCodes.cancelled) throw error
      found.unseen.push(error)
    }
  }
  return found
}

/**
 * @param {InMachine} inMachine
 * @param {string[]} args  of npx
 * @param {string} what  is looked at
 * @param {string} [input]
 * @returns {Promise<Record<string, unknown>>}
 */
async function ask({ deployment }, args, what, input) {
  const { stdout, stderr, timedOut, interrupted } = await askGenerator(deployment, args, { timeLimit: patience, ...(input !== undefined && { input }) })
  if (interrupted) throw new UserError(`Interrupted during: ${describeGenerator(args)}`, 'Nothing was changed. Run this again.', exitCodes.cancelled)
  const answer = parse(stdout)
  if (answer && !('error' in answer)) return answer
  const said = timedOut ? `no answer within ${patience / 1000} s` : toRecord(answer?.error).message ?? /^npm error .+$/m.exec(stderr)?.[0] ?? stderr.trim().split('\n').at(-1)
  throw new UserError(`${what} could not be looked at: ${cleanLine(String(said || 'no answer'))}`, `By hand: ${describeGenerator(args)}`)
}

/** @param {string} text */
function parse(text) {
  try {
    return toRecord(JSON.parse(text))
  } catch {
    return undefined // npm's own words, or nothing; the caller says so
  }
}

/**
 * @param {InMachine} inMachine
 * @param {{ folder: string[] }} commands
 * @returns {Promise<UserError | undefined>}
 */
async function checkFolder(inMachine, { folder: args }) {
  const answer = await ask(inMachine, args, 'What speaks against this folder')
  const grave = toList(answer.findings).map(toRecord).filter(({ severity }) => severity === 'error')
  if (grave.length === 0) {
    say('  nothing in this folder that would break the deployment')
    return undefined
  }
  const lines = grave.slice(0, mostShown).map(({ id, file, line, what }) => cleanLine(`${id} ${file}${line ? `:${line}` : ''}  ${what}`))
  return new UserError(`This folder has what would break the deployment:\n${indent(lines.join('\n'))}`, `Why, and the cure: npx --yes ${args[1]} check\n${goOn}`)
}

/**
 * The configuration in use is what the new release starts with; the one of this folder is a seed that was used long ago.
 * @param {InMachine} inMachine
 * @param {{ live: string[] }} commands
 * @returns {Promise<UserError | undefined>}
 */
async function checkLive(inMachine, { live }) {
  const { release } = inMachine.deployment
  const text = await readInMachine(inMachine, livePath)
  if (text === undefined) throw new UserError(`There is no ${livePath} in the machine, so nothing tells whether the new release takes it.`, 'Does the gateway run at all? npm run doctor')
  const answer = await ask(inMachine, live, 'Whether the new release takes the configuration in use', text)
  const faults = toList(answer.faults).map(toRecord)
  if (faults.length === 0 && answer.valid === true) {
    say(`  OpenClaw ${release} takes the configuration in use${answer.schemaOf === release ? '' : `, by the schema of ${cleanLine(String(answer.schemaOf ?? 'no release'))}`}`)
    for (const title of toList(answer.migrated)) note(`! Only after OpenClaw's own repair, which it may ask for at its start: ${cleanLine(String(title))}`)
    return undefined
  }
  const lines = faults.slice(0, mostShown).map(({ path, message }) => cleanLine(`${path}: ${message}`))
  return new UserError(
    `OpenClaw ${release} will refuse the configuration in use, and the gateway then does not start:\n${indent(lines.join('\n'))}`,
    `Mend it now, while it runs: npm run openclaw -- config set PATH VALUE, or config unset PATH\nOr go on, and let the new release repair it while the machine waits: npm run openclaw -- doctor --fix --non-interactive\n${goOn}`,
  )
}
