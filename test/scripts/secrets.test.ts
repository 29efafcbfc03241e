import { execFileSync } from 'node:child_process'
import { describe, it } from 'vitest'
import { gatewayToken } from '../../src/secret.ts'
import { importLikeFly } from './fly-import-model.ts'
import { anthropic, bothAtFly, goodKey, key, ownToken, Sandbox, slackUser } from './sandbox.ts'

const listCall = ['secrets', 'list', '--app', 'my-openclaw', '--json']
const importCall = ['secrets', 'import', '--stage', '--app', 'my-openclaw']
const pem = '-----BEGIN PRIVATE KEY-----\nMIIEvQ+/=\nabc==\n-----END PRIVATE KEY-----'

describe.concurrent('npm run secrets, sending', () => {
  it('sends all secrets in one call, on stdin, and no value in any argv', async ({ expect }) => {
    using sandbox = new Sandbox()
    const result = await sandbox.run('secrets.mjs', [], { ANTHROPIC_API_KEY: goodKey, OPENCLAW_GATEWAY_TOKEN: ownToken })
    expect(result.stderr).toBe('')
    expect(sandbox.argvs).toEqual([listCall, importCall])
    expect(sandbox.imported).toEqual([`OPENCLAW_GATEWAY_TOKEN="${ownToken}"\nANTHROPIC_API_KEY="${goodKey}"\n`])
    expect(result.stdout).toBe(`Secrets of the Fly app my-openclaw
  OPENCLAW_GATEWAY_TOKEN  from the environment
  ANTHROPIC_API_KEY       from the environment

$ fly secrets import --stage --app my-openclaw
Staged at Fly: OPENCLAW_GATEWAY_TOKEN, ANTHROPIC_API_KEY
They reach the gateway with the next deploy: npm run deploy
If the gateway already runs, this is enough: fly secrets deploy --app my-openclaw
`)
    expect(result.code).toBe(0)
  })

  it('runs fly in the deployment folder and hides the secrets of its own environment from it', async ({ expect }) => {
    using sandbox = new Sandbox()
    await sandbox.run('secrets.mjs', [], { ANTHROPIC_API_KEY: goodKey })
    expect(sandbox.calls.map(({ cwd }) => cwd)).toEqual([sandbox.folder, sandbox.folder])
    expect(JSON.stringify(sandbox.calls.map(({ env }) => env))).not.toContain(goodKey)
    expect(sandbox.calls[0]?.env.FLY_NO_UPDATE_CHECK).toBe('1')
  })

  it('uses flyctl where only that is on PATH, and names it in what it says', async ({ expect }) => {
    using sandbox = new Sandbox()
    sandbox.addProgram('flyctl')
    sandbox.removeProgram('fly')
    const { stdout } = await sandbox.run('secrets.mjs', [], { ANTHROPIC_API_KEY: goodKey, OPENCLAW_GATEWAY_TOKEN: ownToken })
    expect(sandbox.calls.map(({ program }) => program)).toEqual(['flyctl', 'flyctl'])
    expect(stdout).toContain('$ flyctl secrets import --stage --app my-openclaw\n')
  })

  it('prefers the environment to .env', async ({ expect }) => {
    using sandbox = new Sandbox([anthropic])
    sandbox.writeEnv('ANTHROPIC_API_KEY=sk-ant-from-the-file-0123456789\n')
    await sandbox.run('secrets.mjs', [], { ANTHROPIC_API_KEY: goodKey })
    expect(sandbox.imported).toEqual([`ANTHROPIC_API_KEY="${goodKey}"\n`])
  })

  it('takes an empty variable, as in a copied .env.example, for one that is not given', async ({ expect }) => {
    using sandbox = new Sandbox([anthropic])
    sandbox.writeEnv(`ANTHROPIC_API_KEY=${goodKey}\n`)
    await sandbox.run('secrets.mjs', [], { ANTHROPIC_API_KEY: '' })
    expect(sandbox.imported).toEqual([`ANTHROPIC_API_KEY="${goodKey}"\n`])
  })

  it('brings a private key of several lines whole to Fly', async ({ expect }) => {
    using sandbox = new Sandbox([key])
    sandbox.writeEnv(`GITHUB_APP_KEY="${pem}\n"\r\n`)
    await sandbox.run('secrets.mjs')
    expect(importLikeFly(sandbox.imported[0] ?? '').get('GITHUB_APP_KEY')).toBe(pem)
  })

  it('touches only the names given with --only', async ({ expect }) => {
    using sandbox = new Sandbox([gatewayToken, anthropic, slackUser])
    await sandbox.run('secrets.mjs', ['--only', 'ANTHROPIC_API_KEY', '--only=SLACK_USER_TOKEN'], { ANTHROPIC_API_KEY: goodKey })
    expect(sandbox.imported).toEqual([`ANTHROPIC_API_KEY="${goodKey}"\n`])
  })

  it('sends nothing and ends well when all is set at Fly and nothing is given', async ({ expect }) => {
    using sandbox = new Sandbox([gatewayToken, anthropic, slackUser], bothAtFly)
    const result = await sandbox.run('secrets.mjs')
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(result.stdout).toMatch(/Nothing to send\.\n$/)
    expect(sandbox.argvs).toEqual([listCall])
  })

  it('takes null, which fly may print for no secrets at all, as none', async ({ expect }) => {
    using sandbox = new Sandbox([gatewayToken], { 'secrets list': { stdout: 'null\n' } })
    expect(await sandbox.run('secrets.mjs')).toMatchObject({ code: 0 })
  })
})

