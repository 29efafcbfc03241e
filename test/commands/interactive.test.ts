import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { describe, expect, test, vi } from 'vitest'
import { texts } from '../../src/ask/texts.ts'
import { run } from '../../src/run.ts'
import { keys, Terminal } from '../ask/terminal.ts'
import { namesIn, temporaryFolders } from '../support/folders.ts'

const newFolder = temporaryFolders('openclaw-fly-')
const everything = ['--app', 'some-app', '--org', 'mine', '--region', 'fra', '--release', '2026.9.6', '--build', 'image', '--variant', 'slim', '--access', 'private', '--size', 'shared-cpu-2x', '--memory', '3072', '--volume', '3', '--model', 'xai/grok-4.7', '--fallback', 'xai/grok-4.6', '--channel', 'discord', '--discord.user-id', '234567890123456789'] as const

/** The program at a terminal, in a folder, with somebody who waits for each prompt before typing. */
class Session {
  readonly terminal = new Terminal({ rows: 60 })
  readonly ended: Promise<number>
  readonly #said: Buffer[] = []

  constructor(cwd: string, words: readonly string[]) {
    const error = new PassThrough().on('data', (chunk: Buffer) => this.#said.push(chunk))
    this.ended = run(words, { input: this.terminal.input, output: this.terminal.output, error, cwd, env: {}, timeZone: 'Europe/Berlin', signal: new AbortController().signal })
  }

  async answer(title: string, ...pressed: readonly string[]): Promise<void> {
    await this.shows(() => this.terminal.title() === title)
    await this.terminal.press(...pressed)
  }

  async shows(expected: () => boolean): Promise<void> {
    await vi.waitUntil(expected, { timeout: 15_000, interval: 5 })
  }

  get stderr(): string {
    return Buffer.concat(this.#said).toString('utf8')
  }
}

describe('at a terminal', () => {
  test('a proposed folder is free, one that is taken is asked for again, and the summary tells the channels', async () => {
    const cwd = newFolder()
    mkdirSync(join(cwd, 'my-openclaw'))
    writeFileSync(join(cwd, 'my-openclaw', 'diary.txt'), 'mine')
    const session = new Session(cwd, everything)
    await session.answer(texts.folder.title, 'my-openclaw', keys.enter)
    await session.shows(() => session.terminal.screen.text().includes('"diary.txt"'))
    expect(session.terminal.screen.text()).toMatch(/is\s+(?:│\s+)?not\s+(?:│\s+)?empty/u)
    expect(session.terminal.prompt()).toContain('my-openclaw-2')
    await session.answer(texts.folder.title, keys.enter)
    await session.answer('Discord server id', keys.enter)
    await session.answer(texts.confirm.question, keys.enter)
    expect(await session.ended).toBe(0)
    const screen = session.terminal.screen.text()
    expect(screen).toContain('Channels  Discord (direct messages only)')
    expect(screen).toContain('Discord: direct messages only, because --discord.guild-id was left open.')
    expect(namesIn(cwd)).toEqual(['my-openclaw', 'my-openclaw-2'])
    expect(namesIn(join(cwd, 'my-openclaw'))).toEqual(['diary.txt'])
  })

  test('without a word the folder is asked for at once, asked for again where it is taken, and the others follow', async () => {
    const cwd = newFolder()
    writeFileSync(join(cwd, 'taken'), '')
    const session = new Session(cwd, [])
    await session.answer(texts.folder.title, 'taken', keys.enter)
    await session.shows(() => session.terminal.screen.text().includes('taken is a file'))
    await session.answer(texts.folder.title, 'ada', keys.enter)
    await session.shows(() => session.terminal.title() === texts.app.title)
    expect(session.terminal.screen.text().match(new RegExp(texts.intro, 'g'))).toHaveLength(1)
    expect(session.terminal.prompt()).toContain('ada')
    await session.terminal.press(keys.ctrlC)
    expect(await session.ended).toBe(130)
    expect(session.stderr).toBe('Cancelled; nothing was written.\n')
    expect(namesIn(cwd)).toEqual(['taken'])
  })

  test('Shift-Tab goes back to the folder too, which is proposed as it was answered', async () => {
    const cwd = newFolder()
    const session = new Session(cwd, [])
    await session.answer(texts.folder.title, 'ada', keys.enter)
    await session.answer(texts.app.title, keys.shiftTab)
    await session.shows(() => session.terminal.title() === texts.folder.title)
    expect(session.terminal.prompt()).toContain('ada')
    await session.terminal.press('-2', keys.enter)
    await session.shows(() => session.terminal.title() === texts.app.title)
    expect(session.terminal.prompt()).toContain('ada-2')
    await session.terminal.press(keys.ctrlC)
    expect(await session.ended).toBe(130)
  })

  test('Ctrl-C at the first question cancels, though the rest is not loaded yet', async () => {
    const cwd = newFolder()
    const session = new Session(cwd, [])
    await session.answer(texts.folder.title, keys.ctrlC)
    expect(await session.ended).toBe(130)
    expect(session.stderr).toBe('Cancelled; nothing was written.\n')
  })

  test('a folder named on the command line that is taken is refused before anything is asked, with all other mistakes', async () => {
    const cwd = newFolder()
    writeFileSync(join(cwd, 'dep'), '')
    const session = new Session(cwd, ['dep', '--region', 'mad'])
    expect(await session.ended).toBe(2)
    expect(session.terminal.screen.text()).toBe('')
    expect(session.stderr).toContain('is a file')
    expect(session.stderr).toContain('Fly has retired the region mad')
  })

  test('No at the summary leaves nothing and exits 130', async () => {
    const cwd = newFolder()
    const session = new Session(cwd, ['dep', ...everything, '--discord.guild-id', '123456789012345678', '--discord.channel', 'general'])
    await session.answer(texts.confirm.question, 'n')
    expect(await session.ended).toBe(130)
    expect(namesIn(cwd)).toEqual([])
  })
})
