// @ts-check
import { readHistory } from './history.mjs'
import { callInMachine, describeInMachine } from './in-machine.mjs'
import { exitCodes, say, UserError } from './messages.mjs'
import { imagePackage } from './places.mjs'
import { isRelease, isSchemaVersions } from './release.mjs'
import { toRecord } from './shape.mjs'

/**
 * @typedef {import('./fly.mjs').FlyContext} FlyContext
 * @typedef {import('./in-machine.mjs').InMachine} InMachine
 * @typedef {import('./release.mjs').Release} Release
 */

const words = ['cat', imagePackage]

/** @param {{ fly: { name: string }, deployment: { app: string } }} context */
function describeReleaseQuestion(context) {
  return describeInMachine(context, words)
}

/**
 * The release in the machine, by its own package.json: at once there, where `openclaw --version` takes seconds, and it
 * knows its schema versions too.
 * @param {InMachine} inMachine
 * @returns {Promise<Release>}
 */
export async function readMachineRelease(inMachine) {
  say(`$ ${describeReleaseQuestion(inMachine)}`)
  const found = toRelease(await callInMachine(inMachine, words))
  if (!found) throw new UserError('The machine does not say which release of OpenClaw it has.', `Look yourself: ${describeReleaseQuestion(inMachine)}`)
  say(`  OpenClaw ${found.release}`)
  return found
}

/**
 * @param {string} text  of package.json
 * @returns {Release | undefined}
 */
function toRelease(text) {
  try {
    const { name, version, openclaw } = toRecord(JSON.parse(text))
    const { schemaVersions } = toRecord(openclaw)
    if (name !== 'openclaw' || !isRelease(version)) return undefined
    return { release: version, ...(isSchemaVersions(schemaVersions) && { schemaVersions: { state: schemaVersions.state, agent: schemaVersions.agent } }) }
  } catch {
    return undefined // no package.json of OpenClaw; the caller says so
  }
}

/**
 * What the history knows of a release where its package.json does not say it.
 * @param {string} folder
 * @param {Release} found
 * @returns {Release}
 */
export function withKnownVersions(folder, found) {
  const history = readHistory(folder) // one that is damaged stops everything, and is said before anything is done
  if (found.schemaVersions) return found
  const known = history.findLast(({ release, schemaVersions }) => release === found.release && schemaVersions)?.schemaVersions
  return known ? { ...found, schemaVersions: known } : found
}

/**
 * The release whose data is on the volume: the one in the machine, or where that cannot be asked, the last one that was
 * deployed from here.
 * @param {FlyContext} context
 * @param {{ id: string, state: string }} machine
 * @returns {Promise<Release | undefined>}
 */
export async function findRunningRelease(context, { id, state }) {
  const { folder } = context.deployment
  const last = readHistory(folder).at(-1)
  if (state !== 'started') return last
  try {
    return withKnownVersions(folder, await readMachineRelease({ ...context, machine: id, user: 'node' }))
  } catch (error) {
    if (!(error instanceof UserError) || error.exitCode === exitCodes.cancelled) throw error
    say(`  no answer${last ? `; the last one that was deployed is ${last.release}` : ''}`)
    return last
  }
}
