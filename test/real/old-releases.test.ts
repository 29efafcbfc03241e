import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Answers } from '../../src/answers/answers.ts'
import { chosenChannels, eraOf } from '../../src/channels/catalog.ts'
import { findRelease } from '../../src/releases/catalogue.ts'
import { has } from '../../src/releases/eras.ts'
import { openclawConfig } from '../../src/render/config.ts'
import { installRelease } from '../../tools/sync-releases/registry.ts'
import { runProgram } from '../../tools/sync-releases/run-program.ts'
import { answersFor, catalog } from '../support/answers.ts'
import { node24 } from './programs.ts'

const scratch = mkdtempSync(join(tmpdir(), 'openclaw-old-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/**
 * One of each era of the configuration, the oldest one without a channel; the newest are judged on the golden folders.
 * 2026.1.29 itself cannot be asked any more: a package that it needs has lost one of its own (measured 2026-11-25).
 */
const sample = ['2026.2.26', '2026.3.13', '2026.4.29', '2026.6.35', '2026.8.2']

const everything = answersFor({
  channel: ['discord', 'slack', 'telegram'],
  model: 'openai/gpt-6-astra',
  'discord.guild-id': '123456789012345678', 'discord.channel': ['general'], 'discord.user-id': ['234567890123456789'],
  'slack.channel': ['C0123456789'], 'slack.user-id': ['U0123456789'],
  'telegram.user-id': ['123456789'], 'telegram.group-id': ['-1001234567890'],
})
const little = answersFor({ access: 'private', channel: ['discord', 'slack', 'telegram'] })

/** Installs a release for the time of one test: five of them would fill 4 GB. */
async function withRelease(release: string, use: (entry: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(scratch, 'install-'))
  // Up to 2026.3.13 the WhatsApp library wants a package out of a git repository; the registry's does for what is asked here.
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "overrides": { "libsignal": "6.0.0" } }\n')
  const signal = AbortSignal.timeout(1_200_000)
  try {
    await installRelease((args, cwd, timeout) => runProgram('npm', args, { cwd, signal, timeout }), release, folder)
    await use(join(folder, 'node_modules', 'openclaw', findRelease(release)!.entry))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What the program says of our configuration. `config validate` came with 2026.3.2; any other command reads the file too. */
async function judge(release: string, entry: string, answers: Answers): Promise<{ readonly code: number; readonly said: string }> {
  const home = mkdtempSync(join(scratch, 'home-'))
  mkdirSync(join(home, 'state'))
  const config = openclawConfig({ ...answers, release }, chosenChannels(catalog, answers.channels).filter((channel) => eraOf(channel, release) !== undefined))
  writeFileSync(join(home, 'state', 'openclaw.json'), JSON.stringify(config), { mode: 0o600 })
  const names = ['OPENCLAW_GATEWAY_TOKEN', 'DISCORD_BOT_TOKEN', 'SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'TELEGRAM_BOT_TOKEN', 'OPENAI_API_KEY', 'ANTHROPIC_API_KEY']
  const env = { PATH: process.env.PATH, HOME: home, OPENCLAW_STATE_DIR: join(home, 'state'), ...Object.fromEntries(names.map((name) => [name, '0'.repeat(64)])) }
  const command = has(release, 'configValidate') ? ['config', 'validate', '--json'] : ['config', 'get', 'gateway.mode']
  const node = await node24()
  return new Promise((resolve) => {
    execFile(node, [entry, ...command], { env, timeout: 180_000 }, (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), said: stdout + stderr }))
  })
}

describe('the real program of an older release accepts our configuration', () => {
  test.each(sample)('%s', async (release) => {
    await withRelease(release, async (entry) => {
      for (const answers of [everything, little]) {
        const { code, said } = await judge(release, entry, answers)
        expect(code, said).toBe(0)
        expect(said).toMatch(has(release, 'configValidate') ? /"valid":\s*true/ : /^local$/m)
      }
    })
  }, 1_500_000)
})
