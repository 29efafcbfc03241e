import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addFiles } from '../../src/workspace/add-files.ts'
import { namesIn, readTree, temporaryFolders } from '../support/folders.ts'
import { files, writeTheirs } from './added-files.ts'

const newFolder = temporaryFolders('openclaw-fly-')
const theirs = (): string => writeTheirs(newFolder())
const whole = [...readTree(theirs()), ...files].toSorted(([a], [b]) => (a < b ? -1 : 1))

test('files are added beside those that are there, which stay to the byte and to the bit', async () => {
  const folder = theirs()
  await addFiles(folder, files)
  expect([...readTree(folder)].toSorted(([a], [b]) => (a < b ? -1 : 1))).toEqual(whole)
  expect(namesIn(folder)).toEqual(['.openclaw-fly', 'fly.toml', 'openclaw-fly.toml', 'runtime', 'scripts'])
})

test('where one of them is there meanwhile, none is added and nothing is replaced', async () => {
  const folder = theirs()
  writeFileSync(join(folder, 'openclaw-fly.toml'), 'somebody was faster')
  await expect(addFiles(folder, files)).rejects.toThrow('something else was put there meanwhile')
  expect([...readTree(folder).keys()]).toEqual(['fly.toml', 'openclaw-fly.toml', 'scripts/mine.sh'])
  expect(readTree(folder).get('openclaw-fly.toml')!.text).toBe('somebody was faster')
})

test.each(['a file', 'a link'])('nothing is written through %s in the place of a folder', async (what) => {
  const folder = theirs()
  if (what === 'a file') writeFileSync(join(folder, 'runtime'), '')
  else symlinkSync(newFolder(), join(folder, 'runtime'))
  await expect(addFiles(folder, files)).rejects.toMatchObject({ code: 'in-the-way' })
  expect(namesIn(folder)).toEqual(['fly.toml', 'runtime', 'scripts'])
})
