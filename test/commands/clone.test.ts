import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeRepository } from '../clone/repository.ts'
import { namesIn, temporaryFolders } from '../support/folders.ts'
import { runCli, type CliResult } from '../support/run-cli.ts'

const newFolder = temporaryFolders('openclaw-fly-')
const served = newFolder()
const repository = pathToFileURL(join(served, 'openclaw', 'openclaw.git')).href
beforeAll(() => void makeRepository(served))

/** A deployment `dep` that is built from the repository above, without its clone. */
async function deployment(...flags: readonly string[]): Promise<string> {
  const cwd = newFolder()
  expect(await create(cwd, '--no-clone', ...flags)).toMatchObject({ code: 0 })
  return cwd
}

function create(cwd: string, ...flags: readonly string[]): Promise<CliResult> {
  return runCli(['dep', '--yes', '--repository', repository, ...flags], { cwd, env: { XDG_CACHE_HOME: join(cwd, 'cache') } })
}

function clone(cwd: string, ...words: readonly string[]): Promise<CliResult> {
  return runCli(['clone', ...words], { cwd, env: { XDG_CACHE_HOME: join(cwd, 'cache') } })
}

describe('create', () => {
  test('clones OpenClaw at the tag of the release', async () => {
    const cwd = newFolder()
    const { code, stdout } = await create(cwd)
    expect(code).toBe(0)
    expect(stdout).not.toContain('was not cloned')
    expect(JSON.parse(readFileSync(join(cwd, 'dep', 'openclaw', 'package.json'), 'utf8'))).toMatchObject({ version: '2026.9.6' })
  })

  test('leaves nothing when the tag is not there, and names both', async () => {
    const cwd = newFolder()
    const { code, stdout, stderr } = await create(cwd, '--release', '2026.9.3', '--json')
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({ error: { message: expect.stringContaining('v2026.9.3') as string } })
    expect(stdout).toContain(repository)
    expect(namesIn(cwd).filter((name) => name !== 'cache')).toEqual([])
  })
})

describe('clone', () => {
  test('finishes a deployment that was made without', async () => {
    const cwd = await deployment()
    expect(await clone(cwd, '-C', 'dep')).toMatchObject({ code: 0 })
    expect(namesIn(join(cwd, 'dep', 'openclaw'))).toContain('Dockerfile')
  })

  test('prints one JSON object with --json, and nothing else', async () => {
    const cwd = await deployment()
    for (const already of [false, true]) {
      const { code, stdout, stderr } = await clone(cwd, '-C', 'dep', '--json')
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(JSON.parse(stdout)).toEqual({ folder: join(cwd, 'dep'), repository, release: '2026.9.6', already })
    }
  })

  test('does nothing when the clone is there already', async () => {
    const cwd = newFolder()
    await create(cwd)
    writeFileSync(join(cwd, 'dep', 'openclaw', 'Dockerfile'), 'my own\n')
    expect(await clone(join(cwd, 'dep'))).toMatchObject({ code: 0, stdout: 'openclaw/ is there already, at 2026.9.6.\n' })
    expect(readFileSync(join(cwd, 'dep', 'openclaw', 'Dockerfile'), 'utf8')).toBe('my own\n')
  })

  test.each<[string, string | null, string]>([
    ['another release', '{ "version": "2026.9.5" }', 'openclaw/ is "2026.9.5", and openclaw-fly.toml wants 2026.9.6'],
    ['something else', null, 'openclaw/ is not a clone of OpenClaw'],
    ['a broken package.json', '{', 'openclaw/ is not a clone of OpenClaw'],
  ])('leaves alone what is there when it is %s', async (_, manifest, message) => {
    const cwd = await deployment()
    const there = join(cwd, 'dep', 'openclaw')
    mkdirSync(there)
    if (manifest !== null) writeFileSync(join(there, 'package.json'), manifest)
    const { code, stderr } = await clone(cwd, '-C', 'dep')
    expect(code).toBe(1)
    expect(stderr).toContain(message)
    expect(namesIn(there)).toEqual(manifest === null ? [] : ['package.json'])
  })

  test.each<[string, readonly string[], string]>([['an empty folder', [], 'is not a deployment: it has no openclaw-fly.toml'], ['a folder that is not there', ['-C', 'nowhere'], 'there is no folder']])('refuses %s', async (_, words, message) => {
    const { code, stderr } = await clone(newFolder(), ...words)
    expect(code).toBe(1)
    expect(stderr).toContain(message)
  })

  test('has nothing to do where the official image is used', async () => {
    const cwd = newFolder()
    await runCli(['dep', '--yes', '--build', 'image'], { cwd })
    const { code, stderr } = await clone(cwd, '-C', 'dep')
    expect(code).toBe(1)
    expect(stderr).toContain('there is nothing to clone')
  })

  test('names every mistake of an edited answers file', async () => {
    const cwd = await deployment()
    const file = join(cwd, 'dep', 'openclaw-fly.toml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"2026.9.6"', '"2026.4.66"').replace('volume = 3', 'volume = 0'))
    const { code, stderr } = await clone(cwd, '-C', 'dep')
    expect(code).toBe(2)
    expect(stderr).toContain('openclaw-fly.toml: release: there is no OpenClaw 2026.4.66')
    expect(stderr).toContain('openclaw-fly.toml: volume:')
  })

  test('names what an edited answers file lacks', async () => {
    const cwd = await deployment()
    const file = join(cwd, 'dep', 'openclaw-fly.toml')
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^release = .*$/m, ''))
    const { code, stderr } = await clone(cwd, '-C', 'dep')
    expect(code).toBe(2)
    expect(stderr).toContain('openclaw-fly.toml: release')
  })

  test('tells a broken answers file by its place', async () => {
    const cwd = await deployment()
    rmSync(join(cwd, 'dep', 'openclaw-fly.toml'))
    writeFileSync(join(cwd, 'dep', 'openclaw-fly.toml'), 'app = "dep"\nregion = fra\n')
    const { code, stderr } = await clone(cwd, '-C', 'dep')
    expect(code).not.toBe(0)
    expect(stderr).toContain('openclaw-fly.toml, line 2')
  })
})
