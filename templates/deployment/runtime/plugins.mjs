// @ts-check
// Beside boot.mjs where channels of yours are plugins. OpenClaw does not fetch them by itself in every release, stops once
// after it has (2026.9.2), or starts without one whose newest version is older than its own (2026.9.6). They lie on the
// volume, so this happens at the first start and after an upgrade of OpenClaw; at any other start it takes no time.
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Longer than any took: 50 s on two busy cores. In milliseconds. */
const LIMIT = 300_000

/**
 * Fetches the plugins that are not there yet for the release in the machine. What cannot be fetched is said, and tried
 * again at the next start: an assistant without one of its channels is better than none.
 * @param {readonly string[]} packages  such as @openclaw/discord
 * @param {string} stateDir
 * @param {readonly string[]} openclaw  the words that start OpenClaw's program
 * @param {(command: string[], limit: number) => Promise<number>} run  gives the exit code
 * @param {(text: string) => void} log
 */
export async function fetchPlugins(packages, stateDir, openclaw, run, log) {
  try {
    await fetchMissing(packages, stateDir, openclaw, run, log)
  } catch (error) {
    log(`could not see to the plugins of channels: ${error}`)
  }
}

/** @type {typeof fetchPlugins} */
async function fetchMissing(packages, stateDir, openclaw, run, log) {
  const [note, release] = [join(stateDir, 'boot-plugins.json'), releaseHere()]
  const fetched = readNote(note, release)
  for (const name of packages) {
    if (fetched.includes(name) && isOnVolume(stateDir, name)) continue
    log(`fetching ${name} for OpenClaw ${release} from npm, which takes a minute or so`)
    const began = Date.now()
    // Its own version first; where npm has none, OpenClaw looks for the newest that fits. --force replaces an older one.
    const force = isOnVolume(stateDir, name) ? ['--force'] : []
    const install = (/** @type {string} */ what) => run([...openclaw, 'plugins', 'install', what, ...force], LIMIT)
    // Of other people's packages OpenClaw knows the version that fits; while it repairs itself it may install one first,
    // and then say of the same one that it is there already (2026.9.6).
    let code = name.startsWith('@openclaw/') ? await install(`${name}@${release}`) : 1
    if (code !== 0 && code < 128) code = await install(name)
    if (code !== 0 && code < 128 && force.length === 0 && isOnVolume(stateDir, name)) code = 0
    if (code >= 128) return log(`fetching ${name} was interrupted, or took more than ${LIMIT / 60_000} minutes; the next start tries again`)
    if (code === 0) {
      fetched.push(name)
      writeNote(note, { release, fetched })
      log(`fetched ${name} in ${Math.round((Date.now() - began) / 1000)} s`)
    } else log(`could not fetch ${name} (exit code ${code}; why is above). ${without(name)} The next start tries again: fly apps restart ${process.env.FLY_APP_NAME ?? 'APP'}`)
  }
}

/**
 * What the gateway does without a plugin. Of others than its own, it takes the channel's settings only where the plugin is
 * there: up to 2026.9.6 it is then "unknown channel id".
 * @param {string} name
 */
function without(name) {
  if (name.startsWith('@openclaw/')) return 'The gateway starts without it.'
  return 'Without it the gateway does not start (exit code 78), as it refuses the settings of its channel. If npm has it no more, take the channel out: npx --yes create-openclaw-fly@latest remove CHANNEL, then npm run config -- push.'
}

/** The image's working folder is OpenClaw's own. */
function releaseHere() {
  return String(JSON.parse(readFileSync('package.json', 'utf8')).version)
}

/** Whether npm put the package on the volume: into one folder up to 2026.5, into one for each package since. @param {string} stateDir @param {string} name */
function isOnVolume(stateDir, name) {
  const projects = join(stateDir, 'npm', 'projects')
  const roots = [join(stateDir, 'npm'), ...(existsSync(projects) ? readdirSync(projects).map((project) => join(projects, project)) : [])]
  return roots.some((root) => existsSync(join(root, 'node_modules', name, 'package.json')))
}

/** What was fetched for this release; nothing where it was another. @param {string} file @param {string} release @returns {string[]} */
function readNote(file, release) {
  if (!existsSync(file)) return []
  try {
    const note = JSON.parse(readFileSync(file, 'utf8'))
    return note?.release === release && Array.isArray(note.fetched) ? note.fetched : []
  } catch {
    return [] // half of it, or somebody else's: everything is looked at anew
  }
}

/** @param {string} file @param {object} note */
function writeNote(file, note) {
  writeFileSync(`${file}.half`, `${JSON.stringify(note)}\n`, { mode: 0o600 })
  renameSync(`${file}.half`, file)
}
