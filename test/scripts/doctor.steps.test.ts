import { chmodSync, chownSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { FlySandbox } from './fly-double/fly-sandbox.ts'
import { load } from './sandbox.ts'

interface Finding { id: string, status: string, evidence: string[], cure: string[], reason?: string }

/** What OpenClaw 2026.9.6 answers to the doctor's questions when all is well. */
const openclaw = `
const answers = {
  'config validate': { valid: true, warnings: [] },
  'channels status': { channelAccounts: { telegram: [{ accountId: 'default', enabled: true, configured: true, running: true, probe: { ok: true } }] } },
  'devices list': { pending: [], paired: [] },
}
console.log(JSON.stringify(answers[process.argv.slice(2, 4).join(' ')]))
`

let server: Server
let url = ''

beforeAll(async () => {
  server = createServer((_request, response) => response.end('ok'))
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(() => server.close())

/** A deployment that is well: the gateway and the page are the same server here. */
function well(): FlySandbox {
  const sandbox = new FlySandbox()
  sandbox.givenDeployed()
  sandbox.fly.files.extraEnvironment.NODE_OPTIONS = `--import ${new URL('../support/roomy-volume.mjs', import.meta.url).href}`
  sandbox.givenProgram('/app/openclaw.mjs', openclaw)
  const deployment = JSON.parse(sandbox.read('scripts/deployment.json')) as object
  sandbox.write('scripts/deployment.json', JSON.stringify({ ...deployment, port: Number(new URL(url).port) }))
  writeFileSync(sandbox.livePath('openclaw.json'), JSON.stringify({ gateway: { trustedProxies: ['172.16.0.0/12'], controlUi: { allowedOrigins: [new URL(url).origin] } } }))
  sandbox.atFly.logs.push('2026-10-01T00:00:00Z app[m1] fra [info][gateway] ready')
  return sandbox
}

async function findingsOf(sandbox: FlySandbox, ...args: string[]) {
  const { code, stdout, stderr } = await sandbox.run('doctor.mjs', ['--json', '--url', url, ...args])
  if (!stdout) throw new Error(stderr)
  const { findings } = JSON.parse(stdout) as { findings: Finding[] }
  return { code, stderr, findings, found: findings.filter(({ status }) => status === 'found'), unchecked: findings.filter(({ status }) => status === 'could not be checked') }
}

describe.concurrent('npm run doctor', () => {
  it('finds nothing where all is well, and changes nothing', async ({ expect }) => {
    using sandbox = well()
    const before = readdirSync(sandbox.livePath('.'))
    const { code, stdout, stderr } = await sandbox.run('doctor.mjs', ['--url', url])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('$ fly logs --no-tail --app my-openclaw\n')
    expect(stdout).toContain("$ fly ssh console --app my-openclaw --user node --command 'node /app/openclaw.mjs channels status --probe --json'\n")
    expect(stdout).toContain('✓ The gateway ends with exit code 78\n')
    expect(stdout).not.toContain('✖')
    expect(sandbox.paths.toSorted()).toEqual(['apps list', 'ips list', 'logs', 'machine list', 'secrets list', 'ssh console', 'volumes list'])
    expect(readdirSync(sandbox.livePath('.'))).toEqual(before)
  })

  it('says what it saw and the cure', async ({ expect }) => {
    using sandbox = well()
    sandbox.atFly.logs.push('2026-10-01T00:00:01Z app[m1] fra [info][reload] config reload skipped (invalid config): gateway: Unrecognized key: "foo"')
    const { code, stdout } = await sandbox.run('doctor.mjs', ['--url', url])
    expect(code).toBe(1)
    expect(stdout).toContain(`✖ A change in openclaw.json has no effect
  Seen: 2026-10-01T00:00:01Z app[m1] fra [info][reload] config reload skipped (invalid config): gateway: Unrecognized key: "foo"
  Cure: What is wrong: npm run openclaw -- config validate
`)
    expect(stdout).toMatch(/\n1 found\. Mend the first one first: others often go with it\.\n$/)
  })

  it('looks into the machine: silent channels, waiting browsers, the configuration, files that are not the gateway\'s own', async ({ expect }) => {
    using sandbox = well()
    const file = sandbox.livePath('openclaw.json.bak')
    writeFileSync(file, '')
    if (process.getuid?.() === 0) chownSync(file, 12345, 12345)
    else chmodSync(file, 0)
    sandbox.givenProgram('/app/openclaw.mjs', openclaw
      .replace('ok: true', "ok: false, error: '401: Unauthorized'").replace('pending: []', 'pending: [{}]').replace('valid: true', "valid: false, issues: [{ path: 'gateway', message: 'no' }]"))
    const { found } = await findingsOf(sandbox)
    expect(found.map(({ id, evidence }) => [id, ...evidence])).toEqual([
      ['exit-78', 'the configuration on the volume is not valid: gateway: no'],
      ['permissions', "not the gateway's own: /data/openclaw.json.bak"],
      ['channel', 'telegram (default): 401: Unauthorized'],
      ['pairing', '1 browser waits for your approval'],
    ])
  })

  it('says that a private gateway has a public address', async ({ expect }) => {
    using sandbox = new FlySandbox({ access: 'private' })
    sandbox.givenDeployed()
    const { found } = await findingsOf(sandbox)
    expect(found.find(({ id }) => id === 'public-address')).toMatchObject({ evidence: ['2a09:8280:1::1:a (v6), 66.241.124.1 (shared_v4)'], cure: ['Release them all, and prove it: npm run private'] })
  })

  it('shows with --dry-run what it would run, and runs nothing', async ({ expect }) => {
    using sandbox = well()
    const { code, stdout } = await sandbox.run('doctor.mjs', ['--dry-run'])
    expect(code).toBe(0)
    expect(stdout.split('\n').filter((line) => line.startsWith('$ fly'))).toHaveLength(9)
    expect(sandbox.paths).toEqual([])
  })

  it.for([[['--url', 'claw.example.com']], [['--time-limit', 'x']], [['everything']]])('refuses %j', async ([args], { expect }) => {
    using sandbox = well()
    expect(await sandbox.run('doctor.mjs', args)).toMatchObject({ code: 2, stdout: '' })
  })
})

describe.concurrent('npm run doctor, where something cannot be looked at', () => {
  it('names what it could not check when fly gives half an answer, and checks the rest', async ({ expect }) => {
    using sandbox = well()
    sandbox.fly.faults.push(...['apps list', 'volumes list', 'secrets list', 'ips list'].map((command) => ({ command, truncated: true })))
    const { code, unchecked, found } = await findingsOf(sandbox)
    expect(code).toBe(1)
    expect(unchecked.map(({ id }) => id)).toEqual(['no-app', 'no-address', 'secrets', 'state-lost', 'region'])
    expect(unchecked[0]?.reason).toBe('fly answered with something that is not the expected JSON: fly apps list --json')
    expect(found).toEqual([])
  })

  it.for<[string, (sandbox: FlySandbox) => void, string]>([
    ['the machine is stopped', ({ machine }) => { machine.state = 'stopped' }, 'no machine runs'],
    ['the machine lets nobody in', ({ fly }) => { fly.faults.push({ command: 'ssh console', message: 'connection refused' }) }, 'This failed with exit code 1: fly ssh console'],
    ['the machine answers nonsense', ({ fly }) => { fly.faults.push({ command: 'ssh console', stdout: 'hello' }) }, 'fly ssh console'],
  ])('names what it could not check when %s', async ([, spoil, reason], { expect }) => {
    using sandbox = well()
    spoil(sandbox)
    const { code, unchecked } = await findingsOf(sandbox)
    expect(code).toBe(1)
    expect(unchecked.map(({ id }) => id)).toEqual(expect.arrayContaining(['permissions', 'channel', 'pairing', 'volume-full']))
    expect(unchecked.find(({ id }) => id === 'channel')?.reason).toContain(reason)
  })

  it('takes for unknown what the machine says in another shape', async ({ expect }) => {
    using sandbox = well()
    sandbox.givenProgram('/app/openclaw.mjs', openclaw.replace('pending: []', 'waiting: 3').replace('channelAccounts', 'accounts'))
    const { unchecked, found } = await findingsOf(sandbox)
    expect(unchecked.map(({ id }) => id)).toEqual(['channel', 'pairing'])
    expect(found).toEqual([])
  })

  it('can check nothing when nobody is signed in, and does not say that all is well', async ({ expect }) => {
    using sandbox = well()
    sandbox.fly.state.signedIn = false
    const { code, stdout } = await sandbox.run('doctor.mjs', ['--url', url])
    expect(code).toBe(1)
    expect(stdout).toContain('? A channel is silent: You are not signed in to Fly.\n')
    expect(stdout).not.toContain('✓ A channel is silent')
  })

  it('finds that the app is not there', async ({ expect }) => {
    using sandbox = well()
    sandbox.fly.state.apps.pop()
    const { found, unchecked } = await findingsOf(sandbox)
    expect(found.map(({ id }) => id)).toEqual(['no-app'])
    expect(unchecked.find(({ id }) => id === 'health')?.reason).toBe('Your Fly account has no app my-openclaw.')
  })

  it('does not wait longer than it may for a fly that hangs', async ({ expect }) => {
    using sandbox = well()
    sandbox.fly.faults.push({ command: 'logs', hangs: true })
    const { code, unchecked } = await findingsOf(sandbox, '--time-limit', '6')
    expect(code).toBe(1)
    expect(unchecked.find(({ id }) => id === 'trial')?.reason).toBe('No answer within 6 s, so it was stopped: fly logs --no-tail --app my-openclaw')
  })
})

describe('what the doctor repeats of a log', async () => {
  const { cleanLine } = await load<{ cleanLine: (text: string, secrets?: object[]) => string }>('log-lines.mjs')

  it.for([
    ['\x1b[31mred\x1b[0m \x1b]0;title\x07text\x1b]8;;https://evil\x1b\\link', 'red textlink'],
    ['a\u202Eb\u0007c', 'a·b·c'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer [secret]'],
    ['url https://x/#token=short&x=1', 'url https://x/#token=[secret]&x=1'],
    ['{"password": "hunter2"}', '{"password": "[secret]"}'],
    ['key sk-ant-api03-AbCdEfGhIjKlMnOpQrStUvWx', 'key [secret]'],
    ['https://api.telegram.org/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe', 'https://api.telegram.org/bot123456789:[secret]/getMe'],
  ] as const)('%j becomes %j', ([line, expected], { expect }) => {
    expect(cleanLine(line)).toBe(expected)
  })

  it("has no value of this deployment's own secrets, and is never long", ({ expect }) => {
    expect(cleanLine('pin 1234-5678 there', [{ pattern: String.raw`^\d{4}-\d{4}$` }])).toBe('pin [secret] there')
    expect(cleanLine('x '.repeat(400))).toHaveLength(240)
  })

  it.skipIf(process.platform === 'win32')('is in what it prints, too', async ({ expect }) => {
    using sandbox = well()
    sandbox.atFly.logs.push('2026-10-01T00:00:02Z [info] \x1b[31mEACCES\x1b[0m OPENCLAW_GATEWAY_TOKEN=abcdefghijklmnopqrstuvwxyz0123456789 ' + 'x '.repeat(300))
    const { stdout } = await sandbox.run('doctor.mjs', ['--url', url])
    expect(stdout).toContain('EACCES OPENCLAW_GATEWAY_TOKEN=[secret] x x')
    expect(stdout).not.toContain('abcdefghij')
    expect(stdout).not.toContain('\x1b')
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(260)
  })
})
