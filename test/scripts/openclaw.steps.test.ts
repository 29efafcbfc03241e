import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { converse, hasScript } from './converse.ts'
import { FlySandbox } from './fly-double/fly-sandbox.ts'

/** Says what it was given, and ends as it is told. */
const cli = `
import { readFileSync } from 'node:fs'
const [first, ...words] = process.argv.slice(2)
if (first === 'echo') console.log(JSON.stringify({ words, input: words[0] === 'stdin' ? readFileSync(0, 'utf8') : '' }))
if (first === 'token') console.log(process.env.OPENCLAW_GATEWAY_TOKEN ?? 'none', process.env.OPENCLAW_STATE_DIR)
if (first === 'fail') { console.log('half'); console.error('in trouble'); process.exit(Number(words[0])) }
if (first === 'tty') console.log('terminal')
`

function deployed() {
  const sandbox = new FlySandbox()
  sandbox.givenDeployed()
  sandbox.givenProgram('/app/openclaw.mjs', cli)
  return sandbox
}

const ssh = (sandbox: FlySandbox) => sandbox.fly.calls.filter(({ path }) => path === 'ssh console').map(({ argv }) => argv.slice(0, -1))

describe.concurrent('npm run openclaw', () => {
  it('runs the words in the machine as the gateway\'s user and passes on exactly what they print', async ({ expect }) => {
    using sandbox = deployed()
    const { code, stdout, stderr } = await sandbox.run('openclaw.mjs', ['echo', '--help', 'a b', '$HOME', 'it\'s', '{"x":"y"}', ''])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '{"words":["--help","a b","$HOME","it\'s","{\\"x\\":\\"y\\"}",""],"input":""}\n' })
    expect(stderr).toMatch(/^\$ fly ssh console --app my-openclaw --user node --command .*node \/app\/openclaw\.mjs echo --help.*\n$/)
    expect(ssh(sandbox)).toEqual([['ssh', 'console', '--app', 'my-openclaw', '--machine', sandbox.machine.id, '--user', 'node', '--quiet', '--command']])
  })

  it('ends with the exit code of the command, and says nothing of its own about it', async ({ expect }) => {
    using sandbox = deployed()
    const { code, stdout, stderr } = await sandbox.run('openclaw.mjs', ['fail', '78'])
    expect({ code, stdout }).toEqual({ code: 78, stdout: 'half\n' })
    expect(stderr.split('\n').slice(1)).toEqual(['in trouble', ''])
  })

  it('has the environment of the app, and says what is wrong where the token is missing', async ({ expect }) => {
    using sandbox = deployed()
    expect(await sandbox.run('openclaw.mjs', ['token'])).toMatchObject({ code: 0, stdout: 'value of OPENCLAW_GATEWAY_TOKEN /data\n' })
    sandbox.atFly.secrets = []
    const { code, stderr } = await sandbox.run('openclaw.mjs', ['fail', '1'])
    expect(code).toBe(1)
    expect(stderr).toContain('had no OPENCLAW_GATEWAY_TOKEN')
    expect(stderr).toContain('npm run secrets -- --list')
  })

  it('takes flags as its own only before the first word', async ({ expect }) => {
    using sandbox = deployed()
    expect((await sandbox.run('openclaw.mjs', ['--help'])).stdout).toContain('npm run openclaw -- devices list')
    expect((await sandbox.run('openclaw.mjs', ['--dry-run', 'echo', '--dry-run', 'a b'])).stdout).toBe('$ fly ssh console --app my-openclaw --user node --command \'node /app/openclaw.mjs echo --dry-run \'\\\'\'a b\'\\\'\'\'\n')
    expect(sandbox.fly.calls).toEqual([])
    expect((await sandbox.run('openclaw.mjs', ['--', '--version'])).code).toBe(0)
  })

  it('shows its help and fails without a word to pass on', async ({ expect }) => {
    using sandbox = deployed()
    expect(await sandbox.run('openclaw.mjs')).toMatchObject({ code: 2, stderr: '' })
  })

  it('refuses a word with a line break before anything is run', async ({ expect }) => {
    using sandbox = deployed()
    const { code, stderr } = await sandbox.run('openclaw.mjs', ['echo', 'two\nlines'])
    expect(code).toBe(2)
    expect(stderr).toContain('has a line break in it')
    expect(sandbox.fly.calls).toEqual([])
  })

  it('becomes the gateway\'s user itself where Fly refuses that user', async ({ expect }) => {
    using sandbox = deployed()
    sandbox.fly.faults.push({ command: 'ssh console', times: 1, message: 'create ssh certificate: user node not allowed' })
    const program = join(sandbox.root, 'setpriv')
    writeFileSync(program, '#!/bin/sh\nwhile [ "$1" != env ]; do shift; done\nexec "$@"\n', { mode: 0o755 })
    sandbox.fly.files.programs.set('setpriv', program)
    expect(await sandbox.run('openclaw.mjs', ['echo'])).toMatchObject({ code: 0, stdout: '{"words":[],"input":""}\n' })
    const [, second] = sandbox.fly.calls.filter(({ path }) => path === 'ssh console')
    expect(second?.argv).toContain('root')
    expect(second?.argv.at(-1)).toMatch(/^setpriv --reuid=1000 --regid=1000 --init-groups env HOME=\/home\/node sh -c /)
  })

  it.for([
    ['stopped', 'Start it, then run this again: fly machine start 148e21ea7d9001 --app my-openclaw'],
    ['suspended', 'fly machine start'],
    ['starting', 'wait a minute'],
  ])('says how to go on where the machine is %s', async ([state, cure], { expect }) => {
    using sandbox = deployed()
    sandbox.machine.state = state!
    const { code, stderr } = await sandbox.run('openclaw.mjs', ['echo'])
    expect(code).toBe(1)
    expect(stderr).toContain('does not run')
    expect(stderr.replace(/start [0-9a-f]{14}/, 'start 148e21ea7d9001')).toContain(cure)
    expect(ssh(sandbox)).toEqual([])
  })

  it('does not guess between two machines, and takes the one it is told', async ({ expect }) => {
    using sandbox = deployed()
    const [first] = sandbox.atFly.machines
    sandbox.atFly.machines.push({ ...first!, id: '148e21ea7dffff' })
    const { code, stderr } = await sandbox.run('openclaw.mjs', ['echo'])
    expect(code).toBe(1)
    expect(stderr).toContain('more than one running machine')
    expect(ssh(sandbox)).toEqual([])
    expect((await sandbox.run('openclaw.mjs', ['--machine', first!.id, 'echo'])).code).toBe(0)
    expect((await sandbox.run('openclaw.mjs', ['--machine', 'nosuch', 'echo'])).stderr).toContain('has no machine of that id')
  })

  it('says so where nothing was deployed yet, where nobody is signed in, and where fly answers half', async ({ expect }) => {
    using sandbox = deployed()
    sandbox.fly.faults.push({ command: 'machine list', truncated: true, times: 1 })
    expect(await sandbox.run('openclaw.mjs', ['echo'])).toMatchObject({ code: 1, stderr: expect.stringContaining('not the expected JSON') as string })
    sandbox.atFly.machines = []
    expect(await sandbox.run('openclaw.mjs', ['echo'])).toMatchObject({ code: 1, stderr: expect.stringContaining('npm run deploy') as string })
    sandbox.fly.state.signedIn = false
    expect(await sandbox.run('openclaw.mjs', ['echo'])).toMatchObject({ code: 1, stderr: expect.stringContaining('fly auth login') as string })
  })

  it('waits no longer for fly than it is told', async ({ expect }) => {
    using sandbox = deployed()
    sandbox.fly.faults.push({ command: 'machine list', hangs: true })
    expect(await sandbox.run('openclaw.mjs', ['--time-limit', '0.3', 'echo'])).toMatchObject({ code: 1, stderr: expect.stringContaining('No answer within 0.3 s') as string })
  })

  it.for([
    { command: 'ssh console', truncated: true },
    { command: 'ssh console', stdout: 'openclaw-fly:begin token\nhalf an ans', message: 'ssh shell: wait: remote command exited without exit status or exit signal' },
  ])('does not take output that was cut off for success: %o', async (fault, { expect }) => {
    using sandbox = deployed()
    sandbox.fly.faults.push(fault)
    const { code, stdout, stderr } = await sandbox.run('openclaw.mjs', ['echo', 'x'.repeat(200)])
    expect(code).toBe(1)
    expect(stdout).not.toContain('openclaw-fly')
    expect(stderr).toContain('ended before the command did')
  })
})

describe.skipIf(!hasScript).concurrent('npm run openclaw at a terminal (needs script of util-linux)', () => {
  it('asks for a terminal in the machine, and ends with the exit code that fly only says', async ({ expect }) => {
    using sandbox = deployed()
    const { code, screen } = await converse(sandbox, 'openclaw.mjs', [], 'fail 9')
    expect(code).toBe(9)
    expect(screen).not.toContain('Error')
    expect(ssh(sandbox)[0]).toContain('--pty')
  })
})
