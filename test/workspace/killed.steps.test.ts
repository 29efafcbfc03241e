import { execFile } from 'node:child_process'
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fileSet } from '../../src/render/file-set.ts'
import { stageFiles } from '../../src/workspace/emit.ts'
import { finishInterrupted } from '../../src/workspace/fill.ts'
import { inspectTarget } from '../../src/workspace/target.ts'
import { namesIn, readTree, temporaryFolders } from '../support/folders.ts'
import { writePlainModules } from '../support/plain-modules.ts'

/*
 * A real process that puts a small deployment into place, ended by SIGKILL in the middle of each of its steps in turn.
 */

const newFolder = temporaryFolders('openclaw-fly-')
const hook = new URL('../support/kill-at-step.mjs', import.meta.url).href
const files = fileSet([['.openclaw-fly/state.json', { text: '{}', mode: 0o644 }], ['fly.toml', { text: 'ours', mode: 0o644 }], ['scripts/run.mjs', { text: 'run', mode: 0o755 }]])
const whole = [...files].map(([path, { text }]) => [path, text])

const modules = newFolder()
writePlainModules(modules, ['workspace', 'render/base.ts', 'render/file-set.ts', 'errors.ts'])
writeFileSync(join(modules, 'place.js'), `
import { fileSet } from './render/file-set.js'
import { stageFiles } from './workspace/emit.js'
import { inspectTarget } from './workspace/target.js'
const [target, files] = process.argv.slice(2)
const stage = await stageFiles(await inspectTarget(target, process.cwd()), fileSet(JSON.parse(files)))
await stage.commit()
await stage.discard()
`)

/** Whether the process got to its end before the step. */
function place(target: string, cwd: string, killAt: number): Promise<boolean> {
  const words = ['--import', hook, join(modules, 'place.js'), target, JSON.stringify([...files])]
  return new Promise((resolve, reject) => {
    execFile(process.execPath, words, { cwd, env: { ...process.env, KILL_AT: String(killAt) } }, (error, _, stderr) => {
      if (error !== null && error.signal !== 'SIGKILL') reject(new Error(stderr))
      else resolve(error === null)
    })
  })
}

/** Every moment of `run`, each in a folder of its own. */
async function everyKill(prepare: () => string, run: (folder: string, killAt: number) => Promise<boolean>, look: (folder: string) => Promise<void>): Promise<number> {
  for (let killAt = 1; ; killAt++) {
    const folder = prepare()
    const ended = await run(folder, killAt)
    await look(folder)
    if (ended) return killAt - 1
  }
}

function textsIn(folder: string): readonly (readonly [string, string])[] {
  return [...readTree(folder)].map(([path, { text }]) => [path, text])
}

async function again(target: string, cwd: string): Promise<void> {
  const stage = await stageFiles(await inspectTarget(target, cwd), files)
  await stage.commit()
  await stage.discard()
}

describe.skipIf(process.platform === 'win32')('killed at any step,', { timeout: 120_000 }, () => {
  const killed = killInside()

  test.concurrent.each([false, true])('the target is as it was or whole, and the next run is not in its way (an empty folder before: %s)', async (before) => {
    const prepare = (): string => {
      const folder = newFolder()
      if (before) mkdirSync(join(folder, 'dep'), { mode: 0o700 })
      return folder
    }
    const steps = await everyKill(prepare, (folder, killAt) => place('dep', folder, killAt), async (folder) => {
      const target = join(folder, 'dep')
      expect(existsSync(target) || !before).toBe(true)
      const there = existsSync(target) ? textsIn(target) : []
      expect([[], whole]).toContainEqual(there)
      if (there.length === 0) await again('dep', folder)
      expect(textsIn(target)).toEqual(whole)
      expect(namesIn(folder)).toEqual(['dep'])
      expect(statSync(target).mode & 0o777).toBe(before ? 0o700 : 0o755)
    })
    expect(steps).toBeGreaterThan(8)
  })

  test.concurrent('a target that one is in is made whole by the next run, and stays the same folder', async () => {
    let inode = 0
    const prepare = (): string => {
      const folder = newFolder()
      inode = statSync(folder).ino
      return folder
    }
    const steps = await everyKill(prepare, (folder, killAt) => place('.', folder, killAt), async (folder) => {
      const finished = cpTo(folder)
      const problem = await again('.', folder).then(() => undefined, (error: { code: string }) => error.code)
      // What is whole already is refused as not empty; all that may be left to do is to take the stage away.
      expect([undefined, 'target-not-empty']).toContain(problem)
      await finishInterrupted(folder)
      expect(textsIn(folder)).toEqual(whole)
      expect(namesIn(folder).filter((name) => name.includes('.tmp-'))).toEqual([])
      expect(statSync(folder).ino).toBe(inode)
      // A command that works on a deployment finishes it, where placing had begun.
      await finishInterrupted(finished)
      expect([whole, []]).toContainEqual(textsIn(finished))
      expect(namesIn(finished).filter((name) => name.includes('.tmp-'))).toEqual([])
    })
    expect(steps).toBeGreaterThan(18)
  })

  test.concurrent('the cleaning of what a killed run left can be killed too', async () => {
    const left = await killed
    await everyKill(() => cpTo(left), (folder, killAt) => place('.', folder, killAt), async (folder) => {
      await again('.', folder).catch(() => finishInterrupted(folder))
      expect(textsIn(folder)).toEqual(whole)
      expect(namesIn(folder).filter((name) => name.includes('.tmp-'))).toEqual([])
    })
  })

  test.concurrent.each<[string, (folder: string) => void]>([
    ['a file of their own', (folder) => writeFileSync(join(folder, 'diary.txt'), 'mine')],
    ['a file of their own in a folder of ours', (folder) => writeFileSync(join(folder, 'scripts', 'mine.mjs'), 'mine')],
    ['an empty folder of their own', (folder) => mkdirSync(join(folder, 'scripts', 'mine'))],
    ['an edit', (folder) => appendFileSync(join(folder, 'fly.toml'), ' and mine')],
  ])('what the person put there meanwhile stays, and is refused: %s', async (_, change) => {
    const folder = cpTo(await killed)
    change(folder)
    const before = readTree(folder)
    await expect(inspectTarget('.', folder)).rejects.toThrow('is not empty')
    expect(readTree(folder)).toEqual(before)
    await finishInterrupted(folder)
    const placed = [...before].filter(([path]) => !path.includes('.tmp-'))
    expect([...readTree(folder)].filter(([path]) => path !== '.openclaw-fly/state.json')).toEqual(placed)
  })
})

test('a run that is at work in the folder is not disturbed', async () => {
  const folder = newFolder()
  const stage = await stageFiles(await inspectTarget('.', folder), files)
  await expect(inspectTarget('.', folder)).rejects.toThrow('another run is putting a deployment into')
  await finishInterrupted(folder)
  await stage.commit()
  expect(textsIn(folder)).toEqual(whole)
})

/** A folder where a killed run has placed everything but the state folder. */
async function killInside(): Promise<string> {
  for (let killAt = 12; ; killAt++) {
    const folder = newFolder()
    await place('.', folder, killAt)
    if (existsSync(join(folder, 'scripts', 'run.mjs'))) return folder
  }
}

function cpTo(folder: string): string {
  const copy = newFolder()
  for (const name of readdirSync(folder)) cpSync(join(folder, name), join(copy, name), { recursive: true })
  return copy
}
