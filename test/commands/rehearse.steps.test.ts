import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, test } from 'vitest'
import { temporaryFolders } from '../support/folders.ts'
import { deployment, fakeCache, rehearseCli } from '../support/rehearsal.ts'
import { runCli } from '../support/run-cli.ts'

const newFolder = temporaryFolders('rehearse-')
let cache: string
beforeAll(() => {
  cache = fakeCache(newFolder())
})

interface Report {
  readonly checks: readonly { readonly id: string; readonly outcome: string; readonly line: string; readonly more: readonly string[] }[]
  readonly secrets: { readonly real: readonly string[]; readonly standIns: readonly string[] }
}

async function rehearseJson(path: string, flags: readonly string[] = []): Promise<{ readonly code: number; readonly report: Report }> {
  const { code, stdout } = await rehearseCli(path, cache, ['--json', ...flags])
  return { code, report: JSON.parse(stdout) as Report }
}

const outcomesOf = ({ checks }: Report): Readonly<Record<string, string>> => Object.fromEntries(checks.map(({ id, outcome }) => [id, outcome]))
const linesOf = ({ checks }: Report, id: string): string => [checks.find((check) => check.id === id)!].flatMap((check) => [check.line, ...check.more]).join('\n')
const allPassed = { configuration: 'passed', boot: 'passed', health: 'passed', log: 'passed', audit: 'passed', 'control-ui': 'passed', pairing: 'passed', memory: 'passed' }

