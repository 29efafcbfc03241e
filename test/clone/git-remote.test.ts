import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, statSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test, vi } from 'vitest'
import type { CloneResult } from '../../src/clone/clone.ts'
import { git } from './repository.ts'
import { NOWHERE, leftovers, mistakeOf, useWorkshop } from './setup.ts'
import type { Workshop } from './setup.ts'

const workshop = useWorkshop()
const url = (): string => `${workshop.server.origin}/openclaw/openclaw.git`
const fromUrl = (ref = 'v2026.9.6', options: Parameters<Workshop['clone']>[1] = {}): Promise<CloneResult> => workshop.clone(ref, { repository: url(), ...options })
const inClone = (name: string): string => path.join(workshop.destination, name)

describe('a Git URL', () => {
  test('is cloned at an annotated tag, without the .git folder', async () => {
    expect(await fromUrl()).toMatchObject({ kind: 'cloned', commit: workshop.commits.annotated })
    expect(readFileSync(inClone('package.json'), 'utf8')).toContain('2026.9.6')
    expect(existsSync(inClone('.git'))).toBe(false)
    expect(statSync(inClone('scripts/run.sh')).mode & 0o111).toBe(0o111)
    expect(readlinkSync(inClone('scripts/agents'))).toBe('../AGENTS.md')
    expect(existsSync(inClone('degit.json'))).toBe(true)
    expect(lstatSync(inClone('astray'), { throwIfNoEntry: false })).toBeUndefined()
    expect(leftovers(workshop)).toEqual(['openclaw'])
  })

  test('may be a file URL', async () => {
    git(workshop.folder, 'clone', '-q', '--bare', workshop.repository, 'local copy.git')
    const result = await fromUrl('v2026.9.5', { repository: pathToFileURL(path.join(workshop.folder, 'local copy.git')).href })
    expect(result).toMatchObject({ kind: 'cloned', commit: workshop.commits.lightweight })
  })

  test('comes from the cache the second time, with the network gone too', async () => {
    await fromUrl()
    const asked = workshop.server.requests.length
    expect(await fromUrl('v2026.9.6', { destination: `${workshop.destination}-2` })).toMatchObject({ kind: 'cached' })
    workshop.server.behaviour = { refs: 'hang' }
    expect(await fromUrl('v2026.9.6', { destination: `${workshop.destination}-3`, offlineAfterMs: 300 })).toMatchObject({ kind: 'cached' })
    expect(workshop.server.requests.slice(asked).filter((request) => request.startsWith('POST')).length).toBeLessThanOrEqual(1)
  })

  test('reports that Git is at work', async () => {
    await fromUrl()
    expect([...new Set(workshop.progress.map(({ phase }) => phase))]).toEqual(['resolving', 'git', 'extracting'])
  })
})

describe('nothing of the repository or of the surroundings runs:', () => {
  test('not the hooks that the settings of the user name', async () => {
    const hooks = path.join(workshop.folder, 'hooks')
    mkdirSync(hooks)
    for (const name of ['post-checkout', 'reference-transaction']) writeFileSync(path.join(hooks, name), `#!/bin/sh\ntouch '${workshop.folder}/pwned'\n`, { mode: 0o755 })
    writeFileSync(path.join(workshop.folder, 'gitconfig'), `[core]\n\thooksPath = "${hooks}"\n`)
    vi.stubEnv('GIT_CONFIG_GLOBAL', path.join(workshop.folder, 'gitconfig'))
    await fromUrl()
    expect(existsSync(path.join(workshop.folder, 'pwned'))).toBe(false)
  })

  test('not the Git LFS filter, whatever .gitattributes say', async () => {
    writeFileSync(path.join(workshop.folder, 'gitconfig'), `[filter "lfs"]\n\tsmudge = touch '${workshop.folder}/pwned'\n\trequired = true\n`)
    vi.stubEnv('GIT_CONFIG_GLOBAL', path.join(workshop.folder, 'gitconfig'))
    git(workshop.folder, 'clone', '-q', workshop.repository, 'work')
    const work = path.join(workshop.folder, 'work')
    writeFileSync(path.join(work, '.gitattributes'), '*.bin filter=lfs\n')
    git(work, 'add', '.gitattributes')
    git(work, 'commit', '-qm', 'attributes')
    git(work, 'tag', 'with-attributes')
    expect(await fromUrl('with-attributes', { repository: pathToFileURL(work).href })).toMatchObject({ kind: 'cloned' })
    expect(existsSync(path.join(workshop.folder, 'pwned'))).toBe(false)
    expect(statSync(inClone('big.bin')).size).toBe(300_000)
  })

  test.each(['ext::touch pwned', '--upload-pack=touch pwned', 'ftp://127.0.0.1/x', 'git@-oProxyCommand=x:y', 'ssh://-oProxyCommand=x/y', 'openclaw', '../openclaw', ''])('not %j, which is no address to clone from', async (repository) => {
    const { code, exitCode } = await mistakeOf(workshop.clone('v2026.9.6', { repository }))
    expect([code, exitCode]).toEqual(['clone-source', 2])
  })

  test.each(['', '-x', '--upload-pack=x', 'a b', 'a..b', 'a:b', 'v*', 'a\u0000b', 'a/', '.a', 'a.lock', 'a@{1}', '../x'])('not %j, which cannot be a tag', async (ref) => {
    const { code, message } = await mistakeOf(workshop.clone(ref))
    expect(code).toBe('clone-ref')
    expect(message).toContain('openclaw/openclaw')
  })

  test('not a Git repository that the environment points at', async () => {
    vi.stubEnv('GIT_DIR', path.join(workshop.folder, 'elsewhere'))
    expect(await fromUrl()).toMatchObject({ kind: 'cloned' })
    expect(leftovers(workshop)).toEqual(['openclaw'])
  })
})

