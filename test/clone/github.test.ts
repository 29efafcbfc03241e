import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryName } from '../../src/workspace/temporary.ts'
import { leftovers, mistakeOf, useWorkshop } from './setup.ts'
import { packTar } from './tarball.ts'

const workshop = useWorkshop()
const inClone = (name: string): string => path.join(workshop.destination, name)
/** One clone for the tests that only look at it. */
let looked: Promise<string> | undefined
function lookAt(): Promise<string> {
  const { destination } = workshop
  looked ??= workshop.clone().then(() => destination)
  return looked
}
const archives = (): string[] => workshop.server.requests.filter((request) => request.includes('codeload'))

describe('a fresh clone', () => {
  test('holds the tree of an annotated tag, in a path with spaces and Unicode', async () => {
    const result = await workshop.clone('v2026.9.6')
    expect(result).toMatchObject({ kind: 'cloned', commit: workshop.commits.annotated })
    expect(readFileSync(inClone('package.json'), 'utf8')).toContain('2026.9.6')
    expect(readFileSync(inClone('größe 大.txt'), 'utf8')).toBe('unicode\n')
    expect(leftovers(workshop)).toEqual(['openclaw'])
  })

  test('takes a lightweight tag too', async () => {
    expect(await workshop.clone('v2026.9.5')).toMatchObject({ kind: 'cloned', commit: workshop.commits.lightweight })
    expect(readFileSync(inClone('package.json'), 'utf8')).toContain('2026.9.5')
  })

  test('works with a server that only speaks the older protocol', async () => {
    workshop.server.behaviour = { refs: 'old protocol' }
    expect(await workshop.clone()).toMatchObject({ kind: 'cloned', commit: workshop.commits.annotated })
  })

  test('takes the web address of a GitHub repository like its short name', async () => {
    expect(await workshop.clone('v2026.9.6', { repository: 'https://github.com/openclaw/openclaw.git' })).toMatchObject({ kind: 'cloned' })
    expect(archives()).toHaveLength(1)
  })

  test('keeps the executable bit', async () => {
    const clone = await lookAt()
    expect(statSync(path.join(clone, 'scripts/run.sh')).mode & 0o111).toBe(0o111)
    expect(statSync(path.join(clone, 'Dockerfile')).mode & 0o111).toBe(0)
  })

  test('keeps relative symbolic links relative', async () => {
    const clone = await lookAt()
    expect(readlinkSync(path.join(clone, 'CLAUDE.md'))).toBe('AGENTS.md')
    expect(readlinkSync(path.join(clone, 'scripts/agents'))).toBe('../AGENTS.md')
    expect(readFileSync(path.join(clone, 'scripts/agents'), 'utf8')).toBe('agents\n')
  })

  test('leaves out a symbolic link that leads out of the tree', async () => {
    const clone = await lookAt()
    expect(lstatSync(path.join(clone, 'astray'), { throwIfNoEntry: false })).toBeUndefined()
  })

  test('does not run the degit.json of the repository, and keeps it as a file', async () => {
    await workshop.clone()
    expect(existsSync(inClone('AGENTS.md'))).toBe(true)
    expect(existsSync(inClone('degit.json'))).toBe(true)
    expect(workshop.server.requests.join()).not.toContain('other')
  })

  test('is not disturbed by a file that reads like a Git LFS pointer', async () => {
    expect(await workshop.clone('lfs')).toMatchObject({ kind: 'cloned' })
    expect(readFileSync(inClone('lfs.md'), 'utf8')).toContain('git-lfs')
    expect(readFileSync(inClone('scripts/agents'), 'utf8')).toBe('agents\n')
    expect(statSync(inClone('scripts/run.sh')).mode & 0o111).toBe(0o111)
  })

  test('reports its phases in order, and the bytes up to the whole archive', async () => {
    const result = await workshop.clone()
    expect([...new Set(workshop.progress.map(({ phase }) => phase))]).toEqual(['resolving', 'downloading'])
    const last = workshop.progress.filter(({ phase }) => phase === 'downloading').at(-1)
    expect(last?.bytes).toBe(last?.total)
    expect(result).toMatchObject({ bytes: last?.bytes })
  })

  test('makes missing parents of the destination', async () => {
    await workshop.clone('v2026.9.6', { destination: path.join(workshop.folder, 'a', 'b', 'openclaw') })
    expect(existsSync(path.join(workshop.folder, 'a', 'b', 'openclaw', 'Dockerfile'))).toBe(true)
  })

  test('waits for a download that is slow but goes on', async () => {
    workshop.server.behaviour = { archive: 'slow' }
    expect(await workshop.clone('v2026.9.6', { offlineAfterMs: 600 })).toMatchObject({ kind: 'cloned' })
  })
})

