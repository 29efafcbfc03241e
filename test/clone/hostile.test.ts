import { existsSync, lstatSync, mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { leftovers, mistakeOf, useWorkshop } from './setup.ts'
import { packTar } from './tarball.ts'
import type { Entry } from './tarball.ts'

const workshop = useWorkshop()
const GOOD: Entry[] = [{ path: 'top/Dockerfile', text: 'FROM scratch' }, { path: 'top/package.json', text: '{}' }]
const outside = (): string => path.join(workshop.folder, 'outside')

async function cloneArchive(...entries: Entry[]): Promise<unknown> {
  mkdirSync(outside())
  workshop.server.behaviour = { archive: packTar([...GOOD, ...entries]) }
  return workshop.clone()
}

describe('an archive is refused, and nothing of it written, when it holds', () => {
  test.each<[string, Entry[]]>([
    ['a path that climbs out', [{ path: 'top/../../outside/pwned', text: 'x' }]],
    ['a path that climbs out of its top folder', [{ path: 'top/..', text: 'x' }]],
    ['a path that climbs out on Windows', [{ path: 'top/..\\..\\outside\\pwned', text: 'x' }]],
    ['an absolute path', [{ path: '/tmp/clone-test-pwned', text: 'x' }]],
    ['a path with a NUL in it', [{ path: 'top/x', text: 'x', pax: { path: 'top/a\0/tmp/clone-test-pwned' } }]],
    ['a link with a NUL in its target', [{ path: 'top/x', link: 'x', pax: { linkpath: 'Dockerfile\0/../../../outside' } }]],
    ['a path with a drive', [{ path: 'C:/pwned', text: 'x' }]],
    ['a file behind a symbolic link', [{ path: 'top/link', link: '../../outside' }, { path: 'top/link/pwned', text: 'x' }]],
    ['a file behind a symbolic link that comes later', [{ path: 'top/link/pwned', text: 'x' }, { path: 'top/link', link: '../../outside' }]],
    ['a file in place of a symbolic link', [{ path: 'top/link', link: '../../outside/pwned' }, { path: 'top/link', text: 'x' }]],
    ['a hard link', [{ path: 'top/hard', link: '../../outside/file', type: '1' }]],
    ['more than 4 GiB, whatever is really there', [{ path: 'top/huge', text: 'x', claimed: 5 * 1024 ** 3 }]],
    ['a device', [{ path: 'top/device', type: '3' }]],
    ['Git settings', [{ path: 'top/.git/config', text: '[core]\nfsmonitor = touch pwned' }]],
    ['Git settings in other letters', [{ path: 'top/sub/.GIT/hooks/post-checkout', text: 'x' }]],
  ])('%s', async (_, entries) => {
    const { code, message } = await mistakeOf(cloneArchive(...entries))
    expect(code).toBe('clone-unsafe')
    expect(message).toContain('openclaw/openclaw at v2026.9.6')
    expect(readdirSync(outside())).toEqual([])
    expect(existsSync('/tmp/clone-test-pwned')).toBe(false)
    expect(leftovers(workshop)).toEqual(['outside'])
  })
})

describe('a symbolic link that leads out of the tree is left out when it', () => {
  test.each<[string, Entry[]]>([
    ['is absolute', [{ path: 'top/away', link: '/etc/passwd' }]],
    ['climbs', [{ path: 'top/away', link: '../outside' }]],
    ['climbs by way of another link', [{ path: 'top/a/b/hop', link: '../..' }, { path: 'top/away', link: 'a/b/hop/../outside' }]],
  ])('%s', async (_, entries) => {
    expect(await cloneArchive(...entries)).toMatchObject({ kind: 'cloned' })
    expect(lstatSync(path.join(workshop.destination, 'away'), { throwIfNoEntry: false })).toBeUndefined()
  })
})

describe('an archive that is damaged is named as such, and not kept, when it', () => {
  test.each([
    ['is no gzip', () => Buffer.from('<!doctype html>')],
    ['is gzip of something else', () => gzipSync('x'.repeat(2000))],
    ['ends early within a valid gzip', () => gzipSync(ungzipped().subarray(0, 700))],
    ['has no end mark', () => gzipSync(ungzipped().subarray(0, 1024))],
  ])('%s', async (_, make) => {
    workshop.server.behaviour = { archive: make() }
    expect((await mistakeOf(workshop.clone())).code).toBe('clone-damaged')
    workshop.server.behaviour = {}
    expect(await workshop.clone()).toMatchObject({ kind: 'cloned' })
  })
})

test('names from an archive reach a message without control characters', async () => {
  const { message } = await mistakeOf(cloneArchive({ path: 'top/\u001b[2J/../../x', text: 'x' }))
  expect(message).toContain('\\u001b')
  expect(message).not.toContain('\u001b')
})

function ungzipped(): Buffer {
  return gunzipSync(packTar(GOOD))
}
