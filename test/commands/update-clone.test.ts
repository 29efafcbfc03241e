import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeRepository } from '../clone/repository.ts'
import { namesIn, readTree, temporaryFolders } from '../support/folders.ts'
import { runCli, type CliResult } from '../support/run-cli.ts'

const newFolder = temporaryFolders('openclaw fly ')
const served = newFolder()
const repository = pathToFileURL(join(served, 'openclaw', 'openclaw.git')).href
beforeAll(() => void makeRepository(served))

function run(cwd: string, ...words: readonly string[]): Promise<CliResult> {
  return runCli(words, { cwd, env: { XDG_CACHE_HOME: join(cwd, 'cache') } })
}

/** A deployment `dep` of 2026.9.5, built from source, with its clone. */
async function deployment(): Promise<string> {
  const cwd = newFolder()
  expect(await run(cwd, 'dep', '--yes', '--release', '2026.9.5', '--repository', repository)).toMatchObject({ code: 0 })
  return cwd
}

const versionOf = (clone: string): unknown => (JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8')) as { version: unknown }).version
const clonesIn = (cwd: string): readonly string[] => namesIn(join(cwd, 'dep')).filter((name) => name.startsWith('openclaw') && name !== 'openclaw.json' && name !== 'openclaw-fly.toml')

describe('update of a source build', () => {
  test('puts the clone of the new tag in the place of the old one, and keeps nothing of that', async () => {
    const cwd = await deployment()
    mkdirSync(join(cwd, 'dep', 'openclaw', 'node_modules'))
    writeFileSync(join(cwd, 'dep', 'openclaw', 'node_modules', 'built.js'), 'made by a build')
    expect(await run(cwd, 'update', '-C', 'dep', '--to', '2026.9.6', '--yes')).toMatchObject({ code: 0 })
    expect(versionOf(join(cwd, 'dep', 'openclaw'))).toBe('2026.9.6')
    expect(clonesIn(cwd)).toEqual(['openclaw'])
  })

  test('keeps what the person changed in the clone, and that alone, and says where', async () => {
    const cwd = await deployment()
    writeFileSync(join(cwd, 'dep', 'openclaw', 'Dockerfile'), 'FROM mine\n')
    mkdirSync(join(cwd, 'dep', 'openclaw', 'scripts', 'own'))
    writeFileSync(join(cwd, 'dep', 'openclaw', 'scripts', 'own', 'größe.txt'), 'mine')
    const { stdout } = await run(cwd, 'update', '-C', 'dep', '--to', '2026.9.6', '--yes')
    expect(stdout).toContain('openclaw.mine-2026.9.5/')
    expect([...readTree(join(cwd, 'dep', 'openclaw.mine-2026.9.5'))].map(([path, { text }]) => [path, text])).toEqual([['Dockerfile', 'FROM mine\n'], ['scripts/own/größe.txt', 'mine']])
    expect(readFileSync(join(cwd, 'dep', 'openclaw', 'Dockerfile'), 'utf8')).toBe('FROM scratch\n')
  })

  test('keeps a clone whole that has a history of its own', async () => {
    const cwd = await deployment()
    mkdirSync(join(cwd, 'dep', 'openclaw', '.git'))
    writeFileSync(join(cwd, 'dep', 'openclaw', '.git', 'HEAD'), 'mine')
    await run(cwd, 'update', '-C', 'dep', '--to', '2026.9.6', '--yes')
    expect(namesIn(join(cwd, 'dep', 'openclaw.mine-2026.9.5'))).toEqual(expect.arrayContaining(['.git', 'Dockerfile', 'package.json']))
  })

  test('changes nothing where the new tag cannot be fetched', async () => {
    const cwd = await deployment()
    const before = readTree(join(cwd, 'dep'))
    expect(await run(cwd, 'update', '-C', 'dep', '--to', '2026.9.4', '--rollback', '--yes')).toMatchObject({ code: 1, stderr: expect.stringContaining('v2026.9.4') as string })
    expect(readTree(join(cwd, 'dep'))).toEqual(before)
  })

  test('with --no-clone leaves no old source to be built as the new release', async () => {
    const cwd = await deployment()
    await run(cwd, 'update', '-C', 'dep', '--to', '2026.9.6', '--yes', '--no-clone')
    expect(clonesIn(cwd)).toEqual(['openclaw.mine-2026.9.5'])
    expect(existsSync(join(cwd, 'dep', 'openclaw'))).toBe(false)
  })

  test('fetches the source when the answers turn from the image to a source build', async () => {
    const cwd = newFolder()
    await run(cwd, 'dep', '--yes', '--build', 'image', '--release', '2026.9.6')
    const answers = join(cwd, 'dep', 'openclaw-fly.toml')
    writeFileSync(answers, readFileSync(answers, 'utf8').replace('build = "image"\nvariant = "default"', `build = "source"\nrepository = ${JSON.stringify(repository)}`))
    expect(await run(cwd, 'update', '-C', 'dep', '--yes')).toMatchObject({ code: 0 })
    expect(versionOf(join(cwd, 'dep', 'openclaw'))).toBe('2026.9.6')
  })
})
