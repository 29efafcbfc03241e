// @ts-check
// Runs in a machine whose gateway does not run: restore.mjs sends it to node there. Puts a backup on an empty volume.
//   node - OPENCLAW.MJS ARCHIVE BYTES SHA256 STATE_DIR RELEASE
// It can be interrupted and run again: OpenClaw unpacks into a folder of its own, which gets its true name once it is
// whole; then each of its entries moves up, none over another; at last a file says what was restored.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'

const [openclaw = '', archive = '', bytes, sha256, stateDir = '', release = ''] = process.argv.slice(2)
const half = join(stateDir, '.openclaw-fly-restore.half')
const whole = join(stateDir, '.openclaw-fly-restore')
const done = join(stateDir, '.openclaw-fly-restored.json')

/** @param {string} message */
function fail(message) {
  console.error(message)
  process.exit(1)
}

async function checkArchive() {
  const hash = createHash('sha256')
  await pipeline(createReadStream(archive), hash)
  if (statSync(archive).size !== Number(bytes) || hash.digest('hex') !== sha256) fail('the backup did not arrive in the machine as it left your computer')
}

function unpack() {
  const others = readdirSync(stateDir).filter((name) => name !== 'lost+found' && join(stateDir, name) !== half)
  if (others.length > 0) fail(`the volume is not empty: ${others.slice(0, 5).join(', ')}`)
  rmSync(half, { recursive: true, force: true })
  // OpenClaw 2026.9.6 never unpacks below its state directory, so for this one command it is told of another.
  const env = { ...process.env, OPENCLAW_STATE_DIR: join(dirname(archive), 'state') }
  const ran = spawnSync(process.execPath, [openclaw, 'backup', 'restore', archive, '--target', half, '--json'], { env, encoding: 'utf8', maxBuffer: 1 << 26 })
  if (ran.status !== 0) fail(ran.stderr || ran.stdout || String(ran.error))
  renameSync(half, whole)
}

/** @param {string} a @param {string} b */
function isNewer(a, b) {
  return a.localeCompare(b, 'en', { numeric: true }) > 0
}

/** The folder in the archive that was the state directory. */
function findState() {
  const root = join(whole, readdirSync(whole)[0] ?? '')
  const { runtimeVersion, createdAt, assets } = JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8'))
  if (isNewer(runtimeVersion, release)) fail(`the backup was made by OpenClaw ${runtimeVersion}, and this deployment runs ${release}, which cannot read it`)
  const state = assets.find((/** @type {{ kind: string }} */ { kind }) => kind === 'state')
  if (!state) fail('there is no state directory in this backup, only its configuration')
  const folder = resolve(whole, state.archivePath)
  if (!folder.startsWith(root + sep)) fail('the manifest of the backup points out of it')
  const elsewhere = assets.filter((/** @type {unknown} */ asset) => asset !== state).map((/** @type {{ sourcePath: string }} */ { sourcePath }) => sourcePath)
  return { folder, source: state.sourcePath, createdAt, runtimeVersion, elsewhere }
}

function isDone() {
  return existsSync(done) && JSON.parse(readFileSync(done, 'utf8')).sha256 === sha256
}

function activate() {
  const { folder, ...about } = findState()
  for (const name of readdirSync(folder)) {
    const place = join(stateDir, name)
    if (existsSync(place)) fail(`there is a ${name} on the volume already`)
    renameSync(join(folder, name), place)
  }
  writeFileSync(done, JSON.stringify({ sha256, ...about }), { mode: 0o600 })
}

if (!isDone()) {
  await checkArchive()
  if (!existsSync(whole)) unpack()
  activate()
}
rmSync(whole, { recursive: true, force: true })
console.log(readFileSync(done, 'utf8'))
