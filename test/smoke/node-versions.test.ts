import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { nodeIn, npmAt } from '../real/programs.ts'
import { readTree, temporaryFolders } from '../support/folders.ts'
import { serveRegistry, type Registry } from './registry.ts'

/*
 * As somebody starts who has nothing but Node: an empty folder with a space in its name, an empty npm cache, and a
 * registry that has our package and no other. Each Node comes with an npm of the line that it is shipped with.
 */

const nodes = [
  { node: '>=20.19.0 <20.20.0', npm: '10.8.2' },
  { node: '>=22.0.0 <22.1.0', npm: '10.9.4' },
  { node: '>=24.0.0 <25.0.0', npm: '11.6.2' },
] as const

const run = promisify(execFile)
const newFolder = temporaryFolders('openclaw-fly nodes ')
const manifest = JSON.parse(readFileSync(join(inject('home'), 'node_modules', 'create-openclaw-fly', 'package.json'), 'utf8')) as { readonly name: string; readonly version: string }

/** What notes in a file who wants to go to another computer than this one. */
function guard(connections: string): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--require "${join(import.meta.dirname, 'only-loopback.cjs')}"`, CONNECTIONS: connections }
}

test('somebody who goes to another computer would be seen', async () => {
  const connections = join(newFolder(), 'connections')
  const goes = "for (const go of [() => fetch('http://192.0.2.1/'), () => require('node:https').get('https://registry.invalid/'), () => require('node:net').connect(9, '192.0.2.2')]) { try { await go() } catch {} }"
  await run(process.execPath, ['--input-type=module', '-e', `import { createRequire } from 'node:module'; const require = createRequire('/'); ${goes}`], { env: { PATH: process.env.PATH, ...guard(connections) } }).catch(() => undefined)
  expect(readFileSync(connections, 'utf8').split('\n')).toEqual(['192.0.2.1', 'registry.invalid', '192.0.2.2', ''])
})

/** What any of them made first: the others must make the same. */
let made: ReturnType<typeof readTree> | undefined

describe.each(nodes)('on Node $node', ({ node, npm }) => {
  let programs: string
  let registry: Registry
  const connections = join(newFolder(), 'connections')
  beforeAll(async () => {
    programs = join(newFolder(), 'bin')
    mkdirSync(programs)
    symlinkSync(await nodeIn(node), join(programs, 'node'))
    for (const name of ['npm', 'npx']) symlinkSync(join(await npmAt(npm), 'bin', `${name}-cli.js`), join(programs, name))
    registry = await serveRegistry(inject('tarball'), manifest)
  })
  afterAll(() => registry.close())

  /** Runs a line of the README; what is asked of the registry is in `registry.asked`. */
  async function type(program: 'npm' | 'npx', words: readonly string[], cwd: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
    const home = join(newFolder(), 'a home')
    // npm looks for programs that are installed for all; in a Node that is installed this folder is there.
    mkdirSync(join(home, 'prefix', 'lib'), { recursive: true })
    const env = {
      PATH: `${programs}:/usr/bin:/bin`, HOME: home, TMPDIR: home, npm_config_registry: `${registry.url}/`, npm_config_cache: join(home, 'cache'), npm_config_prefix: join(home, 'prefix'), npm_config_update_notifier: 'false',
      ...guard(connections),
    }
    return run(join(programs, program), words, { cwd, env, timeout: 60_000 })
  }

  /** What npm asks of a registry about a package that it fetches, some versions twice; the last is whether it has known flaws. */
  const asks = ['GET /create-openclaw-fly', `GET /create-openclaw-fly/-/create-openclaw-fly-${manifest.version}.tgz`, 'POST /-/npm/v1/security/advisories/bulk']

  test('npm create openclaw-fly makes a deployment, and fetches our package and nothing else', async () => {
    const cwd = newFolder()
    const before = registry.asked.length
    const { stdout } = await type('npm', ['create', 'openclaw-fly@latest', '--', 'my-openclaw', '--build', 'image', '--region', 'fra', '--channel', 'telegram', '--yes'], cwd)
    expect([...new Set(registry.asked.slice(before))].toSorted()).toEqual(asks)
    expect(existsSync(connections)).toBe(false)
    expect(stdout).toContain('npm run deploy')
    expect(readdirSync(cwd)).toEqual(['my-openclaw'])
    const files = readTree(join(cwd, 'my-openclaw'))
    expect(files.get('fly.toml')?.text).toContain('app = "my-openclaw"')
    expect(files).toEqual((made ??= files))
  })

  test('npx create-openclaw-fly does so too, and is quiet on stderr', async () => {
    const cwd = newFolder()
    const before = registry.asked.length
    const { stderr } = await type('npx', ['--yes', 'create-openclaw-fly', 'my-openclaw', '--build', 'image', '--region', 'fra', '--channel', 'telegram', '--yes'], cwd)
    expect([...new Set(registry.asked.slice(before))].toSorted()).toEqual(asks)
    expect(existsSync(connections)).toBe(false)
    expect(stderr.split('\n').filter((line) => line !== '' && !line.startsWith('npm '))).toEqual([])
    expect(readTree(join(cwd, 'my-openclaw'))).toEqual((made ??= readTree(join(cwd, 'my-openclaw'))))
  })
})

test.each(['>=18.0.0 <19.0.0', '>=20.18.0 <20.19.0', '>=21.0.0 <22.0.0'])('Node %s is told which one is needed, without a stack', async (range) => {
  const cli = join(inject('home'), 'node_modules', 'create-openclaw-fly', 'dist', 'cli.cjs')
  const { code, stdout, stderr } = await run(await nodeIn(range), [cli, 'ada', '--yes'], { cwd: newFolder() }).then((out) => ({ ...out, code: 0 }), (error: { code: number; stdout: string; stderr: string }) => error)
  expect(stderr).toMatch(/^create-openclaw-fly needs Node 20\.19 or 22, or newer, and this is v\d+\.\d+\.\d+\. Get it from https:\/\/nodejs\.org, then run the same command again\.\n$/)
  expect([code, stdout]).toEqual([2, ''])
})
