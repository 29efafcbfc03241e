import { describe, expect, test } from 'vitest'
import { deployments, unwrapped } from '../support/deployments.ts'
import { readTree, temporaryFolders } from '../support/folders.ts'
import { runCli } from '../support/run-cli.ts'

const { of: deployment, shared } = deployments()
const newFolder = temporaryFolders()

describe('add', () => {
  test('sets a channel up, and says which secrets to set, where they come from and with which command', async () => {
    const { run, read, config } = await deployment('--channel', 'telegram')
    const { code, stdout } = await run('add', 'discord', '--discord.user-id', '234567890123456789', '--yes')
    expect(code).toBe(0)
    expect(stdout).toContain('npm run secrets asks for this secret, and sends it to Fly alone:\n  DISCORD_BOT_TOKEN  Discord bot token\n    https://discord.com/developers/applications')
    expect(Object.keys(config().channels)).toEqual(['discord', 'telegram'])
    expect(read('openclaw-fly.toml')).toContain('[channels.discord]\nuser-id = ["234567890123456789"]')
    expect(read('RUNBOOK.md')).toContain('\n### Discord\n')
  })

  test('touches no other answer: the files are those of a deployment that had the channel from the beginning', async () => {
    const [added, made] = [await deployment('--channel', 'telegram', '--telegram.user-id', '123456789'), await deployment('--channel', 'telegram', '--telegram.user-id', '123456789', '--channel', 'discord')]
    await added.run('add', 'discord', '--yes')
    expect(readTree(added.folder)).toEqual(readTree(made.folder))
  })

  test('keeps every edit', async () => {
    const { run, read, change } = await deployment('--channel', 'telegram')
    change('openclaw.json', '"mode": "local",', '// mine\n    "mode": "local",')
    change('openclaw.json', '"groupPolicy": "allowlist"', '"groupPolicy": "disabled"')
    change('fly.toml', 'memory = "3072mb"', 'memory = "4gb"')
    expect(await run('add', 'discord', '--yes')).toMatchObject({ code: 0 })
    expect(read('openclaw.json')).toMatch(/\/\/ mine\n[^]*"discord": \{[^]*"groupPolicy": "disabled"/)
    expect(read('fly.toml')).toContain('memory = "4gb"')
  })

  test('takes several channels at once, by their aliases too', async () => {
    const { run, config } = await deployment()
    expect(await run('add', 'tg', 'Discord', '--yes')).toMatchObject({ code: 0 })
    expect(Object.keys(config().channels)).toEqual(['discord', 'telegram'])
  })

  test('tells a program the same as JSON', async () => {
    const { run } = await deployment()
    const { code, stdout } = await run('add', 'telegram', '--yes', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ written: true, secrets: [{ name: 'TELEGRAM_BOT_TOKEN', label: 'Telegram bot token', optional: false }] })
  })

  test('tells the address that a service is to call, and whose plugin runs with the gateway\'s rights', async () => {
    const { run } = await deployment()
    const { stdout } = await run('add', 'line', 'openclaw-weixin', '--yes')
    expect(stdout).toContain('LINE is to call https://my-claw.fly.dev/line/webhook')
    expect(stdout.replaceAll('\n', ' ')).toContain("WeChat is a plugin by the Weixin team of Tencent, which runs with the gateway's rights.")
  })

  test('gives a listener of its own a service in fly.toml, and says so', async () => {
    const { run, read } = await deployment()
    const { stdout } = await run('add', 'nextcloud-talk', '--nextcloud-talk.base-url', 'https://cloud.example.com', '--yes')
    expect(stdout).toContain('Nextcloud Talk is to call https://my-claw.fly.dev:8788/nextcloud-talk-webhook')
    expect(read('fly.toml')).toContain('internal_port = 8788')
  })

  test('with --dry-run only shows it', async () => {
    const { run, folder } = await deployment()
    const before = readTree(folder)
    expect(await run('add', 'telegram', '--dry-run')).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing was written: this was a dry run.') as string })
    expect(readTree(folder)).toEqual(before)
  })
})

