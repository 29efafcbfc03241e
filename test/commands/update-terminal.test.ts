import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { describe, expect, test, vi } from 'vitest'
import { texts } from '../../src/ask/texts.ts'
import { run } from '../../src/run.ts'
import { keys, Terminal } from '../ask/terminal.ts'
import { readTree, temporaryFolders } from '../support/folders.ts'
import { runCli } from '../support/run-cli.ts'

const newFolder = temporaryFolders()
const place = 'fly.toml: vm[0].memory'

/** A deployment whose memory the person changed, and somebody at a terminal who updates it to another memory. */
async function session(...flags: readonly string[]) {
  const cwd = newFolder()
  await runCli(['dep', '--yes', '--build', 'image'], { cwd })
  const file = join(cwd, 'dep', 'fly.toml')
  writeFileSync(file, readFileSync(file, 'utf8').replace('"3072mb"', '"8gb"'))
  const terminal = new Terminal({ rows: 80 })
  const before = readTree(join(cwd, 'dep'))
  const ended = run(['update', '-C', 'dep', '--memory', '4096', ...flags], { input: terminal.input, output: terminal.output, error: new PassThrough(), cwd, env: {}, timeZone: 'Europe/Berlin', signal: new AbortController().signal })
  const answer = async (title: string, ...pressed: readonly string[]): Promise<void> => {
    await vi.waitUntil(() => terminal.title() === title, { timeout: 15_000, interval: 5 })
    await terminal.press(...pressed)
  }
  return { answer, ended, terminal, memory: () => /memory = "([^"]*)"/.exec(readFileSync(file, 'utf8'))![1], isAsBefore: () => expect(readTree(join(cwd, 'dep'))).toEqual(before) }
}

describe('update at a terminal', () => {
  test('asks for each place that both sides changed, then whether to write, and leaves nothing undecided', async () => {
    const { answer, ended, memory } = await session()
    await answer(place, keys.down, keys.enter)
    await answer(texts.update.question, keys.enter)
    expect(await ended).toBe(0)
    expect(memory()).toBe('4096mb')
  })

  test('takes a value that is typed', async () => {
    const { answer, ended, memory } = await session()
    await answer(place, keys.down, keys.down, keys.enter)
    await answer(texts.conflict.value, '"6gb"', keys.enter)
    await answer(texts.update.question, keys.enter)
    expect([await ended, memory()]).toEqual([0, '6gb'])
  })

  test('ends with 3 where a place is left for later', async () => {
    const { answer, ended, memory } = await session()
    await answer(place, keys.up, keys.enter)
    await answer(texts.update.question, keys.enter)
    expect([await ended, memory()]).toEqual([3, '8gb'])
  })

  test.each([['no', [keys.down, keys.enter]], ['Ctrl-C', [keys.ctrlC]]])('changes nothing after %s', async (_, pressed) => {
    const { answer, ended, isAsBefore } = await session()
    await answer(place, keys.enter)
    await answer(texts.update.question, ...pressed)
    expect(await ended).toBe(130)
    isAsBefore()
  })

  test('says nothing more of a fault that the decision has mended', async () => {
    const cwd = newFolder()
    await runCli(['dep', '--yes', '--build', 'image'], { cwd })
    writeFileSync(join(cwd, 'dep', 'fly.toml'), 'x = [\n')
    const terminal = new Terminal({ rows: 80 })
    const ended = run(['update', '-C', 'dep', '--memory', '4096'], { input: terminal.input, output: terminal.output, error: new PassThrough(), cwd, env: {}, timeZone: 'Europe/Berlin', signal: new AbortController().signal })
    for (const [title, ...pressed] of [['fly.toml', keys.down, keys.enter], [texts.update.question, keys.enter]] as const) {
      await vi.waitUntil(() => terminal.title() === title, { timeout: 15_000, interval: 5 })
      await terminal.press(...pressed)
    }
    expect(await ended).toBe(0)
    expect(terminal.screen.text()).toContain('Written. Now: npm run deploy')
  })

  test('shows the whole of a value that is longer than a line', async () => {
    const cwd = newFolder()
    await runCli(['dep', '--yes', '--build', 'image'], { cwd })
    const file = join(cwd, 'dep', 'fly.toml')
    const own = `${'x'.repeat(70)}-the-end`
    writeFileSync(file, readFileSync(file, 'utf8').replace(/--max-old-space-size=\d+/, own))
    const terminal = new Terminal({ rows: 80, columns: 60 })
    const ended = run(['update', '-C', 'dep', '--heap', '1500'], { input: terminal.input, output: terminal.output, error: new PassThrough(), cwd, env: {}, timeZone: 'Europe/Berlin', signal: new AbortController().signal })
    await vi.waitUntil(() => terminal.title() === 'fly.toml: env.NODE_OPTIONS', { timeout: 15_000, interval: 5 })
    expect(terminal.screen.text().replaceAll(/[│\s]+/g, '')).toContain(`yours"${own}"`)
    await terminal.press(keys.ctrlC)
    expect(await ended).toBe(130)
  })
})
