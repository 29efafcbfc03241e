import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolders } from '../support/folders.ts'
import { runCli, type CliResult } from '../support/run-cli.ts'

/* A deployment that became private while a channel of it is called from the internet. */

const newFolder = temporaryFolders('openclaw-fly-')

async function privateOne(...flags: readonly string[]): Promise<{ readonly folder: string; readonly run: (...words: readonly string[]) => Promise<CliResult>; readonly read: (path: string) => string }> {
  const cwd = newFolder()
  expect(await runCli(['dep', '--yes', '--build', 'image', ...flags], { cwd })).toMatchObject({ code: 0 })
  const folder = join(cwd, 'dep')
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8')
  writeFileSync(join(folder, 'openclaw-fly.toml'), read('openclaw-fly.toml').replace('access = "public"', 'access = "private"'))
  return { folder, read, run: (command, ...words) => runCli([command!, '-C', folder, ...words], { cwd }) }
}

describe('a private deployment with a channel that is called from outside', () => {
  test('has check name the channel, and what leads out', async () => {
    const { run } = await privateOne('--channel', 'line', '--channel', 'slack', '--slack.mode', 'http')
    const { code, stdout } = await run('check')
    const text = stdout.replaceAll(/\s+/g, ' ')
    expect(code).toBe(1)
    expect(text).toContain('LINE is called from the internet, at /line/webhook, and a private deployment has no public address')
    expect(text).toContain('Slack is called from the internet, at /slack/events')
    expect(text).toContain('--slack.mode socket, which needs no public address;')
    expect(text).toContain('or --access public')
  })

  test('lets the channel be removed, which puts it right', async () => {
    const { run, read } = await privateOne('--channel', 'line', '--channel', 'telegram')
    const { code, stdout } = await run('remove', 'line', '--yes')
    expect(code).toBe(0)
    expect(stdout).toContain('fly secrets unset LINE_CHANNEL_ACCESS_TOKEN LINE_CHANNEL_SECRET --stage')
    expect(Object.keys((JSON.parse(read('openclaw.json')) as { channels: object }).channels)).toEqual(['telegram'])
    expect(JSON.parse(read('scripts/deployment.json'))).not.toHaveProperty('webhooks')
  })

  test('lets the channel do without, and does not let another one be removed instead', async () => {
    const { run } = await privateOne('--channel', 'slack', '--slack.mode', 'http', '--channel', 'telegram')
    expect(await run('remove', 'telegram', '--yes')).toMatchObject({ code: 2, stderr: expect.stringContaining('Slack is called from the internet') as string })
    expect(await run('update', '--slack.mode', 'socket', '--yes')).toMatchObject({ code: 0 })
  })
})

test('a public deployment tells its scripts who is called, where, and with which command it is not', async () => {
  const cwd = newFolder()
  await runCli(['dep', '--yes', '--build', 'image', '--app', 'my-claw', '--channel', 'slack', '--slack.mode', 'http', '--channel', 'telegram'], { cwd })
  const { webhooks } = JSON.parse(readFileSync(join(cwd, 'dep', 'scripts', 'deployment.json'), 'utf8')) as { webhooks: unknown }
  expect(webhooks).toEqual([{ label: 'Slack', address: 'https://my-claw.fly.dev/slack/events', without: 'npm run update -- --slack.mode socket' }])
})
