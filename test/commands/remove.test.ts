import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { deployments, unwrapped } from '../support/deployments.ts'
import { readTree } from '../support/folders.ts'

const { of: deployment, shared } = deployments()

describe('remove', () => {
  test('takes a channel out of every file: what is left is what would have been made without it', async () => {
    const [removed, made] = [await deployment('--channel', 'telegram', '--channel', 'discord'), await deployment('--channel', 'telegram')]
    expect(await removed.run('remove', 'discord', '--yes')).toMatchObject({ code: 0 })
    expect(readTree(removed.folder)).toEqual(readTree(made.folder))
  })

  test('says which secret may be unset with which command, and that pairings stay on the volume', async () => {
    const { run } = await deployment('--channel', 'telegram')
    const { stdout } = await run('remove', 'telegram', '--yes')
    expect(stdout).toContain('Nothing needs this secret any more. To take it away from Fly:\n  fly secrets unset TELEGRAM_BOT_TOKEN --stage --app my-claw')
    expect(unwrapped(stdout)).toContain('What the volume has of Telegram stays there (pairings and logins, below /data), for the day you add it again.')
  })

  test('says where the volume keeps data that lies outside of the state directory', async () => {
    const { run } = await deployment('--channel', 'signal', '--signal.account', '+15551234567', '--memory', '4096')
    expect(unwrapped((await run('remove', 'signal', '--yes')).stdout)).toContain('below /data, /data/signal-cli')
  })

  test('does not offer to unset a secret that another channel goes on using', async () => {
    const { run } = await deployment('--channel', 'sms', '--sms.from-number', '+15551234567', '--channel', 'voice-call', '--voice-call.from-number', '+15551234567')
    const { code, stdout } = await run('remove', 'sms', '--yes')
    expect(code).toBe(0)
    expect(stdout).not.toMatch(/unset|TWILIO/)
    expect((await run('remove', 'voice-call', '--yes')).stdout).toContain('fly secrets unset TWILIO_ACCOUNT_SID TWILIO_AUTH_TOKEN --stage --app my-claw')
  })

  test('tells a program the same as JSON', async () => {
    const { run } = await deployment('--channel', 'slack')
    expect(JSON.parse((await run('remove', 'slack', '--yes', '--json')).stdout)).toMatchObject({ written: true, unneeded: ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'] })
  })

  test('takes an account alone, with its secret and its binding', async () => {
    const { run, config } = await deployment('--channel', 'telegram', '--telegram.accounts', 'work', '--telegram.accounts', 'club')
    const { code, stdout } = await run('remove', 'telegram', '--account', 'work', '--yes')
    expect(code).toBe(0)
    expect(stdout).toContain('fly secrets unset TELEGRAM_BOT_TOKEN_WORK --stage')
    expect(Object.keys(config().channels['telegram']!['accounts'] as object)).toEqual(['default', 'club'])
    expect(config().bindings).toHaveLength(2)
  })

  test('takes a channel with all its accounts', async () => {
    const { run, read } = await deployment('--channel', 'telegram', '--telegram.accounts', 'work')
    expect((await run('remove', 'tg', '--yes')).stdout).toContain('fly secrets unset TELEGRAM_BOT_TOKEN TELEGRAM_BOT_TOKEN_WORK --stage')
    expect(read('openclaw-fly.toml')).not.toContain('telegram')
  })

  test('keeps every edit elsewhere', async () => {
    const { run, read, change } = await deployment('--channel', 'telegram', '--channel', 'slack')
    change('openclaw.json', '"mode": "local",', '// mine\n    "mode": "local",')
    expect(await run('remove', 'slack', '--yes')).toMatchObject({ code: 0 })
    expect(read('openclaw.json')).toContain('// mine')
  })

  test('leaves what the person wrote into the channel\'s own block, names it, and ends with 3', async () => {
    const { run, config, change } = await deployment('--channel', 'telegram', '--channel', 'slack')
    change('openclaw.json', '"mode": "socket",', '"mode": "socket",\n      "replyToMode": "all",')
    const { code, stdout } = await run('remove', 'slack', '--yes')
    expect({ code, stdout }).toMatchObject({ code: 3, stdout: expect.stringContaining('openclaw.json: channels.slack') as string })
    expect(config().channels['slack']).toMatchObject({ replyToMode: 'all' })
  })

  test('takes a preset of the deployment\'s own with it, and leaves no empty folder', async () => {
    const { run, folder } = await deployment()
    const before = readTree(folder)
    await run('add', '--plugin', '@someone/parley', '--id', 'parley', '--yes')
    expect(await run('remove', 'parley', '--yes')).toMatchObject({ code: 0 })
    expect(readTree(folder)).toEqual(before)
    expect([join(folder, 'channels'), join(folder, '.openclaw-fly', 'base', 'channels')].filter((path) => existsSync(path))).toEqual([])
  })

  test('leaves a folder in which the person has something', async () => {
    const { run, folder, read } = await deployment()
    await run('add', '--plugin', '@someone/parley', '--id', 'parley', '--yes')
    writeFileSync(join(folder, 'channels', 'notes.txt'), 'mine')
    await run('remove', 'parley', '--yes')
    expect(existsSync(join(folder, 'channels', 'parley.json'))).toBe(false)
    expect(read('channels/notes.txt')).toBe('mine')
  })
})

describe('remove refuses, and changes nothing:', () => {
  test.each([
    ['no channel at all', [], 'name it behind the command: create-openclaw-fly remove telegram'],
    ['a channel that there is not', ['telegarm'], '"telegarm": there is no such channel (did you mean telegram?)'],
    ['one that is not set up, with those that are', ['discord'], 'discord: Discord is not set up here it has telegram; nothing was changed'],
    ['all that are not set up at once', ['discord', 'slack'], 'discord: Discord is not set up here slack: Slack is not set up here'],
    ['an account that is not there', ['telegram', '--account', 'club'], 'telegram: Telegram has no such account here'],
    ['an answer, for it asks nothing', ['telegram', '--telegram.user-id', '1'], '--telegram.user-id: there is no such flag'],
  ] as const)('%s', async (_what, words, said) => {
    const { run, folder } = await shared('--channel', 'telegram', '--telegram.accounts', 'work')
    const before = readTree(folder)
    const { code, stdout, stderr } = await run('remove', ...words, '--yes')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(unwrapped(stderr)).toContain(said)
    expect(readTree(folder)).toEqual(before)
  })

  test('anything where there are no channels', async () => {
    expect(await (await shared()).run('remove', 'telegram', '--yes')).toMatchObject({ code: 2, stderr: expect.stringContaining('this deployment has no channels') as string })
  })

  test('two channels with --account', async () => {
    const { run } = await shared('--channel', 'telegram', '--telegram.accounts', 'work', '--channel', 'slack', '--slack.accounts', 'work')
    expect(await run('remove', 'telegram', 'slack', '--account', 'work', '--yes')).toMatchObject({ code: 2, stderr: expect.stringContaining('--account goes with one channel') as string })
  })

  test('to write without a terminal or --yes', async () => {
    const { run, folder } = await shared('--channel', 'telegram')
    const before = readTree(folder)
    expect(await run('remove', 'telegram')).toMatchObject({ code: 2, stderr: expect.stringContaining('add --yes to write them') as string })
    expect(await run('remove', 'telegram', '--dry-run')).toMatchObject({ code: 0 })
    expect(readTree(folder)).toEqual(before)
  })
})
