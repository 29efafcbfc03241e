import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { withLock } from '../../src/workspace/lock.ts'
import { temporaryFolders } from '../support/folders.ts'

const newFolder = temporaryFolders()

describe('two runs that change one deployment', () => {
  test('the second says so and stops, and the first is not disturbed', async () => {
    const folder = newFolder()
    const first = withLock(folder, async () => {
      await expect(withLock(folder, async () => 'second')).rejects.toMatchObject({ code: 'locked', hint: expect.stringContaining(join(folder, '.openclaw-fly', 'lock')) as string })
      return 'first'
    })
    expect(await first).toBe('first')
    // It was not there before.
    expect(readdirSync(folder)).toEqual([])
  })

  test('of many that begin at once exactly one is let in', async () => {
    const folder = newFolder()
    let inside = 0
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => withLock(folder, async () => {
      expect(++inside).toBe(1)
      await new Promise((resolve) => setTimeout(resolve, 50))
      inside--
    })))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('a run that was killed is in nobody\'s way', async () => {
    const folder = newFolder()
    mkdirSync(join(folder, '.openclaw-fly'))
    const lock = join(folder, '.openclaw-fly', 'lock')
    writeFileSync(lock, 'locking.tmp-00000000-1-000000000000')
    utimesSync(lock, new Date(0), new Date(0))
    expect(await withLock(folder, async () => 'in')).toBe('in')
    expect(readdirSync(join(folder, '.openclaw-fly'))).toEqual([])
  })

  test('a failure gives the lock back', async () => {
    const folder = newFolder()
    await expect(withLock(folder, async () => { throw new Error('no') })).rejects.toThrow('no')
    expect(await withLock(folder, async () => 'in')).toBe('in')
  })
})