describe('a second clone', () => {
  const again = (): Promise<unknown> => workshop.clone('v2026.9.6', { destination: `${workshop.destination}-2` })
  const cached = (): string => path.join(workshop.cacheDir, new URL(workshop.server.origin).host.replace(':', '_'), 'openclaw', 'openclaw', `${workshop.commits.annotated}.tar.gz`)

  test('comes from the cache', async () => {
    const first = await workshop.clone()
    expect(await again()).toEqual({ ...first, kind: 'cached' })
    expect(archives()).toHaveLength(1)
    expect(readFileSync(`${workshop.destination}-2/scripts/agents`, 'utf8')).toBe('agents\n')
  })

  test.each([
    ['cut short', () => writeFileSync(cached(), readFileSync(cached()).subarray(0, 1000))],
    ['changed in the middle', () => { const bytes = readFileSync(cached()); bytes.fill(0, 5000, 5100); writeFileSync(cached(), bytes) }],
    ['empty', () => writeFileSync(cached(), '')],
    ['another valid archive cut short within', () => writeFileSync(cached(), packTar([{ path: 'x/Dockerfile', text: 'x' }]).subarray(0, 60))],
  ])('downloads anew when the cached archive is %s', async (_, damage) => {
    await workshop.clone()
    damage()
    expect(await again()).toMatchObject({ kind: 'cloned' })
    expect(archives()).toHaveLength(2)
    expect(readFileSync(`${workshop.destination}-2/big.bin`).equals(readFileSync(inClone('big.bin')))).toBe(true)
  })

  test('does not use an archive of another commit that lies under the name', async () => {
    await workshop.clone('v2026.9.5')
    await workshop.clone('v2026.9.6', { destination: `${workshop.destination}-1` })
    writeFileSync(cached(), readFileSync(cached().replace(workshop.commits.annotated, workshop.commits.lightweight)))
    expect(await again()).toMatchObject({ kind: 'cloned' })
    expect(readFileSync(`${workshop.destination}-2/package.json`, 'utf8')).toContain('2026.9.6')
  })
})

describe('a mistake', () => {
  test('a wrong tag is named with its repository, and no branch stands in', async () => {
    for (const ref of ['v1.0.0', 'only-a-branch', 'main', 'HEAD', workshop.commits.annotated]) {
      const { code, message, hint } = await mistakeOf(workshop.clone(ref))
      expect({ code, message }).toEqual({ code: 'clone-tag', message: `the repository openclaw/openclaw has no tag ${ref}` })
      expect(hint).toContain('exactly')
    }
    expect(leftovers(workshop)).toEqual([])
  })

  test('a repository that is gone is a mistake even when it is cached', async () => {
    await workshop.clone()
    workshop.server.behaviour = { refs: 404 }
    expect((await mistakeOf(workshop.clone('v2026.9.6', { destination: `${workshop.destination}-2` }))).code).toBe('clone-repository')
  })

  test('a wrong repository is named with the tag', async () => {
    const { code, message } = await mistakeOf(workshop.clone('v2026.9.6', { repository: 'openclaw/opencalw' }))
    expect(code).toBe('clone-repository')
    expect(message).toContain('openclaw/opencalw')
    expect(message).toContain('v2026.9.6')
  })

  test('a private repository, for which GitHub asks for a password, counts as one that cannot be read', async () => {
    workshop.server.behaviour = { password: 'user:pass' }
    expect((await mistakeOf(workshop.clone())).code).toBe('clone-repository')
  })

  test('an existing destination is not touched', async () => {
    mkdirSync(workshop.destination)
    writeFileSync(inClone('mine'), 'mine')
    expect((await mistakeOf(workshop.clone())).code).toBe('clone-exists')
    expect(readdirSync(workshop.destination)).toEqual(['mine'])
    expect(workshop.server.requests).toEqual([])
  })

  test('a tree without Dockerfile and package.json is refused', async () => {
    const { code, message } = await mistakeOf(workshop.clone('v0'))
    expect(code).toBe('clone-not-openclaw')
    expect(message).toBe('openclaw/openclaw at v0 is not an OpenClaw source tree: no Dockerfile and no package.json at its top')
    expect(leftovers(workshop)).toEqual([])
  })

  test.each([429, 500, 503])('a server that answers %i has trouble, which is neither a wrong tag nor offline', async (status) => {
    workshop.server.behaviour = { refs: status }
    const { code, message } = await mistakeOf(workshop.clone())
    expect(code).toBe('clone-server')
    expect(message).toContain(`HTTP ${status}`)
    workshop.server.behaviour = { archive: status }
    expect((await mistakeOf(workshop.clone())).code).toBe('clone-server')
  })

  test('trouble at the server does not matter when the archive is cached', async () => {
    await workshop.clone()
    workshop.server.behaviour = { refs: 503 }
    expect(await workshop.clone('v2026.9.6', { destination: `${workshop.destination}-2` })).toMatchObject({ kind: 'cached', commit: workshop.commits.annotated })
  })

  test.skipIf(process.getuid?.() === 0)('a folder that cannot be written is told without a stack', async () => {
    chmodSync(workshop.folder, 0o555)
    expect((await mistakeOf(workshop.clone())).code).toBe('clone-write')
  })

  test('a destination below a file is told without a stack', async () => {
    writeFileSync(path.join(workshop.folder, 'file'), '')
    expect((await mistakeOf(workshop.clone('v2026.9.6', { destination: path.join(workshop.folder, 'file', 'x') }))).code).toBe('clone-write')
  })
})

test('folders that killed runs left are removed at once, or after a day where nobody can tell; others are kept', async () => {
  const old = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000)
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  const dead = temporaryName('openclaw').replace(`-${process.pid}-`, `-${pid}-`)
  const [alive, elsewhere, elsewhereOld] = [temporaryName('openclaw'), 'openclaw.tmp-00000000-1-00000000000a', 'openclaw.tmp-00000000-1-00000000000b']
  const [foreign, own] = [dead.replace('openclaw', 'other'), 'openclaw.tmp-notes']
  for (const name of [dead, alive, elsewhere, elsewhereOld, foreign, own]) mkdirSync(path.join(workshop.folder, name))
  for (const name of [elsewhereOld, foreign, own]) utimesSync(path.join(workshop.folder, name), old, old)
  await workshop.clone()
  expect(leftovers(workshop).toSorted()).toEqual(['openclaw', own, elsewhere, alive, foreign].toSorted())
})