describe.concurrent('npm run secrets, refusing', () => {
  it('lists everything that is missing or malformed at once, sends nothing and exits with 2', async ({ expect }) => {
    using sandbox = new Sandbox([gatewayToken, anthropic, key, { ...slackUser, optional: false }])
    sandbox.writeEnv('SLACK_USER_TOKEN=" xoxp-secret-value"\n')
    const result = await sandbox.run('secrets.mjs')
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expect(result.stderr).toBe(`✖ Nothing was sent, because of:
  ANTHROPIC_API_KEY is missing. Where to get it: https://console.anthropic.com/settings/keys
  GITHUB_APP_KEY is missing. Where to get it: https://github.com/settings/apps
  .env: SLACK_USER_TOKEN has white space at its start or end. Where to get it: https://api.slack.com/apps
  Set them in the environment, or in .env (then: chmod 600 .env), or run this in a terminal to be asked for them.
`)
    expect(sandbox.imported).toEqual([])
  })

  it('needs the new value of a rotated secret from somewhere', async ({ expect }) => {
    using sandbox = new Sandbox([anthropic], bothAtFly)
    expect(await sandbox.run('secrets.mjs', ['--rotate', 'ANTHROPIC_API_KEY'])).toMatchObject({ code: 2 })
    expect(await sandbox.run('secrets.mjs', ['--rotate', 'ANTHROPIC_API_KEY'], { ANTHROPIC_API_KEY: goodKey })).toMatchObject({ code: 0 })
    expect(sandbox.imported).toEqual([`ANTHROPIC_API_KEY="${goodKey}"\n`])
  })

  it('refuses a value that fly would damage, before anything is sent', async ({ expect }) => {
    using sandbox = new Sandbox([{ ...key, name: 'NOTE' }])
    const result = await sandbox.run('secrets.mjs', [], { NOTE: 'say "hi #1\nbye' })
    expect(result.code).toBe(2)
    expect(result.stderr).toContain('NOTE cannot be sent through fly: its first line has a # after a "')
    expect(sandbox.argvs).toEqual([listCall])
  })

  it('refuses a .env that other users can read, and gives the chmod command', async ({ expect }) => {
    using sandbox = new Sandbox()
    sandbox.writeEnv(`ANTHROPIC_API_KEY=${goodKey}\n`, 0o640)
    const result = await sandbox.run('secrets.mjs')
    expect(result).toMatchObject({ code: 1, stdout: '' })
    expect(result.stderr).toBe('✖ .env can be read by other users of this computer.\n  Keep it to yourself, then run this again: chmod 600 .env\n')
    expect(sandbox.calls).toEqual([])
  })

  it('warns of a .env that git tracks', async ({ expect }) => {
    using sandbox = new Sandbox([anthropic])
    sandbox.writeEnv(`ANTHROPIC_API_KEY=${goodKey}\n`)
    execFileSync('git', ['init', '-q'], { cwd: sandbox.folder })
    execFileSync('git', ['add', '-f', '.env'], { cwd: sandbox.folder })
    const { code, stderr } = await sandbox.run('secrets.mjs', [], sandbox.withGit())
    expect(stderr).toContain('git rm --cached .env')
    expect(code).toBe(0)
  })

  it('refuses a wrong flag with the one that was meant', async ({ expect }) => {
    using sandbox = new Sandbox()
    expect(await sandbox.run('secrets.mjs', ['--dryrun'])).toMatchObject({ code: 2, stderr: '✖ There is no flag --dryrun.\n  Did you mean --dry-run?\n' })
  })

  it('refuses a wrong name with the one that was meant', async ({ expect }) => {
    using sandbox = new Sandbox()
    expect(await sandbox.run('secrets.mjs', ['--only', 'ANTHROPIC_KEY'])).toMatchObject({
      code: 2, stderr: '✖ --only: this deployment has no secret of that name.\n  Did you mean ANTHROPIC_API_KEY?\n',
    })
  })

  it.for<[string, string[]]>([
    ['a word', [goodKey]],
    ['a name with a value', ['--only', `ANTHROPIC_API_KEY=${goodKey}`]],
    ['a flag with a value', [`--ANTHROPIC_API_KEY=${goodKey}`]],
    ['a flag of its own', [`--${goodKey}`]],
    ['a time limit', ['--time-limit', goodKey]],
  ])('does not repeat a secret that was pasted as %s', async ([, args], { expect }) => {
    using sandbox = new Sandbox()
    const { code, all } = await sandbox.run('secrets.mjs', args)
    expect(code).toBe(2)
    expect(all).not.toContain('AbCdEfGh')
  })
})

