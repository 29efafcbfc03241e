import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { anthropic, collect, goodKey, key, ownToken, Sandbox } from './sandbox.ts'

const listCall = ['secrets', 'list', '--app', 'my-openclaw', '--json']
const pem = '-----BEGIN PRIVATE KEY-----\nMIIEvQ+/=\nabc==\n-----END PRIVATE KEY-----'

describe.concurrent('npm run secrets, when fly is in trouble', () => {
  const given = { ANTHROPIC_API_KEY: goodKey, OPENCLAW_GATEWAY_TOKEN: ownToken }

  it('says how to install fly when it is not on PATH', async ({ expect }) => {
    using sandbox = new Sandbox()
    sandbox.removeProgram('fly')
    const { code, stderr } = await sandbox.run('secrets.mjs', [], given)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^✖ fly, .* is not on your PATH\.\n {2}Install it: https:\/\/fly\.io\/docs\/flyctl\/install\//)
  })

  it.for<[string, string, RegExp]>([
    ['signing in', 'Error: no access token available. Please login with \'flyctl auth login\'\n', /not signed in to Fly\.\n {2}Sign in, then run this again: fly auth login\n$/],
    ['creating the app', 'Error: Could not find App "my-openclaw"\n', /no app my-openclaw\.\n {2}Create it, then run this again: fly apps create my-openclaw --org personal\n/],
    ['what fly said', 'Error: the moon is full\n', /failed with exit code 1: fly secrets list --app my-openclaw --json\n {2}fly said:\n {4}Error: the moon is full\n$/],
  ])('leads to %s', async ([, stderr, expected], { expect }) => {
    using sandbox = new Sandbox(undefined, { 'secrets list': { stderr, code: 1 } }, { org: 'personal' })
    const result = await sandbox.run('secrets.mjs', [], given)
    expect(result.stderr).toMatch(expected)
    expect(result.code).toBe(1)
    expect(sandbox.argvs).toEqual([listCall])
  })

  it('stops a fly that does not answer within the time limit', async ({ expect }) => {
    using sandbox = new Sandbox(undefined, { 'secrets list': { hangs: true } })
    const { code, stderr } = await sandbox.run('secrets.mjs', ['--time-limit', '1'], given)
    expect(code).toBe(1)
    expect(stderr).toContain('No answer within 1 s, so it was stopped: fly secrets list --app my-openclaw --json')
  })

  it('says so when fly is there but cannot be started', async ({ expect }) => {
    using sandbox = new Sandbox()
    writeFileSync(join(sandbox.bin, 'fly'), '#!/nowhere/interpreter\n', { mode: 0o755 })
    const { code, stderr } = await sandbox.run('secrets.mjs', [], given)
    expect(code).toBe(1)
    expect(stderr).toBe(`✖ fly is there but cannot be started (ENOENT): ${join(sandbox.bin, 'fly')}\n  Install fly anew, then run this again.\n`)
  })

  it('leaves it open whether an import that was stopped has taken effect', async ({ expect }) => {
    using sandbox = new Sandbox(undefined, { 'secrets import': { hangs: true } })
    const { code, stderr } = await sandbox.run('secrets.mjs', ['--time-limit', '1.5'], given)
    expect(code).toBe(1)
    expect(stderr).toContain('so it was stopped: fly secrets import --stage --app my-openclaw\n  See what has arrived at Fly: npm run secrets -- --list\n')
  })

  it('does not wait for a helper that fly leaves behind with its output open', async ({ expect }) => {
    using sandbox = new Sandbox(undefined, { 'secrets import': { leavesHelper: true } })
    const { code } = await sandbox.run('secrets.mjs', ['--time-limit', '3'], given)
    expect(code).toBe(0)
  })

  it.for(['{"broken', '{"name":"A"}', '[{"Name":"A"}]', ''])('says so when fly prints %j instead of a list', async (stdout, { expect }) => {
    using sandbox = new Sandbox(undefined, { 'secrets list': { stdout } })
    const result = await sandbox.run('secrets.mjs', [], given)
    expect(result.code).toBe(1)
    expect(result.stderr).toContain('fly answered with something that is not the expected JSON')
    expect(result.stderr).toContain('fly version upgrade')
  })

  it('blots out every value, whole or line by line, in what fly says about a failed import', async ({ expect }) => {
    using sandbox = new Sandbox([anthropic, key], { 'secrets import': { stdout: '{stdin}', stderr: 'Error: bad input:\n{stdin}and MIIEvQ+/= again\n', code: 1 } })
    const { code, stderr, all } = await sandbox.run('secrets.mjs', [], { ANTHROPIC_API_KEY: goodKey, GITHUB_APP_KEY: pem })
    expect(code).toBe(1)
    expect(stderr).toContain('bad input:\n    ANTHROPIC_API_KEY="[secret]"\n    GITHUB_APP_KEY="""[secret]"""\n    and [secret] again')
    for (const part of [goodKey, 'MIIEvQ', 'abc==']) expect(all).not.toContain(part)
  })

  it('says what is uncertain when it is interrupted during the import', async ({ expect }) => {
    using sandbox = new Sandbox(undefined, { 'secrets import': { hangs: true } })
    const child = sandbox.start('secrets.mjs', [], given)
    const ended = collect(child)
    while (sandbox.imported.length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    child.kill('SIGINT')
    const { code, stderr } = await ended
    expect(code).toBe(130)
    expect(stderr).toBe('✖ Interrupted during: fly secrets import --stage --app my-openclaw\n  See what has arrived at Fly: npm run secrets -- --list\n')
  })
})

describe.concurrent('scripts/deployment.json', () => {
  const good = { generator: '1.2.3', app: 'a', region: 'iad', release: '1', access: 'public', config: 'fly.toml', build: 'source', secrets: [anthropic] }

  it.for<[string, string, string]>([
    ['is not JSON', '{', 'is not valid JSON'],
    ['holds no object', '[]', 'does not hold an object'],
    ['lacks a key', JSON.stringify({ ...good, app: undefined }), 'app: missing'],
    ['has an app that could pass for a flag', JSON.stringify({ ...good, app: '--debug' }), 'app: not a value it can have'],
    ['has a generator that npx would take for something else', JSON.stringify({ ...good, generator: 'latest --package evil' }), 'generator: not a value it can have'],
    ['has a broken pattern', JSON.stringify({ ...good, secrets: [{ ...anthropic, pattern: '(' }] }), 'secrets[0].pattern: not a value it can have'],
    ['has a secret without a name', JSON.stringify({ ...good, secrets: [{}, null] }), 'secrets[0].name: missing'],
    ['names a secret twice', JSON.stringify({ ...good, secrets: [anthropic, anthropic] }), 'secrets: ANTHROPIC_API_KEY is there twice'],
  ])('that %s is refused with the place and the cure', async ([, text, problem], { expect }) => {
    using sandbox = new Sandbox()
    sandbox.writeDeployment(text)
    const { code, stderr } = await sandbox.run('secrets.mjs')
    expect(code).toBe(1)
    expect(stderr).toContain(problem)
    expect(stderr).toContain('--answers openclaw-fly.toml')
    expect(stderr).not.toContain(' at ')
  })
})
