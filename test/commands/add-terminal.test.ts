import { PassThrough } from 'node:stream'
import { describe, expect, test, vi } from 'vitest'
import { texts } from '../../src/ask/texts.ts'
import { run } from '../../src/run.ts'
import { keys, Terminal } from '../ask/terminal.ts'
import { deployments } from '../support/deployments.ts'
import { readTree } from '../support/folders.ts'

const { of: deployment } = deployments()
const { enter } = keys

/** Somebody at a terminal in the folder of a deployment that has Telegram. */
async function session(...words: readonly string[]) {
  const { folder, read, config } = await deployment('--channel', 'telegram')
  const terminal = new Terminal({ rows: 80 })
  const before = readTree(folder)
  const ended = run(words, { input: terminal.input, output: terminal.output, error: new PassThrough(), cwd: folder, env: {}, timeZone: 'Europe/Berlin', signal: new AbortController().signal })
  const answer = async (title: string, ...pressed: readonly string[]): Promise<void> => {
    await vi.waitUntil(() => terminal.title() === title, { timeout: 15_000, interval: 5 })
    await terminal.press(...pressed)
  }
  return { answer, ended, read, config, terminal, expectUntouched: () => expect(readTree(folder)).toEqual(before) }
}

describe('add at a terminal', () => {
  test('asks the questions of the new channel alone, and then whether to write', async () => {
    const { answer, ended, config } = await session('add', 'discord')
    await answer('Discord server id', '123456789012345678', enter)
    await answer('Discord channels', enter)
    await answer('Your Discord user id', '234567890123456789', enter)
    await answer(texts.update.question, enter)
    expect(await ended).toBe(0)
    expect(config().channels['discord']).toMatchObject({ guilds: { '123456789012345678': {} } })
  })

  test('does not ask what a flag has answered', async () => {
    const { answer, ended, read } = await session('add', 'slack', '--slack.mode', 'socket', '--slack.channel', 'C0123456789', '--slack.user-id', 'U0123456789')
    await answer(texts.update.question, enter)
    expect(await ended).toBe(0)
    expect(read('openclaw-fly.toml')).toContain('channel = ["C0123456789"]')
  })

  test('asks for an account what it asks for the channel', async () => {
    const { answer, ended, config } = await session('add', 'telegram', '--account', 'work')
    await answer('Telegram, account work: How messages get here', enter)
    await answer('Telegram, account work: Your Telegram user id', '987654321', enter)
    await answer('Telegram, account work: Telegram group id', enter)
    await answer(texts.update.question, enter)
    expect(await ended).toBe(0)
    expect(config().channels['telegram']).toMatchObject({ accounts: { work: { allowFrom: ['987654321'] } } })
  })

  test.each([
    ['while it asks', 'Discord server id'],
    ['at the end', texts.update.question],
  ])('Ctrl-C %s changes nothing, and ends with 130', async (_when, at) => {
    const { answer, ended, expectUntouched } = await session('add', 'discord', ...(at === texts.update.question ? ['--discord.guild-id', '123456789012345678', '--discord.channel', '123456789012345678', '--discord.user-id', '234567890123456789'] : []))
    await answer(at, keys.ctrlC)
    expect(await ended).toBe(130)
    expectUntouched()
  })

  test('remove asks whether to write, and a no changes nothing', async () => {
    const { answer, ended, expectUntouched } = await session('remove', 'telegram')
    await answer(texts.update.question, keys.down, enter)
    expect(await ended).toBe(130)
    expectUntouched()
  })
})