describe.concurrent('npm run secrets, looking', () => {
  it('shows with --list where each secret is set, never a value', async ({ expect }) => {
    using sandbox = new Sandbox([gatewayToken, anthropic, slackUser, key], bothAtFly)
    sandbox.writeEnv(`ANTHROPIC_API_KEY=${goodKey}\n`)
    const result = await sandbox.run('secrets.mjs', ['--list'], { ANTHROPIC_API_KEY: goodKey })
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(result.stdout).toBe(`NAME                    AT FLY                   HERE                   WHAT IT IS
OPENCLAW_GATEWAY_TOKEN  set                      -                      Gateway token
ANTHROPIC_API_KEY       set, waits for a deploy  the environment, .env  Anthropic API key
SLACK_USER_TOKEN        not set (optional)       -                      Slack user token
GITHUB_APP_KEY          NOT SET                  -                      Key of the GitHub app
`)
    expect(sandbox.argvs).toEqual([listCall])
  })

  it('shows with --dry-run the command and the names, and sends nothing', async ({ expect }) => {
    using sandbox = new Sandbox()
    const { code, stdout } = await sandbox.run('secrets.mjs', ['--dry-run'], { ANTHROPIC_API_KEY: goodKey })
    expect(code).toBe(0)
    expect(stdout).toBe(`Secrets of the Fly app my-openclaw
  OPENCLAW_GATEWAY_TOKEN  made now, from 32 random bytes
  ANTHROPIC_API_KEY       from the environment
$ fly secrets import --stage --app my-openclaw
  on its standard input: OPENCLAW_GATEWAY_TOKEN, ANTHROPIC_API_KEY
Dry run: nothing was sent.
`)
    expect(sandbox.argvs).toEqual([listCall])
  })

  it('can do a dry run before fly is installed', async ({ expect }) => {
    using sandbox = new Sandbox()
    sandbox.removeProgram('fly')
    const result = await sandbox.run('secrets.mjs', ['--dry-run'], { ANTHROPIC_API_KEY: goodKey })
    expect(result.code).toBe(0)
    expect(result.stderr).toMatch(/^! Fly could not be asked, .*not on your PATH\.\n$/)
  })

  it.for(['--help', '-h'])('explains itself with %s, even in a broken deployment', async (flag, { expect }) => {
    using sandbox = new Sandbox()
    sandbox.writeDeployment('')
    const result = await sandbox.run('secrets.mjs', [flag])
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(result.stdout).toContain('--rotate NAME')
  })
})
