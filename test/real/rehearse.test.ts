import { once } from 'node:events'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { newestRelease } from '../../src/releases/catalogue.ts'
import { temporaryFolders } from '../support/folders.ts'
import { deployment, leftovers, rehearseCli, startRehearsal } from '../support/rehearsal.ts'
import { cache as programs, node24, openclaw } from './programs.ts'

const newFolder = temporaryFolders('rehearse-real-')
let cache: string
beforeAll(async () => {
  await node24()
  await openclaw(newestRelease)
  // The command keeps its programs elsewhere than the tests do; what the tests have is not fetched again.
  cache = newFolder()
  mkdirSync(join(cache, 'create-openclaw-fly'))
  symlinkSync(programs, join(cache, 'create-openclaw-fly', 'npm'))
}, 1_800_000)

interface Report {
  readonly checks: readonly { readonly id: string; readonly outcome: string; readonly line: string; readonly more: readonly string[] }[]
}

async function rehearse(path: string): Promise<{ readonly code: number; readonly outcomes: Readonly<Record<string, string>>; readonly lines: string }> {
  const { code, stdout } = await rehearseCli(path, cache, ['--json'])
  const { checks } = JSON.parse(stdout) as Report
  return { code, outcomes: Object.fromEntries(checks.map(({ id, outcome }) => [id, outcome])), lines: checks.flatMap(({ line, more }) => [line, ...more]).join('\n') }
}

const allPassed = { configuration: 'passed', boot: 'passed', health: 'passed', log: 'passed', audit: 'passed', 'control-ui': 'passed', pairing: 'passed', memory: 'passed' }

describe('a rehearsal with the real OpenClaw', { timeout: 900_000 }, () => {
  test('passes for a public deployment with a channel, whose token is a stand-in', async () => {
    const { code, outcomes, lines } = await rehearse(await deployment(newFolder(), ['--channel', 'telegram']))
    expect(outcomes, lines).toEqual(allPassed)
    expect(lines).toMatch(/PAIRING_REQUIRED, pairing required: device is not approved yet/)
    expect(code).toBe(0)
  })

  test('passes for a private deployment', async () => {
    const { code, outcomes, lines } = await rehearse(await deployment(newFolder(), ['--access', 'private']))
    expect(outcomes, lines).toEqual(allPassed)
    expect(code).toBe(0)
  })

  test('fails for a configuration that OpenClaw does not know, and says what it says', async () => {
    const { code, outcomes, lines } = await rehearse(await deployment(newFolder(), [], { multiAgent: {} }))
    expect(outcomes).toMatchObject({ configuration: 'failed', boot: 'failed', pairing: 'unchecked' })
    expect(lines).toMatch(/Unrecognized key: "multiAgent"[^]*Gateway failed to start: Invalid config at \/data\/openclaw\.json/)
    expect(code).toBe(1)
  })

  test('reads JSON5 as OpenClaw does, and finds that nobody would get in without trusted proxies', async () => {
    const path = await deployment(newFolder())
    const file = join(path, 'openclaw.json')
    const config = JSON.parse(readFileSync(file, 'utf8')) as { gateway: Record<string, unknown> }
    delete config.gateway['trustedProxies']
    writeFileSync(file, `// mine\n${JSON.stringify(config).replace('"gateway"', 'gateway')}`)
    const { outcomes, lines } = await rehearse(path)
    expect(outcomes).toMatchObject({ configuration: 'passed', boot: 'passed', health: 'passed', 'control-ui': 'failed', pairing: 'failed' })
    expect(lines).toContain('proxy_attribution_required')
  })

  test.skipIf(process.platform === 'win32')('leaves no process and no folder behind when it is stopped in the middle', async () => {
    const temporary = newFolder()
    const child = startRehearsal(await deployment(newFolder()), cache, temporary)
    await new Promise<void>((resolve) => child.stdout!.setEncoding('utf8').on('data', (text: string) => text.includes('Starting the gateway') && resolve()))
    await new Promise((resolve) => setTimeout(resolve, 15_000))
    expect(leftovers(temporary)).not.toEqual([])
    child.kill('SIGINT')
    expect(await once(child, 'exit')).toEqual([130, null])
    expect(leftovers(temporary)).toEqual([])
  })
})