describe('add refuses, and changes nothing:', () => {
  test.each([
    ['no channel at all', [], 'name it behind the command: create-openclaw-fly add telegram'],
    ['a channel that there is not, with the nearest', ['telegarm'], '"telegarm": there is no such channel (did you mean telegram?)'],
    ['one that is like none, with the other ways', ['carrier-pigeon'], 'a plugin that is not among them: --plugin PACKAGE --id ID'],
    ['each of several wrong words at once', ['telegarm', 'discrod'], '"telegarm": there is no such channel (did you mean telegram?) "discrod": there is no such channel (did you mean discord?)'],
    ['a channel named twice, by its alias too', ['telegram', 'tg'], '"tg": Telegram is named twice'],
    ['one that is there', ['slack'], 'slack: Slack is set up already (change an answer: update --slack.…; a second account: --account NAME)'],
    ['an answer that is wrong', ['discord', '--discord.guild-id', '12'], '--discord.guild-id: "12" is not a Discord server id'],
    ['an answer to a question that there is not', ['discord', '--discord.gild-id', '12'], '--discord.gild-id: there is no such flag (did you mean --discord.guild-id?)'],
    ['a channel without an answer that it needs', ['sms'], '--sms.from-number: SMS (Twilio) needs it'],
    ['a secret given as a flag', ['discord', '--discord.token', 'x'], '--discord.token: secrets are never given as flags'],
    ['a channel that cannot run on Fly, with what to do instead', ['imessage'], 'iMessage cannot run on Fly'],
    ['--id without --plugin', ['--id', 'chat'], '--id and --secret go with --plugin'],
    ['--preset and --plugin together', ['--plugin', 'parley', '--id', 'parley', '--preset', 'x.json'], '--preset and --plugin are two ways to say the same'],
    ['a preset that is not there', ['--preset', 'nowhere.json'], 'nowhere.json cannot be read (ENOENT)'],
    ['a plugin without an id', ['--plugin', '@someone/chat'], "--id: the channel's id in OpenClaw is missing"],
    ['what is no package, no id and no variable, all at once', ['--plugin', 'UP', '--id', 'A b', '--secret', 'my-token'], '--plugin: this is not the name of an npm package (such as @someone/openclaw-chat) --id: this is no id: lowercase letters, digits and dashes (its documentation calls it channels.ID) --secret: this is not the name of a variable'],
    ['a plugin by the id of a channel that is known', ['--plugin', '@someone/parley', '--id', 'telegram'], '--id: Telegram is described already (add telegram, without --plugin)'],
    ['an account of a channel that is not set up', ['telegram', '--account', 'work'], 'Telegram is not set up yet add its first account without --account: create-openclaw-fly add telegram'],
    ['an account of two channels', ['slack', 'telegram', '--account', 'work'], '--account goes with one channel'],
    ['an account that is called default', ['slack', '--account', 'default'], '--account: default is the account that the channel has without this (give another name, such as work)'],
  ] as const)('%s', async (_what, words, said) => {
    const { run, folder } = await shared('--channel', 'slack')
    const before = readTree(folder)
    const { code, stdout, stderr } = await run('add', ...words, '--yes')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(unwrapped(stderr)).toContain(said)
    expect(readTree(folder)).toEqual(before)
  })

  test('a value that looks like a secret where a channel belongs, without repeating it', async () => {
    const { run } = await shared()
    const token = `1234567890:${'Ab3'.repeat(12)}`
    const { code, stderr } = await run('add', token, '--yes')
    expect(code).toBe(2)
    expect(stderr).toContain('what looks like a secret: there is no such channel')
    expect(stderr).not.toContain(token)
  })

  test('a channel newer than the release, with the nearest release that has it', async () => {
    const { run } = await shared('--release', '2026.9.3')
    const { code, stderr } = await run('add', 'wecom', '--wecom.bot-id', 'aibAbCdEfGhIjKlMnOpQrStUvWxYz', '--yes')
    expect(code).toBe(2)
    expect(unwrapped(stderr)).toContain('WeCom can be set up from OpenClaw 2026.9.5 on, not in 2026.9.3 (the nearest release with WeCom is 2026.9.5)')
  })

  test('a second account in a release that reads one token alone', async () => {
    const { run } = await shared('--release', '2026.2.26', '--channel', 'telegram')
    expect(await run('add', 'telegram', '--account', 'work', '--yes')).toMatchObject({ code: 2, stderr: expect.stringContaining('OpenClaw takes several accounts of Telegram from 2026.3.13 on, not in 2026.2.26') as string })
  })

  test('a channel that is called from outside in private mode, with the three ways out', async () => {
    const { run } = await shared('--access', 'private')
    const { code, stderr } = await run('add', 'line', '--yes')
    expect(code).toBe(2)
    expect(unwrapped(stderr)).toContain('LINE is called from the internet, at /line/webhook, and a private deployment has no public address (three ways out: a tunnel or Tailscale Funnel of your own to that path, with the channel set up by hand; or --access public)')
  })

  test('a channel\'s webhook in private mode, with the choice that needs none', async () => {
    const { run } = await deployment('--access', 'private')
    const { stderr } = await run('add', 'telegram', '--telegram.mode', 'webhook', '--yes')
    expect(unwrapped(stderr)).toContain('three ways out: --telegram.mode polling, which needs no public address;')
    expect(await run('add', 'telegram', '--yes')).toMatchObject({ code: 0 })
  })

  test('to write without a terminal or --yes', async () => {
    const { run, folder } = await shared()
    const before = readTree(folder)
    expect(await run('add', 'telegram')).toMatchObject({ code: 2, stderr: expect.stringContaining('add --yes to write them, or --dry-run to look only') as string })
    expect(readTree(folder)).toEqual(before)
  })

  test('to work outside of a deployment', async () => {
    expect(await runCli(['add', 'telegram', '--yes'], { cwd: newFolder() })).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('openclaw-fly.toml') as string })
  })
})
