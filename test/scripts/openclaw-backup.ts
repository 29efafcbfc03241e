/**
 * A stand-in for the OpenClaw CLI of a machine that makes and unpacks backups: not OpenClaw's format, but its layout
 * (2026.9.6), its refusals and its answers. The real one is in test/real/backup.test.ts.
 */
export const openclawBackup = `
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
const [, action, ...args] = process.argv.slice(2)
const stateDir = process.env.OPENCLAW_STATE_DIR
const flag = (name) => args[args.indexOf('--' + name) + 1]
const fail = (message) => {
  console.error('[openclaw] The CLI command failed.\\n[openclaw] Reason: ' + message)
  process.exit(1)
}
const isIn = (path, folder) => !relative(folder, path).startsWith('..')
const root = '2026-10-01T00-00-00.000+00-00-openclaw-backup'
if (action === 'create') {
  const file = flag('output')
  if (isIn(file, stateDir)) fail('Backup output must not be inside a source path: ' + file)
  const names = readdirSync(stateDir, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(stateDir, name)).isFile())
  const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(stateDir, name), 'base64')]))
  writeFileSync(file, JSON.stringify({ stateDir, files }), { mode: 0o600, flag: 'wx' })
  const skipped = [{ sourcePath: stateDir + '/tmp', reason: 'regenerable' }, ...existsSync(join(stateDir, 'vanishes')) ? [{ sourcePath: stateDir + '/gone', reason: 'vanished' }] : []]
  console.log(JSON.stringify({ verified: args.includes('--verify'), createdAt: '2026-10-01T00:00:00.000Z', skipped }, null, 2))
} else if (action === 'restore') {
  const target = flag('target')
  if (isIn(target, stateDir)) fail('Backup restore target must be outside the live OpenClaw state directory: ' + target)
  const { stateDir: source, files, release = '2026.9.6', kind = 'state' } = JSON.parse(readFileSync(args[0], 'utf8'))
  const archivePath = root + '/payload/posix' + source
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(target, archivePath, name)), { recursive: true })
    writeFileSync(join(target, archivePath, name), Buffer.from(text, 'base64'))
  }
  const assets = [{ kind, sourcePath: source, archivePath }]
  writeFileSync(join(target, root, 'manifest.json'), JSON.stringify({ runtimeVersion: release, createdAt: '2026-10-01T00:00:00.000Z', assets }))
  console.log(JSON.stringify({ ok: true, targetPath: target }))
} else fail('unknown: ' + action)
`
