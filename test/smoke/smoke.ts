import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { strict as assert } from 'node:assert'

/*
 * The packed package, installed as a person gets it, into a folder with a space in its name: it brings no dependency,
 * runs nothing at install, and makes the same deployment as the sources do. Run after `npm run build`.
 */

const root = join(import.meta.dirname, '..', '..')
const scratch = mkdtempSync(join(tmpdir(), 'create-openclaw-fly smoke '))
let passed = 0

function check(name: string, body: () => void): void {
  body()
  passed += 1
  console.log(`ok ${name}`)
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted()
}

try {
  execFileSync('npm', ['pack', '--pack-destination', scratch, '--silent'], { cwd: root })
  const tarball = readdirSync(scratch).find((name) => name.endsWith('.tgz'))!
  writeFileSync(join(scratch, 'package.json'), '{ "private": true }\n')
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${tarball}`], { cwd: scratch, stdio: 'pipe' })
  const installed = join(scratch, 'node_modules', 'create-openclaw-fly')
  const bin = join(scratch, 'node_modules', '.bin', 'create-openclaw-fly')

  check('one package is installed, and nothing else', () => {
    assert.deepEqual(readdirSync(join(scratch, 'node_modules')).filter((name) => !name.startsWith('.')), ['create-openclaw-fly'])
  })
  check('it runs nothing at install', () => {
    const { scripts, dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Record<string, Record<string, string> | undefined>
    assert.equal(dependencies, undefined)
    for (const name of ['preinstall', 'install', 'postinstall', 'prepare']) assert.equal(scripts?.[name], undefined)
  })
  check('it holds no source, no test and no deployment of its own', () => {
    for (const path of filesIn(installed)) assert.match(path, /^(?:dist|templates)\/|^(?:package\.json|README\.md|LICENSE)$/)
  })
  check('its help fits 80 columns', () => {
    const help = execFileSync(bin, ['--help'], { encoding: 'utf8' })
    for (const line of help.split('\n')) assert.ok(line.length <= 80, line)
  })
  check('it says so where its folder was deleted', () => {
    const gone = join(scratch, 'gone')
    mkdirSync(gone)
    const { status, stderr } = spawnSync('sh', ['-c', 'rmdir "$PWD" && exec "$0" dep --yes', bin], { cwd: gone, encoding: 'utf8' })
    assert.deepEqual([status, stderr.split('\n')[0]], [1, 'The folder that you are in does not exist any more.'])
  })

  const words = ['my-openclaw', '--yes', '--no-clone', '--region', 'fra', '--channel', 'discord', '--channel', 'telegram', '--channel', 'slack']
  execFileSync(bin, words, { cwd: scratch, stdio: 'pipe' })
  execFileSync(process.execPath, [join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs'), join(root, 'src', 'cli.ts'), 'from-source', ...words.slice(1), '--app', 'my-openclaw'], { cwd: scratch, stdio: 'pipe' })
  const [packed, source] = [join(scratch, 'my-openclaw'), join(scratch, 'from-source')]

  check('it makes the same files as the sources do', () => {
    assert.deepEqual(filesIn(packed), filesIn(source))
    for (const path of filesIn(packed)) {
      assert.equal(readFileSync(join(packed, path), 'utf8'), readFileSync(join(source, path), 'utf8'), path)
      assert.equal(statSync(join(packed, path)).mode, statSync(join(source, path)).mode, path)
    }
  })
  check('a deployment has everything that the runbook speaks of', () => {
    for (const path of ['fly.toml', 'fly.private.toml', 'openclaw.json', 'openclaw-fly.toml', 'RUNBOOK.md', 'package.json', '.env.example', '.gitignore', '.dockerignore', 'scripts/secrets.mjs', 'scripts/deploy.mjs', 'runtime/boot.mjs', '.openclaw-fly/state.json'])
      assert.ok(filesIn(packed).includes(path), path)
  })
  check('its scripts start in the deployment', () => {
    // Without PATH there is no fly: a dry run would ask it.
    const output = (...given: readonly string[]): string => execFileSync(process.execPath, given, { cwd: packed, encoding: 'utf8', env: { ...process.env, PATH: scratch }, stdio: ['ignore', 'pipe', 'ignore'] })
    assert.match(output('scripts/secrets.mjs', '--help'), /--rotate/)
    assert.match(output('scripts/deploy.mjs', '--dry-run'), /fly deploy openclaw --config \.\.\/fly\.toml/)
  })
  console.log(`\n${passed} passed, 0 failed`)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
