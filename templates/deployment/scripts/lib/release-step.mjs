// @ts-check
import { describeGenerator } from './generator.mjs'
import { readHistory } from './history.mjs'
import { findRunningRelease } from './machine-release.mjs'
import { UserError } from './messages.mjs'
import { compareReleases, convertsData, isRelease } from './release.mjs'

/** @typedef {import('./fly.mjs').FlyContext} FlyContext */

/**
 * A deploy may bring another release to the data on the volume. It must not be the one that takes the way back.
 * @param {FlyContext} context
 * @param {{ id: string, state: string }} machine
 */
export async function refuseUnsafeStep(context, machine) {
  const { release, schemaVersions, folder } = context.deployment
  const running = await findRunningRelease(context, machine)
  if (!running || running.release === release || !isRelease(release)) return
  if (compareReleases(release, running.release) < 0) throw explainOlder(release, running.release)
  const last = readHistory(folder).at(-1)
  const hasWayBack = last?.release === release && last.before?.release === running.release && last.before.snapshot !== undefined
  if (convertsData({ release, schemaVersions }, running) && !hasWayBack) throw explainOneWay(release, running.release)
}

/**
 * @param {string} release
 * @param {string} running
 */
function explainOlder(release, running) {
  return new UserError(
    `The machine runs OpenClaw ${running}, and this folder has ${release}, which is older.`,
    `To go back, with data that ${release} can read: npm run rollback\nIf this folder is only out of date, take the newer one from git, or: ${describeGenerator(['--yes', 'create-openclaw-fly@latest', 'update', '--to', running])}`,
  )
}

/**
 * @param {string} release
 * @param {string} running
 */
function explainOneWay(release, running) {
  return new UserError(
    `OpenClaw ${release} converts the data of ${running}, which then cannot read it any more, and there is no snapshot from before.`,
    'A snapshot, and then the deploy: npm run upgrade',
  )
}
