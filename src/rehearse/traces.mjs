// @ts-check
// What OpenClaw leaves outside of its state folder and of TMPDIR, and which of it is a rehearsal's own (2026.9.3 to
// 2026.9.6): locks in /tmp/openclaw-state-locks-<uid>, named after the path of a state database, and logs in
// /tmp/openclaw of a configuration that names no log file, named after the profile. Both folders are shared with a
// gateway of the person's own. On Windows both lie below the home folder, and a rehearsal's is a temporary one.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { join, sep } from 'node:path'
import process from 'node:process'

/** @typedef {{ logs: string, locks: string }} Shared */

/** State folders are at most so deep: a volume is one of our folders, and OPENCLAW_STATE_DIR may be a folder in it. */
const DEEPEST = 3

/** @type {Shared} */
const shared = { logs: '/tmp/openclaw', locks: `/tmp/openclaw-state-locks-${process.getuid?.() ?? ''}` }

/**
 * Looks what is there before a rehearsal, and gives what removes its traces afterwards, from programs that have ended.
 * @param {string} folder   real path of the rehearsal's folder
 * @param {string} profile  OPENCLAW_PROFILE of its programs that may have no log file
 * @param {Shared} places
 */
export function watchTraces(folder, profile, places = shared) {
  const made = [places.logs, places.locks].filter((place) => !existsSync(place))
  return () => {
    // A lock is there before its database is, so every folder counts that may have become a state folder.
    const locks = namesIn(folder, true).filter((name) => name.split(sep).length <= DEEPEST).map((name) => lockName(join(folder, name, 'state', 'openclaw.sqlite')))
    removeWhere(places.locks, (name) => locks.some((end) => name.endsWith(end)))
    removeWhere(places.logs, (name) => name.startsWith(`openclaw-${profile}-`))
    made.forEach(removeIfEmpty)
  }
}

/** How the locks of a state database end: `<family>.<hash>.lock.sqlite`. @param {string} database */
export function lockName(database) {
  return `.${createHash('sha256').update(database).digest('hex').slice(0, 8)}.lock.sqlite`
}

/** @param {string} folder @param {boolean} deep @returns {string[]} none where the folder is not there */
function namesIn(folder, deep) {
  try {
    return readdirSync(folder, { recursive: deep, encoding: 'utf8' })
  } catch {
    return []
  }
}

/** @param {string} folder @param {(name: string) => boolean} wanted */
function removeWhere(folder, wanted) {
  for (const name of namesIn(folder, false).filter(wanted)) rmSync(join(folder, name), { force: true })
}

/** @param {string} folder */
function removeIfEmpty(folder) {
  try {
    rmdirSync(folder)
  } catch {
    // Not there, or another gateway uses it by now.
  }
}
