import { execFile } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findInterrupted, finishUpdate } from '../../src/workspace/apply.ts'
import { temporaryFolders } from '../support/folders.ts'
import { writePlainModules } from '../support/plain-modules.ts'
import { moves, plan, state, textsIn, updated, writeDeployment } from './small-update.ts'

/*
 * A real process that carries out a small update, ended by SIGKILL in the middle of each of its steps in turn.
 */

const newFolder = temporaryFolders('openclaw-fly-')
const deployment = (): string => writeDeployment(newFolder())

const modules = newFolder()
writePlainModules(modules, ['workspace', 'render/base.ts', 'render/file-set.ts', 'errors.ts', 'answers/answers.ts', 'releases/release.ts'])
writeFileSync(join(modules, 'apply.js'), `
import { readFileSync } from 'node:fs'
import { applyPlan, finishUpdate } from './workspace/apply.js'
const [folder, given] = process.argv.slice(2)
if (given === undefined) await finishUpdate(folder)
else {
  const { plan, state, moves } = JSON.parse(readFileSync(given, 'utf8'))
  await applyPlan(folder, plan, new Map(state), moves)
}
`)
const given = join(modules, 'given.json')
writeFileSync(given, JSON.stringify({ plan, state: [...state], moves }))
const hook = new URL('../support/kill-at-step.mjs', import.meta.url).href

/** Whether the process got to its end before the step. */
function run(words: readonly string[], killAt: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ['--import', hook, join(modules, 'apply.js'), ...words], { env: { ...process.env, KILL_AT: String(killAt) } }, (error, _, stderr) => {
      if (error !== null && error.signal !== 'SIGKILL') reject(new Error(stderr))
      else resolve(error === null)
    })
  })
}

describe.skipIf(process.platform === 'win32')('killed at any step,', { timeout: 120_000 }, () => {
  test.concurrent('an update is then the old or the new deployment: the next run finishes what had begun, whole', async () => {
    const outcomes = new Set<string>()
    let killAt = 1
    for (; ; killAt++) {
      const folder = deployment()
      const old = textsIn(folder)
      const ended = await run([folder, given], killAt)
      const begun = (await findInterrupted(folder)).length > 0
      await finishUpdate(folder)
      const now = textsIn(folder)
      expect(begun ? [updated] : [old, updated]).toContainEqual(now)
      outcomes.add(JSON.stringify(now) === JSON.stringify(old) ? 'old' : 'new')
      if (ended) break
    }
    expect(killAt).toBeGreaterThan(25)
    expect([...outcomes]).toEqual(['old', 'new'])
  })

  test.concurrent('finishing is killed too, and finished by the next one', async () => {
    const half = 1 + (await stepsBeforeJournal())
    for (let killAt = 1; ; killAt++) {
      const folder = deployment()
      await run([folder, given], half + 2)
      expect(await findInterrupted(folder)).toHaveLength(1)
      const ended = await run([folder], killAt)
      await finishUpdate(folder)
      expect(textsIn(folder)).toEqual(updated)
      if (ended) break
    }
  })

  test('an edit made after the kill is kept, and what was to be written there waits for the next update', async () => {
    const folder = deployment()
    await run([folder, given], 1 + (await stepsBeforeJournal()))
    writeFileSync(join(folder, 'own.txt'), 'made after the kill')
    expect(await finishUpdate(folder)).toEqual(['own.txt'])
    expect(textsIn(folder)).toEqual({ ...updated, 'own.txt': 'made after the kill', '.openclaw-fly/base/own.txt': 'old' })
  })
})

/** Number of the step after which an update has begun. */
async function stepsBeforeJournal(): Promise<number> {
  for (let killAt = 1; ; killAt++) {
    const folder = deployment()
    await run([folder, given], killAt)
    if ((await findInterrupted(folder)).length > 0) return killAt - 1
    if (!existsSync(join(folder, 'gone.txt'))) throw new Error('it went to its end')
  }
}
