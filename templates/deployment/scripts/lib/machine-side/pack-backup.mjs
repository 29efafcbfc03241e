// @ts-check
// Runs in the machine: backup.mjs sends it to node there. Lets OpenClaw make its own backup, verified, and measures it.
//   node - OPENCLAW.MJS FOLDER
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

const [openclaw = '', folder = ''] = process.argv.slice(2)
const archive = join(folder, 'backup.tar.gz')

/** What OpenClaw 2026.9.6 leaves out on purpose: saved elsewhere in the archive, not there, or made anew when needed. */
const meant = ['covered', 'missing', 'regenerable', 'volatile']

// Not below the state directory: there OpenClaw 2026.9.6 refuses to write.
mkdirSync(folder, { mode: 0o700 })
const ran = spawnSync(process.execPath, [openclaw, 'backup', 'create', '--output', archive, '--verify', '--json'], { encoding: 'utf8', maxBuffer: 1 << 26 })
if (ran.status === 0) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(archive), hash)
  const { verified, skipped } = JSON.parse(ran.stdout)
  const missing = skipped.filter((/** @type {{ reason: string }} */ { reason }) => !meant.includes(reason)).map((/** @type {{ sourcePath: string }} */ { sourcePath }) => sourcePath)
  console.log(JSON.stringify({ bytes: statSync(archive).size, sha256: hash.digest('hex'), verified, missing: missing.slice(0, 20) }))
} else {
  process.stderr.write(ran.stderr || ran.stdout || String(ran.error))
  process.exitCode = 1
}
