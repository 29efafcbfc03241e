import { execFile } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fileSet } from '../../src/render/file-set.ts'
import { addFiles, takeBackAdded } from '../../src/workspace/add-files.ts'
import { namesIn, readTree, temporaryFolders } from '../support/folders.ts'
import { writePlainModules } from '../support/plain-modules.ts'

const newFolder = temporaryFolders('openclaw-fly-')
const files = fileSet([
  ['.openclaw-fly/base/x', { text: 'x', mode: 0o644 }], ['.openclaw-fly/state.json', { text: '{}', mode: 0o644 }], ['openclaw-fly.toml', { text: 'app = 1', mode: 0o644 }],
  ['runtime/boot.mjs', { text: 'boot', mode: 0o644 }], ['scripts/run.mjs', { text: 'run', mode: 0o755 }],
])

/** A folder with files of somebody's, one of them in a folder that ours go into as well. */
function theirs(): string {
  const folder = newFolder()
  mkdirSync(join(folder, 'scripts'))
  writeFileSync(join(folder, 'fly.toml'), 'mine', { mode: 0o600 })
  writeFileSync(join(folder, 'scripts', 'mine.sh'), 'mine', { mode: 0o755 })
  return folder
}

const before = [...readTree(theirs())]
const whole = [...before, ...files].toSorted(([a], [b]) => (a < b ? -1 : 1))

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

describe.skipIf(process.platform === 'win32')('killed at any step,', { timeout: 120_000 }, () => {
  const hook = new URL('../support/kill-at-step.mjs', import.meta.url).href
  const modules = newFolder()
  writePlainModules(modules, ['workspace', 'answers/answers.ts', 'render/base.ts', 'render/file-set.ts', 'errors.ts'])
  writeFileSync(join(modules, 'add.js'), "import { addFiles } from './workspace/add-files.js'\nconst [folder, files] = process.argv.slice(2)\nawait addFiles(folder, new Map(JSON.parse(files)))\n")

  /** Whether it got to its end before the step. */
  const add = (folder: string, killAt: number): Promise<boolean> => new Promise((resolve, reject) => {
    execFile(process.execPath, ['--import', hook, join(modules, 'add.js'), folder, JSON.stringify([...files])], { env: { ...process.env, KILL_AT: String(killAt) } }, (error, _, stderr) => {
      if (error !== null && error.signal !== 'SIGKILL') reject(new Error(stderr))
      else resolve(error === null)
    })
  })

  test('the next run finds the folder as it was, or all of it there', async () => {
    let [killAt, ended] = [0, false]
    while (!ended) {
      const folder = theirs()
      ended = await add(folder, ++killAt)
      await takeBackAdded(folder)
      const there = [...readTree(folder)].toSorted(([a], [b]) => (a < b ? -1 : 1))
      expect([before, whole], `step ${killAt}`).toContainEqual(there)
      expect(namesIn(folder).filter((name) => name.includes('.tmp-'))).toEqual([])
      if (there.length === before.length) await addFiles(folder, files)
      expect(readTree(folder).size).toBe(whole.length)
    }
    expect(killAt).toBeGreaterThan(20)
  })
})