describe('a mistake with a Git URL', () => {
  test('a wrong tag is told from a wrong repository', async () => {
    const tag = await mistakeOf(fromUrl('only-a-branch'))
    expect([tag.code, tag.message]).toEqual(['clone-tag', `the repository ${url()} has no tag only-a-branch`])
    const repository = await mistakeOf(fromUrl('v2026.9.6', { repository: `${workshop.server.origin}/openclaw/opencalw.git` }))
    expect(repository.code).toBe('clone-repository')
    expect(repository.message).toContain('opencalw.git (wanted: its tag v2026.9.6)')
    expect(leftovers(workshop)).toEqual([])
  })

  test('a file URL that leads nowhere is a wrong repository', async () => {
    expect((await mistakeOf(fromUrl('v1', { repository: pathToFileURL(path.join(workshop.folder, 'nowhere')).href }))).code).toBe('clone-repository')
  })

  test('a server in trouble is named as such', async () => {
    workshop.server.behaviour = { refs: 503 }
    expect((await mistakeOf(fromUrl())).code).toBe('clone-server')
  })

  test('a missing git command is told, with what to do', async () => {
    vi.stubEnv('PATH', '/nonexistent')
    const { code, hint } = await mistakeOf(fromUrl())
    expect(code).toBe('git-missing')
    expect(hint).toContain('https://git-scm.com')
  })

  test('a tree that is not OpenClaw is refused', async () => {
    expect((await mistakeOf(fromUrl('v0'))).code).toBe('clone-not-openclaw')
  })
})

describe('offline with a Git URL', () => {
  test('nothing listens', async () => {
    const server = net.createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    expect(await fromUrl('v2026.9.6', { repository: `http://127.0.0.1:${port}/x/y.git` })).toMatchObject({ kind: 'offline' })
  })

  test('the name cannot be looked up', async () => {
    expect(await fromUrl('v2026.9.6', { repository: `https://${NOWHERE}/x/y.git` })).toMatchObject({ kind: 'offline' })
  })

  test('the server never answers', async () => {
    workshop.server.behaviour = { refs: 'hang' }
    expect(await fromUrl('v2026.9.6', { offlineAfterMs: 300 })).toMatchObject({ kind: 'offline' })
  })

  test('ssh finds nobody', async () => {
    expect(await fromUrl('v2026.9.6', { repository: `git@${NOWHERE}:x/y.git` })).toMatchObject({ kind: 'offline' })
  })
})

describe('a credential in a URL', () => {
  const secret = 'hunter2-token'
  const withSecret = (name = 'openclaw'): string => url().replace('://', `://user:${secret}@`).replace('openclaw.git', `${name}.git`)
  const everything = (value: unknown): string => JSON.stringify([value, value instanceof Error ? [value.message, value.stack, value.cause] : '', workshop.progress])

  test('opens the repository', async () => {
    workshop.server.behaviour = { password: `user:${secret}` }
    const result = await fromUrl('v2026.9.6', { repository: withSecret() })
    expect(result).toMatchObject({ kind: 'cloned' })
    expect(everything(result)).not.toContain(secret)
    expect(readdirSync(workshop.cacheDir, { recursive: true }).join()).not.toContain(secret)
  })

  test.each([
    ['a wrong tag', () => fromUrl('v1', { repository: withSecret() })],
    ['a wrong repository', () => fromUrl('v1', { repository: withSecret('nothing') })],
    ['a tag that is none', () => fromUrl('a..b', { repository: withSecret() })],
    ['a scheme that is not allowed', () => fromUrl('v1', { repository: withSecret().replace('http:', 'ftp:') })],
    ['a URL that cannot be read', () => fromUrl('v1', { repository: `https://user:${secret}/x@host:port/y` })],
    ['a server in trouble', () => { workshop.server.behaviour = { refs: 500 }; return fromUrl('v1', { repository: withSecret() }) }],
    ['a wrong password', () => { workshop.server.behaviour = { password: 'other:one' }; return fromUrl('v1', { repository: withSecret() }) }],
    ['no network', () => fromUrl('v1', { repository: `https://user:${secret}@${NOWHERE}/x/y.git?private_token=${secret}` })],
  ])('is in no message about %s', async (_, run) => {
    expect(everything(await run().catch((error: unknown) => error))).not.toContain(secret)
  })
})
