import { describe, expect, test } from 'vitest'
import { deployments } from '../support/deployments.ts'

const { of: deployment } = deployments()

describe('add --account', () => {
  test('adds a second account beside the first, with answers, secrets and a binding of its own', async () => {
    const { run, read, config } = await deployment('--channel', 'telegram', '--telegram.user-id', '123456789')
    const { code, stdout } = await run('add', 'telegram', '--account', 'work', '--telegram.user-id', '987654321', '--yes')
    expect(code).toBe(0)
    expect(stdout).toContain('TELEGRAM_BOT_TOKEN_WORK  Telegram bot token (account work)')
    expect(stdout).not.toMatch(/TELEGRAM_BOT_TOKEN\b(?!_WORK)/)
    expect(config().channels['telegram']).toMatchObject({
      allowFrom: ['123456789'], botToken: { id: 'TELEGRAM_BOT_TOKEN' },
      accounts: { default: {}, work: { allowFrom: ['987654321'], botToken: { id: 'TELEGRAM_BOT_TOKEN_WORK' } } },
    })
    expect(config().bindings).toEqual([{ agentId: 'main', match: { channel: 'telegram' } }, { agentId: 'main', match: { channel: 'telegram', accountId: 'work' } }])
    expect(read('openclaw-fly.toml')).toContain('[channels.telegram.accounts.work]\nuser-id = ["987654321"]')
  })

  test('gets a paragraph in the runbook: its secrets, and how its pairing codes are approved', async () => {
    const { run, read } = await deployment('--channel', 'telegram')
    await run('add', 'telegram', '--account', 'work', '--telegram.mode', 'webhook', '--yes')
    expect(read('RUNBOOK.md')).toContain('**The account `work`** is set up in the same way, with `TELEGRAM_BOT_TOKEN_WORK`, `TELEGRAM_WEBHOOK_SECRET_WORK`. The service calls `https://my-claw.fly.dev:8443/telegram-webhook` for it. Its pairing codes are approved with:\n\n```sh\nnpm run openclaw -- pairing approve --channel telegram --account work CODE\n```\n')
  })

  test('lets several be added one after the other', async () => {
    const { run, config } = await deployment('--channel', 'telegram')
    for (const name of ['work', 'club']) expect(await run('add', 'telegram', '--account', name, '--yes')).toMatchObject({ code: 0 })
    expect(Object.keys(config().channels['telegram']!['accounts'] as object)).toEqual(['default', 'club', 'work'])
  })

  test('is refused where OpenClaw takes one account alone', async () => {
    const { run } = await deployment('--channel', 'discord')
    expect(await run('add', 'discord', '--account', 'work', '--yes')).toMatchObject({ code: 2, stderr: expect.stringContaining('OpenClaw takes one account of Discord alone') as string })
  })

  test('lets one of the accounts have the webhook', async () => {
    const { run, read, config } = await deployment('--channel', 'telegram')
    const { code, stdout } = await run('add', 'telegram', '--account', 'work', '--telegram.mode', 'webhook', '--yes')
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('Telegram is to call https://my-claw.fly.dev:8443/telegram-webhook') as string })
    expect(read('fly.toml')).toContain('internal_port = 8787')
    expect(config().channels['telegram']).toMatchObject({ accounts: { work: { webhookUrl: 'https://my-claw.fly.dev:8443/telegram-webhook' } } })
  })
})

describe('add --agent', () => {
  test('binds the channel to an agent, which is made beside main', async () => {
    const { run, config, read } = await deployment('--channel', 'slack')
    expect(await run('add', 'telegram', '--agent', 'family', '--yes')).toMatchObject({ code: 0 })
    expect(config().bindings).toEqual([{ agentId: 'main', match: { channel: 'slack' } }, { agentId: 'family', match: { channel: 'telegram' } }])
    expect(config().agents).toMatchObject({ ownership: 'explicit', entries: { main: {}, family: {} }, defaults: { systemAgent: { agentId: 'main' } } })
    expect(read('openclaw-fly.toml')).toContain('[channels.telegram]\nagent = "family"')
  })

  test('binds an account alone', async () => {
    const { run, config } = await deployment('--channel', 'telegram')
    await run('add', 'telegram', '--account', 'work', '--agent', 'office', '--yes')
    expect(config().bindings).toEqual([{ agentId: 'main', match: { channel: 'telegram' } }, { agentId: 'office', match: { channel: 'telegram', accountId: 'work' } }])
  })

  test('refuses what is no name of an agent, and what is bound to none', async () => {
    const { run } = await deployment()
    expect(await run('add', 'telegram', '--agent', 'The Boss', '--yes')).toMatchObject({ code: 2, stderr: expect.stringContaining('"The Boss" is no name of an agent') as string })
    expect(await run('add', 'voice-call', '--voice-call.from-number', '+15551234567', '--agent', 'boss', '--yes')).toMatchObject({ code: 2, stderr: expect.stringContaining('Voice Call is bound to no agent') as string })
  })
})
