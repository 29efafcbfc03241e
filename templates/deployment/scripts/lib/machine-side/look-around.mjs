// @ts-check
// Runs in the machine: doctor.mjs sends it to node there. Looks at what only the machine can see, changes nothing, and
// prints no secret: of the configuration only what it needs.
//   node - OPENCLAW.MJS STATE_DIR PORT
import { spawnSync } from 'node:child_process'
import { accessSync, constants, lstatSync, readdirSync, readFileSync, statfsSync } from 'node:fs'
import { join } from 'node:path'

const [openclaw = '', stateDir = '', port = ''] = process.argv.slice(2)
const mostFiles = 5000
const configFile = join(stateDir, 'openclaw.json')

/** What one look found, or why it could not look. @type {Record<string, { found: unknown } | { failed: string }>} */
const answer = {}

/** @param {string} name @param {() => unknown} look */
async function see(name, look) {
  try {
    answer[name] = { found: await look() }
  } catch (error) {
    answer[name] = { failed: error instanceof Error ? error.message : String(error) }
  }
}

function measureSpace() {
  const { bavail, blocks, bsize } = statfsSync(stateDir)
  return { freeMb: Math.round(bavail * bsize / 1e6), sizeMb: Math.round(blocks * bsize / 1e6) }
}

/** Files that the gateway's user, who runs this, does not own or cannot read. */
function findForeign() {
  const foreign = []
  const folders = [stateDir]
  for (let seen = 0; folders.length > 0 && seen < mostFiles;) {
    const folder = folders.pop() ?? ''
    for (const name of readdirSync(folder)) {
      if (name === 'lost+found' || name === 'node_modules') continue
      seen += 1
      const path = join(folder, name)
      const about = lstatSync(path)
      if (about.uid !== process.getuid?.() || !isReadable(path, about.isSymbolicLink())) foreign.push(path)
      else if (about.isDirectory()) folders.push(path)
    }
  }
  return { paths: foreign.slice(0, 5), more: Math.max(0, foreign.length - 5) }
}

/** @param {string} path @param {boolean} isLink */
function isReadable(path, isLink) {
  try {
    if (!isLink) accessSync(path, constants.R_OK)
    return true
  } catch {
    return false // that it cannot be read is what we want to know
  }
}

async function knock() {
  try {
    return (await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(5000) })).status
  } catch {
    return 0 // nobody answers; that is what we want to know
  }
}

/** @param {string[]} args */
function ask(...args) {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [openclaw, ...args], { encoding: 'utf8', timeout: 60_000, maxBuffer: 1 << 26 })
  try {
    return { status, data: JSON.parse(stdout) }
  } catch {
    throw new Error((stderr || String(error ?? `exit code ${status}`)).trim().split('\n').slice(-1)[0])
  }
}

function readGatewayConfig() {
  const text = readFileSync(configFile, 'utf8')
  /** @type {any} */
  let config
  try {
    config = JSON.parse(text)
  } catch {
    config = { gateway: ask('config', 'get', 'gateway', '--json').data } // JSON5, which OpenClaw reads and node does not
  }
  const { port: own, bind, auth, trustedProxies, controlUi } = config.gateway ?? {}
  return { port: own, bind, authMode: auth?.mode, trustedProxies, allowedOrigins: controlUi?.allowedOrigins }
}

/** Accounts that are switched on and do not work; shape of 2026.9.6. */
function findSilent() {
  const { data } = ask('channels', 'status', '--probe', '--json')
  const accounts = Object.entries(data.channelAccounts).flatMap(([channel, list]) => list.map((/** @type {object} */ one) => ({ channel, ...one })))
  return accounts
    .filter(({ enabled, configured, running, probe }) => enabled !== false && (!configured || !running || probe?.ok === false))
    .map(({ channel, accountId, configured, running, probe, lastError }) => ({ channel, accountId, configured, running, error: probe?.error ?? lastError }))
}

await see('space', measureSpace)
await see('owners', findForeign)
await see('health', knock)
await see('config', readGatewayConfig)
await see('validity', () => {
  const { data } = ask('config', 'validate', '--json')
  return { valid: data.valid === true, issues: (data.issues ?? []).slice(0, 5).map((/** @type {{ path: string, message: string }} */ { path, message }) => `${path}: ${message}`) }
})
const gateway = answer.health
if (gateway && 'found' in gateway && gateway.found === 200) {
  await see('channels', findSilent)
  await see('devices', () => ({ waiting: ask('devices', 'list', '--json').data.pending.length }))
} else {
  answer.channels = answer.devices = { failed: 'the gateway does not answer in the machine' }
}
console.log(JSON.stringify(answer))
