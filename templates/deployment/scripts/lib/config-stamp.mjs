// @ts-check
import { readLive } from './config-files.mjs'
import { find, locate } from './json-text.mjs'
import { writeInMachine } from './machine-file.mjs'
import { note, say } from './messages.mjs'
import { livePath } from './places.mjs'
import { compareReleases, isRelease } from './release.mjs'
import { toRecord } from './shape.mjs'

/** @typedef {import('./in-machine.mjs').InMachine} InMachine */

const path = ['meta', 'lastTouchedVersion']

/**
 * OpenClaw stamps a configuration that it writes with its release, and an older one then refuses to start. Measured with
 * 2026.9.2 and 2026.9.1, whose data is the same: after `config set` by 2026.9.2, 2026.9.1 ends with 1, "this OpenClaw
 * binary (2026.9.1) is older than the config last written by OpenClaw 2026.9.2"; with its own release in the stamp it
 * starts. The variable that OpenClaw names for that, OPENCLAW_ALLOW_OLDER_BINARY_DESTRUCTIVE_ACTIONS, would allow more.
 * @param {InMachine} inMachine
 * @param {string} release  that shall start with it
 */
export async function lowerStamp(inMachine, release) {
  const live = await readLive(inMachine)
  const stamp = toRecord(live?.config.meta).lastTouchedVersion
  if (!live || !isRelease(stamp) || compareReleases(stamp, release) <= 0) return
  const text = replaceStamp(live.text, release)
  if (text === undefined) return note(`! ${livePath} is not plain JSON, so its meta.lastTouchedVersion (${stamp}) is yours to change: with it OpenClaw ${release} will not start.`)
  await writeInMachine(inMachine, livePath, text)
  say(`  ${path.join('.')} in ${livePath}: ${stamp} → ${release}, with which ${release} starts`)
}

/**
 * @param {string} text
 * @param {string} release
 * @returns {string | undefined} with that one value changed, if it is plain JSON
 */
export function replaceStamp(text, release) {
  try {
    const node = find(locate(text), path)
    return node && text.slice(0, node.start) + JSON.stringify(release) + text.slice(node.end)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined // JSON5; the caller says what to do
    throw error
  }
}
