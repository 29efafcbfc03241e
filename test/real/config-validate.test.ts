import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { parse } from '@iarna/toml'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { node24, openclaw } from './programs.ts'

const goldens = join(import.meta.dirname, '..', 'golden')
const scratch = mkdtempSync(join(tmpdir(), 'openclaw-validate-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

interface Verdict {
  readonly valid: boolean
  readonly warnings?: readonly { readonly path?: string; readonly message: string }[]
  readonly issues?: unknown
}

interface Golden {
  readonly name: string
  readonly release: string
  readonly config: string
}

const cases = readdirSync(goldens, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }): Golden => {
    const output = join(goldens, name, 'output')
    const answers = parse(readFileSync(join(output, 'openclaw-fly.toml'), 'utf8'))
    return { name, release: String(answers.release), config: readFileSync(join(output, 'openclaw.json'), 'utf8') }
  })

/** What `openclaw config validate --json` of that release says of the file. */
async function validate({ release, config }: Golden): Promise<Verdict> {
  const state = mkdtempSync(join(scratch, 'state-'))
  mkdirSync(join(state, 'home'))
  writeFileSync(join(state, 'openclaw.json'), config, { mode: 0o600 })
  const env = { PATH: process.env.PATH, HOME: join(state, 'home'), OPENCLAW_STATE_DIR: state, OPENCLAW_GATEWAY_TOKEN: '0'.repeat(64) }
  const { stdout } = await promisify(execFile)(await node24(), [await openclaw(release), 'config', 'validate', '--json'], { env, timeout: 120_000 }).catch(
    (error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }),
  )
  return JSON.parse(stdout) as Verdict
}

/** The one warning that is right: an external plugin is fetched at the first start of the gateway. */
function isNotInstalledYet(message: string): boolean {
  return /plugin not installed: \w+ — install the official external plugin/.test(message)
}

describe('the real OpenClaw accepts every golden openclaw.json without a warning', () => {
  beforeAll(async () => {
    await node24()
    for (const release of new Set(cases.map((golden) => golden.release))) await openclaw(release)
  }, 1_800_000)

  test('there are golden cases, and each release of them is the real one', () => {
    expect(cases.length).toBeGreaterThanOrEqual(12)
  })

  test.concurrent.each(cases)('$name ($release)', async (golden) => {
    const verdict = await validate(golden)
    expect(verdict).toMatchObject({ valid: true })
    const warnings = (verdict.warnings ?? []).map((warning) => (typeof warning === 'string' ? warning : warning.message))
    expect(warnings.filter((message) => !isNotInstalledYet(message))).toEqual([])
  })

  test('a configuration from the old guide is refused, so this test can fail', async () => {
    const old = { gateway: { mode: 'local', bind: 'auto' }, channels: { discord: { enabled: true, guilds: { '1': { channels: { general: { allow: true } } } } } } }
    expect(await validate({ name: 'old guide', release: cases[0]!.release, config: JSON.stringify(old) })).toMatchObject({ valid: false })
  })
})
