import { describe, expect, test } from 'vitest'
import { catalog } from '../support/answers.ts'
import { deployments, unwrapped } from '../support/deployments.ts'
import { temporaryFolders } from '../support/folders.ts'
import { runCli } from '../support/run-cli.ts'

const { shared: deployment } = deployments()
const newFolder = temporaryFolders()
const outside = (...words: readonly string[]) => runCli(['channels', ...words], { cwd: newFolder() })

describe('channels', () => {
  test('lists every channel with what it is, outside of a deployment too', async () => {
    const { code, stdout } = await outside()
    expect(code).toBe(0)
    expect(stdout).toContain('Channels, for OpenClaw 2026.9.6:\n')
    expect(catalog.filter(({ id }) => !new RegExp(`^ {2}${id} `, 'm').test(stdout))).toEqual([])
  })

  test('marks those that the deployment has', async () => {
    const { run } = await deployment('--channel', 'telegram')
    const { stdout } = await run('channels')
    expect(stdout).toContain('Channels, for OpenClaw 2026.9.6; * is set up in my-claw:')
    expect(stdout.match(/^\* .*/gm)).toEqual([expect.stringMatching(/^\* telegram /)])
  })

  test('says which of them the deployment\'s release does not have, and which cannot run on Fly', async () => {
    const { run } = await deployment('--release', '2026.9.3')
    const stdout = unwrapped((await run('channels')).stdout)
    expect(stdout).toMatch(/ WeCom: [^:]*\(not in this release\)/)
    expect(stdout).toMatch(/ iMessage: [^(]*\(not on Fly\)/)
    expect(stdout).not.toMatch(/ Telegram: [^:]*\(not/)
  })

  test('tells all about one: what it asks, its secrets, what it needs of Fly, and where more is said', async () => {
    const { code, stdout } = await outside('tg')
    expect(code).toBe(0)
    const said = unwrapped(stdout)
    expect(said).toContain('Telegram (telegram, tg): a bot from @BotFather; part of OpenClaw')
    expect(said).toContain('TELEGRAM_WEBHOOK_SECRET Telegram webhook secret, only with --telegram.mode webhook')
    expect(said).toContain('--telegram.mode polling|webhook')
    expect(said).toContain('polling: Polling, works everywhere, private mode too (default)')
    expect(said).toContain('Its service calls port 8443 at /telegram-webhook, only with --telegram.mode webhook: public access.')
    expect(said).toContain('It takes several accounts: add telegram --account NAME')
    expect(said).toContain('More: https://docs.openclaw.ai/channels/telegram')
  })

  test.each([
    ['programs and data of its own', 'signal', /It needs programs in the machine: signal-cli\. .*Its data is kept on the volume: signal-cli/],
    ['a plugin of other people', 'wechat', /Plugin: @tencent-weixin\/openclaw-weixin, by the Weixin team of Tencent/],
    ['that it cannot run on Fly, and what to do instead', 'imessage', /Not on Fly: .* Instead: /],
    ['that it needs an answer', 'sms', /--sms\.from-number \S+ [^-]*\(needed\)/],
  ])('says of a channel that it has %s', async (_what, name, expected) => {
    expect(unwrapped((await outside(name)).stdout)).toMatch(expected)
  })

  test('says whether the channel is set up here, and with which accounts', async () => {
    const { run } = await deployment('--channel', 'telegram', '--telegram.accounts', 'work')
    expect((await run('channels', 'telegram')).stdout).toContain('Telegram is set up in my-claw, with the accounts default, work.')
    expect((await run('channels', 'slack')).stdout).toContain('Not set up in my-claw.')
  })

  test('gives programs the same as JSON', async () => {
    const { run } = await deployment('--channel', 'telegram', '--telegram.user-id', '123456789')
    const { code, stdout } = await run('channels', '--json')
    expect(code).toBe(0)
    const { release, channels } = JSON.parse(stdout) as { readonly release: string; readonly channels: readonly { readonly id: string }[] }
    expect(release).toBe('2026.9.6')
    expect(channels.map(({ id }) => id)).toEqual(catalog.map(({ id }) => id))
    expect(channels.find(({ id }) => id === 'telegram')).toMatchObject({ works: true, accounts: true, setUp: true, answers: { 'user-id': ['123456789'] }, secrets: [{ name: 'TELEGRAM_BOT_TOKEN' }, { name: 'TELEGRAM_WEBHOOK_SECRET' }] })
    expect(channels.find(({ id }) => id === 'imessage')).toMatchObject({ works: false, setUp: false, answers: null })
  })

  test('gives one channel as JSON, with the package of its plugin in this release', async () => {
    const { channels } = JSON.parse((await outside('discord', '--json')).stdout) as { readonly channels: readonly object[] }
    expect(channels).toEqual([expect.objectContaining({ id: 'discord', plugin: { id: 'discord', package: '@openclaw/discord' }, accounts: false })])
  })

  test('says what is wrong with a name, or with a flag, and ends with 2', async () => {
    expect(await outside('telegarm')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('did you mean telegram?') as string })
    expect(await outside('--jsn')).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean --json?') as string })
  })
})
