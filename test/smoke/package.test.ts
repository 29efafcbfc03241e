import { execFileSync, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { bundled } from '../../tools/build/bundled.ts'
import { LICENCES } from '../../tools/build/check-bundle.ts'
import { readTree, temporaryFolders } from '../support/folders.ts'

const root = join(import.meta.dirname, '..', '..')
const home = inject('home')
const installed = join(home, 'node_modules', 'create-openclaw-fly')
const bin = join(home, 'node_modules', '.bin', 'create-openclaw-fly')
const newFolder = temporaryFolders('openclaw-fly smoke ')

describe('what is installed', () => {
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Record<string, Record<string, string> | undefined>

  test('is one package, and nothing else', () => {
    expect(readdirSync(join(home, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['create-openclaw-fly'])
    for (const kind of ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies']) expect(manifest[kind], kind).toBeUndefined()
  })

  test('runs nothing at install', () => {
    expect(Object.keys(manifest['scripts'] ?? {}).filter((name) => /^(?:pre|post)?(?:install|prepare)$/.test(name))).toEqual([])
  })

  test('is at most 1 MB', () => {
    const size = readdirSync(installed, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).reduce((sum, entry) => sum + readFileSync(join(entry.parentPath, entry.name)).length, 0)
    expect(size).toBeLessThanOrEqual(1_000_000)
  })

  test('holds no source, no test and no deployment of its own', () => {
    expect([...readTree(installed).keys()].filter((path) => !/^dist\/|^(?:package\.json|README\.md|LICENSE)$/.test(path))).toEqual([])
  })

  test('has the licence of every package that is bundled', () => {
    const text = readFileSync(join(installed, 'dist', LICENCES), 'utf8')
    const named = [...text.matchAll(/^(@?[\w./-]+)@\d+\.\d+\.\d+$/gm)].map(([, name]) => name)
    expect(named.toSorted()).toEqual(bundled.toSorted())
    expect(text.match(/copyright/gi)!.length).toBeGreaterThan(5)
  })
})

describe('the program', () => {
  test('has the thread that writes the files of a clone, where its code looks for it', async () => {
    const code = readdirSync(join(installed, 'dist')).map((name) => (name.endsWith('.cjs') ? readFileSync(join(installed, 'dist', name), 'utf8') : ''))
    expect(code.filter((text) => text.includes('./clone/batch-thread.mjs'))).toHaveLength(1)
    const [file, thread] = [join(newFolder(), 'written'), new Worker(join(installed, 'dist', 'clone', 'batch-thread.mjs'))]
    thread.postMessage({ bytes: new TextEncoder().encode('one two'), paths: [file], numbers: [0o666, 4, 7] })
    expect(await once(thread, 'message')).toMatchObject([{ failure: undefined }])
    await thread.terminate()
    expect(readFileSync(file, 'utf8')).toBe('two')
  })

  test('has a help that fits 80 columns', () => {
    const help = execFileSync(bin, ['--help'], { encoding: 'utf8' })
    expect(help).toContain('create-openclaw-fly')
    expect(help.split('\n').filter((line) => line.length > 80)).toEqual([])
  })

  test('says its help and its version without what makes deployments', () => {
    const [hook, loaded] = [join(realpathSync(newFolder()), 'hook.cjs'), join(newFolder(), 'loaded')]
    writeFileSync(hook, `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(loaded)}, Object.keys(require.cache).join('\\n')))`)
    for (const word of ['--help', '--version']) {
      execFileSync(process.execPath, ['--require', hook, bin, word])
      const files = readFileSync(loaded, 'utf8').split('\n').filter((file) => file.endsWith('.cjs') && file !== hook)
      expect(files).toContain(realpathSync(bin))
      expect(files.reduce((sum, file) => sum + statSync(file).size, 0), files.join('\n')).toBeLessThan(40_000)
    }
  })

  test('says so where its folder was deleted', () => {
    const gone = join(newFolder(), 'gone')
    mkdirSync(gone)
    const { status, stderr } = spawnSync('sh', ['-c', 'rmdir "$PWD" && exec "$0" dep --yes', bin], { cwd: gone, encoding: 'utf8' })
    expect([status, stderr.split('\n')[0]]).toEqual([1, 'The folder that you are in does not exist any more.'])
  })

  test('names its own functions in the report of a bug', () => {
    // Without Map.get nothing works, and that is no mistake of a person.
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'data:text/javascript,Object.defineProperty(Map.prototype,"get",{value(){throw new Error("planted")}})', bin, 'check'], { cwd: newFolder(), encoding: 'utf8' })
    expect([status, stderr.split('\n')[0]]).toEqual([1, 'This is a bug in create-openclaw-fly; nothing was left half-written.'])
    expect(stderr).toMatch(/planted[^]* at (?:async )?(?:checkCommand|dispatch) /)
  })
})

describe('a deployment', () => {
  const words = ['my-openclaw', '--yes', '--no-clone', '--region', 'fra', '--channel', 'discord', '--channel', 'telegram', '--channel', 'slack']
  const cwd = newFolder()
  const packed = join(cwd, 'my-openclaw')

  beforeAll(() => {
    execFileSync(bin, words, { cwd, stdio: 'pipe' })
    execFileSync(process.execPath, [join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs'), join(root, 'src', 'cli.ts'), 'from-source', ...words.slice(1), '--app', 'my-openclaw'], { cwd, stdio: 'pipe' })
  })

  test('is the same as the sources make, byte for byte', () => {
    expect(readTree(packed)).toEqual(readTree(join(cwd, 'from-source')))
  })

  test('has everything that the runbook speaks of', () => {
    expect([...readTree(packed).keys()]).toEqual(expect.arrayContaining(['fly.toml', 'fly.private.toml', 'openclaw.json', 'openclaw-fly.toml', 'RUNBOOK.md', 'package.json', '.env.example', '.gitignore', '.dockerignore', 'scripts/secrets.mjs', 'scripts/deploy.mjs', 'runtime/boot.mjs', '.openclaw-fly/state.json']))
  })

  test('has scripts that start', () => {
    // Without PATH there is no fly: a dry run would ask it.
    const output = (...given: readonly string[]): string => execFileSync(process.execPath, given, { cwd: packed, encoding: 'utf8', env: { ...process.env, PATH: cwd }, stdio: ['ignore', 'pipe', 'ignore'] })
    expect(output('scripts/secrets.mjs', '--help')).toMatch(/--rotate/)
    expect(output('scripts/deploy.mjs', '--dry-run')).toMatch(/fly deploy openclaw --config \.\.\/fly\.toml/)
  })

  test('is checked and updated by the package that made it', () => {
    expect(execFileSync(bin, ['check', '-C', packed], { encoding: 'utf8' })).not.toBe('')
    expect(execFileSync(bin, ['update', '-C', packed, '--yes'], { encoding: 'utf8' })).toContain('Everything is as it would be generated now.')
  })
})
