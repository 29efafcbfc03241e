import { describe, it } from 'vitest'
import { gatewayToken } from '../../src/secret.ts'
import { importLikeFly } from './fly-import-model.ts'
import { anthropic, bothAtFly, ownToken, Sandbox } from './sandbox.ts'

describe.concurrent('npm run secrets, the gateway token', () => {
  it('is made of 32 random bytes when Fly has none, and never shown without a terminal', async ({ expect }) => {
    using sandbox = new Sandbox([gatewayToken])
    const { code, all } = await sandbox.run('secrets.mjs')
    const value = importLikeFly(sandbox.imported[0] ?? '').get('OPENCLAW_GATEWAY_TOKEN') ?? ''
    expect(code).toBe(0)
    expect(value).toMatch(/^[0-9a-f]{64}$/)
    expect(all).not.toContain(value)
    expect(all).toContain('fly ssh console -a my-openclaw -C "printenv OPENCLAW_GATEWAY_TOKEN"')
    expect(all).toContain('Fly never shows a secret again')
    expect(all).not.toContain('y/N')
  })

  it('is explained as what it is, and so is any other secret that is made: a key to keep, or one that nobody needs to see', async ({ expect }) => {
    const { keep: _, ...unseen } = gatewayToken
    using sandbox = new Sandbox([gatewayToken, { ...unseen, name: 'BUZZ_PRIVATE_KEY', keep: 'The bot is this key.' }, { ...unseen, name: 'ZALO_WEBHOOK_SECRET' }])
    const { stdout } = await sandbox.run('secrets.mjs')
    const [, gateway = '', buzz = '', zalo = ''] = stdout.split(/\n(?=[A-Z_]+ was made now)/)
    expect(gateway).toContain('OPENCLAW_GATEWAY_TOKEN was made now, and Fly never shows a secret again.\nYou need it to log in to the Control UI')
    expect(buzz).toMatch(/^BUZZ_PRIVATE_KEY was made now, and Fly never shows a secret again.\nThe bot is this key.\n/)
    expect(buzz).not.toContain('Control UI')
    expect(zalo).toBe('ZALO_WEBHOOK_SECRET was made now. The gateway alone uses it; you need not keep it.\n')
  })

  it('is another one for each deployment', async ({ expect }) => {
    using first = new Sandbox([gatewayToken])
    using second = new Sandbox([gatewayToken])
    await Promise.all([first.run('secrets.mjs'), second.run('secrets.mjs')])
    expect(first.imported).not.toEqual(second.imported)
  })

  it('is kept when Fly has one', async ({ expect }) => {
    using sandbox = new Sandbox([gatewayToken], bothAtFly)
    const { stdout } = await sandbox.run('secrets.mjs')
    expect(stdout).toContain('OPENCLAW_GATEWAY_TOKEN  kept as it is at Fly')
    expect(sandbox.imported).toEqual([])
  })

  it('is made anew with --rotate, though the old one still lies in .env, and the person hears of it', async ({ expect }) => {
    using sandbox = new Sandbox([gatewayToken, anthropic], bothAtFly)
    sandbox.writeEnv(`OPENCLAW_GATEWAY_TOKEN=${ownToken}\n`)
    const { stderr } = await sandbox.run('secrets.mjs', ['--rotate', 'OPENCLAW_GATEWAY_TOKEN'])
    expect(sandbox.imported[0]).toMatch(/^OPENCLAW_GATEWAY_TOKEN="[0-9a-f]{64}"\n$/)
    expect(stderr).toBe('! OPENCLAW_GATEWAY_TOKEN still set in .env: change it there too, or the next run sends that value again.\n')
  })

  it('may be the person\'s own, but not one that could be guessed', async ({ expect }) => {
    const { pattern: _, ...anyToken } = gatewayToken
    using sandbox = new Sandbox([anyToken])
    const result = await sandbox.run('secrets.mjs', [], { OPENCLAW_GATEWAY_TOKEN: 'hunter2-hunter2' })
    expect(result.code).toBe(2)
    expect(result.stderr).toContain('OPENCLAW_GATEWAY_TOKEN is shorter than 32 characters, so it could be guessed. Leave it out, and one is made for you.')
    expect(result.all).not.toContain('hunter2')
  })
})
