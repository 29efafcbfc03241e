import { describe, it } from 'vitest'
import { Upgradable } from './upgradable.ts'

describe.concurrent('npm run deploy, with another release than the machine\'s', () => {
  const deploy = (sandbox: Upgradable, ...args: string[]) => sandbox.run('deploy.mjs', ['--time-limit', '20', ...args])

  it('is refused where the data would be converted and nothing leads back', async ({ expect }) => {
    using sandbox = new Upgradable()
    const { code, stderr } = await deploy(sandbox)
    expect(code).toBe(1)
    expect(stderr).toBe('✖ OpenClaw 2026.9.6 converts the data of 2026.9.5, which then cannot read it any more, and there is no snapshot from before.\n  A snapshot, and then the deploy: npm run upgrade\n')
    expect([sandbox.running, sandbox.history]).toEqual(['2026.9.5', []])
  })

  it('is refused where it is older', async ({ expect }) => {
    using sandbox = new Upgradable()
    sandbox.bringFolderTo('2026.9.2')
    expect(await deploy(sandbox)).toMatchObject({ code: 1, stderr: expect.stringContaining('npm run rollback') as string })
  })

  it('is done with --any-release, and after an upgrade that took the snapshot', async ({ expect }) => {
    using sandbox = new Upgradable()
    expect(await deploy(sandbox, '--any-release')).toMatchObject({ code: 0 })
    using other = new Upgradable()
    other.fly.faults.push({ command: 'deploy', times: 1, message: 'no' })
    await other.upgrade()
    expect(await deploy(other)).toMatchObject({ code: 0 })
    expect(other.history).toMatchObject([{ proved: true, before: { release: '2026.9.5' } }])
  })

  it('is done where the newer one reads the same data', async ({ expect }) => {
    using sandbox = new Upgradable({ from: '2026.9.1', to: '2026.9.6' })
    sandbox.bringFolderTo('2026.9.2')
    expect(await deploy(sandbox)).toMatchObject({ code: 0 })
    expect(sandbox.running).toBe('2026.9.2')
  })

  it('goes by the history where the machine cannot be asked', async ({ expect }) => {
    using sandbox = new Upgradable()
    sandbox.write('.openclaw-fly/history.json', JSON.stringify({ format: 1, entries: [{ release: '2026.9.5', time: '2026-10-01T00:00:00Z', proved: true, schemaVersions: { state: 17, agent: 21 } }] }))
    sandbox.fly.faults.push({ command: 'ssh console', message: 'no tunnel' })
    expect(await deploy(sandbox)).toMatchObject({ code: 1, stderr: expect.stringContaining('npm run upgrade') as string })
  })
})
