import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { describe, expect, test, vi } from 'vitest'
import { texts } from '../../src/ask/texts.ts'
import { columnsOf } from '../../src/report/wrap.ts'
import { run } from '../../src/run.ts'
import { keys, Terminal } from '../ask/terminal.ts'
import { readTree, temporaryFolders } from '../support/folders.ts'

const newFolder = temporaryFolders('openclaw-fly-')
const recipes = fileURLToPath(new URL('../check/recipes/', import.meta.url))

/** Somebody at a terminal beside a deployment that was made by hand, who is asked for the last of it alone. */
async function session(columns: number) {
  const cwd = newFolder()
  const folder = join(cwd, 'dep')
  cpSync(join(recipes, 'wrong-port'), folder, { recursive: true })
  const before = readTree(folder)
  const terminal = new Terminal({ columns, rows: 80 })
  const words = ['adopt', 'dep', '--org', 'ada', '--domain', 'a.example', '--channel', 'webchat', '--size', 'shared-cpu-2x', '--model', 'xai/grok-4.7', '--fallback', 'xai/grok-4.6']
  const ended = run(words, { input: terminal.input, output: terminal.output, error: new PassThrough(), cwd, env: {}, timeZone: 'Europe/Berlin', signal: new AbortController().signal })
  await vi.waitUntil(() => terminal.title() === texts.adopt.question, { timeout: 15_000, interval: 5 })
  return { terminal, ended, before, now: () => readTree(folder) }
}

describe('adopt at a terminal', () => {
  test('asks before it adds files, and no leaves everything as it is', async () => {
    const { terminal, ended, before, now } = await session(80)
    await terminal.press(keys.down, keys.enter)
    expect(await ended).toBe(130)
    expect(now()).toEqual(before)
  })

  test('breaks no line of a file that is there to be copied, and everything else between words', async () => {
    const { terminal, ended, now } = await session(50)
    await terminal.press(keys.enter)
    expect(await ended).toBe(0)
    expect(now().has('openclaw-fly.toml')).toBe(true)
    const screen = terminal.screen.text()
    expect(screen).toMatch(/^ +app = "node \/opt\/openclaw-fly\/boot\.mjs node openclaw\.mjs gateway .*"$/m)
    const wide = screen.split('\n').filter((line) => columnsOf(line) > 50)
    expect(wide.filter((line) => !/^ +(?:[a-z_]+ = |.*https:\/\/)/.test(line))).toEqual([])
  })
})
