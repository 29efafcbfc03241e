import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { Sandbox } from './sandbox.ts'

const sourceDeploy = ['deploy', 'openclaw', '--config', '../fly.toml', '--app', 'my-openclaw']
const clone = ['--yes', 'create-openclaw-fly', 'clone']

function deployable(overrides: object = {}, fly: object = {}) {
  const sandbox = new Sandbox([], { deploy: fly }, overrides)
  mkdirSync(join(sandbox.folder, 'openclaw'))
  writeFileSync(join(sandbox.folder, 'openclaw', 'Dockerfile'), '')
  return sandbox
}

describe.concurrent('npm run deploy', () => {
  it('builds the clone with the config seen from inside it, and says how to open the gateway', async ({ expect }) => {
    using sandbox = deployable()
    const { code, stdout } = await sandbox.run('deploy.mjs')
    expect(code).toBe(0)
    expect(sandbox.calls).toMatchObject([{ program: 'fly', argv: sourceDeploy, cwd: sandbox.folder }])
    expect(stdout).toBe('$ fly deploy openclaw --config ../fly.toml --app my-openclaw\n\nDeployed. Open the Control UI: fly apps open --app my-openclaw\n')
  })

  it('deploys an image without a clone', async ({ expect }) => {
    using sandbox = new Sandbox([], {}, { build: 'image', config: 'fly.private.toml', access: 'private' })
    const { stdout } = await sandbox.run('deploy.mjs')
    expect(sandbox.argvs).toEqual([['deploy', '--config', 'fly.private.toml', '--app', 'my-openclaw']])
    expect(stdout).toContain('fly proxy 3000:3000 --app my-openclaw   then http://localhost:3000')
  })

  it('clones OpenClaw first where it is missing', async ({ expect }) => {
    using sandbox = new Sandbox([])
    sandbox.addProgram('npx', { '--yes create-openclaw-fly': { creates: join(sandbox.folder, 'openclaw', 'Dockerfile') } })
    const { code } = await sandbox.run('deploy.mjs')
    expect(sandbox.calls).toMatchObject([{ program: 'npx', argv: clone, cwd: sandbox.folder }, { program: 'fly', argv: sourceDeploy }])
    expect(code).toBe(0)
  })

  it.for([{ code: 3 }, { code: 0 }])('stops when cloning ends with %o and no Dockerfile is there', async (answer, { expect }) => {
    using sandbox = new Sandbox([])
    sandbox.addProgram('npx', { '--yes create-openclaw-fly': answer })
    const { code, stderr } = await sandbox.run('deploy.mjs')
    expect(code).toBe(1)
    expect(stderr).toContain('so nothing was deployed')
    expect(sandbox.argvs).toEqual([clone])
  })

  it('passes on the exit code of fly and claims no success', async ({ expect }) => {
    using sandbox = deployable({}, { code: 7 })
    const { code, stdout } = await sandbox.run('deploy.mjs')
    expect(code).toBe(7)
    expect(stdout).not.toContain('Deployed')
  })

  it('shows with --dry-run the commands and runs none', async ({ expect }) => {
    using sandbox = new Sandbox([])
    const { code, stdout } = await sandbox.run('deploy.mjs', ['--dry-run'])
    expect(code).toBe(0)
    expect(stdout).toBe('$ npx --yes create-openclaw-fly clone\n$ fly deploy openclaw --config ../fly.toml --app my-openclaw\n')
    expect(sandbox.calls).toEqual([])
  })

  it('explains itself with --help', async ({ expect }) => {
    using sandbox = new Sandbox([])
    expect(await sandbox.run('deploy.mjs', ['--help'])).toMatchObject({ code: 0, stderr: '' })
  })
})