// Each starts seven programs, one after the other; alone that takes four seconds.
describe.concurrent('a rehearsal', { timeout: 90_000 }, () => {
  test('of a public deployment: everything passes, each with the line that shows it; real secrets are named before', async ({ expect }) => {
    const path = await deployment(newFolder())
    writeFileSync(join(path, '.env'), 'ANTHROPIC_API_KEY=sk-ant-REALREALREALREALREALREAL\n', { mode: 0o600 })
    const { stdout, code } = await rehearseCli(path, cache)
    expect(stdout).toMatch(/^Real values from \.env: ANTHROPIC_API_KEY\. [^]*--stand-ins uses none\.\nChecking the configuration\n/)
    expect(stdout).not.toContain('REALREAL')
    expect(stdout).toMatch(/passed +The machine boots until the gateway is ready\n +ready after \d+\.\d s/)
    expect(stdout).toMatch(/GET https:\/\/dep\.fly\.dev\/: 200 text\/html/)
    expect(stdout).toMatch(/with the token, from a new browser: PAIRING_REQUIRED/)
    expect(stdout).toMatch(/8 passed, 0 failed, in \d+ s\./)
    expect(code).toBe(0)
  })

  test('of a private deployment: the gateway is called through the relay, or as the relay would; --stand-ins reads no .env', async ({ expect }) => {
    const path = await deployment(newFolder(), ['--access', 'private'])
    writeFileSync(join(path, '.env'), 'ANTHROPIC_API_KEY=sk-ant-REALREALREALREALREALREAL\n', { mode: 0o600 })
    const { code, report } = await rehearseJson(path, ['--stand-ins'])
    expect(outcomesOf(report)).toEqual(allPassed)
    expect(linesOf(report, 'control-ui')).toContain('GET http://localhost:3000/: 200')
    expect(report.secrets).toEqual({ real: [], standIns: ['ANTHROPIC_API_KEY'] })
    expect(code).toBe(0)
  })

  test('of a configuration that OpenClaw refuses: the reason is said, and what could not be looked at is not passed', async ({ expect }) => {
    const { code, report } = await rehearseJson(await deployment(newFolder(), [], { multiAgent: 1 }))
    expect(outcomesOf(report)).toMatchObject({ configuration: 'failed', boot: 'failed', health: 'unchecked', pairing: 'unchecked', memory: 'unchecked' })
    expect(linesOf(report, 'configuration')).toContain('Unrecognized key: "multiAgent"')
    expect(linesOf(report, 'boot')).toContain('Gateway failed to start: Invalid config at /data/openclaw.json')
    expect(code).toBe(1)
  })

  test('of a configuration that cannot be read: what OpenClaw says of it', async ({ expect }) => {
    const path = await deployment(newFolder())
    writeFileSync(join(path, 'openclaw.json'), '{ "gateway": ')
    const { code, report } = await rehearseJson(path)
    expect(linesOf(report, 'configuration')).toContain('<root>: JSON5 parse failed')
    expect(linesOf(report, 'boot')).toContain('Gateway failed to start')
    expect(code).toBe(1)
  })

  test('of a configuration that trusts no proxy: everything is refused, as it would be on Fly', async ({ expect }) => {
    const { report } = await rehearseJson(await deployment(newFolder(), [], { gateway: { port: 3000, trustedProxies: [] } }))
    expect(outcomesOf(report)).toEqual({ ...allPassed, 'control-ui': 'failed', pairing: 'failed' })
    expect(linesOf(report, 'control-ui')).toContain('proxy_attribution_required')
  })

  test('of a gateway with one fault of each kind: each check fails for its own', async ({ expect }) => {
    const audit = [{ severity: 'critical', checkId: 'a.b', title: 'Wide open' }, { severity: 'warn', checkId: 'c.d', title: 'Ajar' }]
    const faults = { open: true, pairs: true, health: 503, log: ['the moon is full', 'fetch failed: ENOTFOUND'], audit }
    const { code, report } = await rehearseJson(await deployment(newFolder(), [], { test: faults }))
    expect(outcomesOf(report)).toEqual({ ...allPassed, health: 'failed', log: 'failed', audit: 'failed', 'control-ui': 'failed', pairing: 'failed' })
    expect(linesOf(report, 'health')).toContain('/healthz: 503 while starting, 503 when ready')
    expect(linesOf(report, 'log')).toMatch(/^\[gateway\] the moon is full\nexpected \(as wanted.*\nexpected \(the network of this computer\)/)
    expect(linesOf(report, 'audit')).toBe('openclaw security audit: 1 critical, 1 warning\ncritical: Wide open (a.b)\nwarn: Ajar (c.d)')
    expect(linesOf(report, 'pairing')).toContain('hello-ok')
    expect(code).toBe(1)
  })

  test('of ports that do not fit together: the edge calls where nothing listens', async ({ expect }) => {
    const path = await deployment(newFolder())
    const fly = join(path, 'fly.toml')
    writeFileSync(fly, readFileSync(fly, 'utf8').replace('internal_port = 3000', 'internal_port = 8080'))
    const { report } = await rehearseJson(path)
    expect(outcomesOf(report)).toEqual({ ...allPassed, health: 'failed', 'control-ui': 'failed', pairing: 'failed' })
  })
})

describe.concurrent('a rehearsal that cannot begin', () => {
  test.skipIf(process.platform === 'win32')('reads no .env that others can read', async ({ expect }) => {
    const path = await deployment(newFolder())
    writeFileSync(join(path, '.env'), 'ANTHROPIC_API_KEY=x\n')
    chmodSync(join(path, '.env'), 0o644)
    const { code, stderr } = await rehearseCli(path, cache)
    expect(stderr).toMatch(/\.env can be read by other users[^]*chmod 600 \.env/)
    expect(code).toBe(1)
  })

  test('says where there is no deployment, in JSON too', async ({ expect }) => {
    const folder = newFolder()
    const { code, stderr } = await rehearseCli(folder, cache)
    expect(stderr).toContain('is not a deployment')
    expect(code).toBe(1)
    expect(JSON.parse((await rehearseCli(folder, cache, ['--json'])).stdout)).toMatchObject({ error: { code: 'not-a-deployment' } })
  })

  test.for(['fly.toml', 'openclaw.json', 'runtime/boot.mjs'])('says that %s is missing', async (file, { expect }) => {
    const path = await deployment(newFolder())
    rmSync(join(path, file))
    const { code, stderr } = await rehearseCli(path, cache)
    expect(stderr).toMatch(new RegExp(`${file.replace('.', '\\.')} cannot be read \\(ENOENT\\)`))
    expect(code).toBe(1)
  })

  test('refuses flags that it does not have, and words', async ({ expect }) => {
    expect(await runCli(['rehearse', '--standins'])).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean --stand-ins?') as string })
    expect(await runCli(['rehearse', 'folder'])).toMatchObject({ code: 2 })
  })
})
