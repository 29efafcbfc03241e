import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addFiles, takeBackAdded } from '../../src/workspace/add-files.ts'
import { namesIn, readTree, temporaryFolders } from '../support/folders.ts'
import { writePlainModules } from '../support/plain-modules.ts'
import { files, writeTheirs } from './added-files.ts'

const newFolder = temporaryFolders('openclaw-fly-')
const theirs = (): string => writeTheirs(newFolder())
const before = [...readTree(theirs())]
const whole = [...before, ...files].toSorted(([a], [b]) => (a < b ? -1 : 1))

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
