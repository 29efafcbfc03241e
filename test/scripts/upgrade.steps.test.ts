import { describe, it } from 'vitest'
import { converse, hasScript } from './converse.ts'
import { Upgradable } from './upgradable.ts'

describe.concurrent('npm run upgrade', () => {
  it('looks ahead, saves what is there twice, deploys, and proves that the new release runs', async ({ expect }) => {
    using sandbox = new Upgradable()
    const { code, stdout, stderr } = await sandbox.upgrade()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(sandbox.running).toBe('2026.9.6')
    expect(sandbox.changes).toEqual(['volumes snapshots create', 'deploy'])
    expect(sandbox.backups).toHaveLength(1)
    expect(sandbox.journals).toEqual([])
    expect(sandbox.validated).toBe(sandbox.liveFile('openclaw.json'))
    expect(stdout).toContain('\nOpenClaw 2026.9.5 → 2026.9.6 on my-openclaw\n2026.9.6 converts the data on the volume. 2026.9.5 cannot read it then')
    expect(stdout).toMatch(/\nOpenClaw 2026\.9\.6 runs\. Back to 2026\.9\.5: npm run rollback\n$/)
  })

  it('writes down what runs, and how what was before comes back', async ({ expect }) => {
    using sandbox = new Upgradable()
    await sandbox.upgrade()
    expect(sandbox.history).toEqual([{
      release: '2026.9.6', proved: true, volume: sandbox.oldVolume, schemaVersions: { state: 18, agent: 23 }, image: 'ghcr.io/openclaw/openclaw:2026.9.6',
      madeFrom: sandbox.machine.config.env.OPENCLAW_FLY_FINGERPRINT, time: expect.any(String) as string,
      before: { release: '2026.9.5', schemaVersions: { state: 17, agent: 21 }, snapshot: { id: sandbox.snapshots[0], time: expect.any(String) as string, days: 14 }, backup: `backups/${sandbox.backups[0]}` },
    }])
  })

  it('has the way back written down before the machine gets the new release', async ({ expect }) => {
    using sandbox = new Upgradable()
    let seen: unknown
    sandbox.fly.faults.push({ command: 'deploy', run: () => { seen = sandbox.history.at(-1) } })
    await sandbox.upgrade()
    expect(seen).toMatchObject({ release: '2026.9.6', proved: false, before: { release: '2026.9.5', snapshot: { id: sandbox.snapshots[0] } } })
  })

  it('changes nothing where the machine has the release already, and proves it anew', async ({ expect }) => {
    using sandbox = new Upgradable()
    await sandbox.upgrade()
    const [history, changes] = [sandbox.history, sandbox.changes]
    const { code, stdout } = await sandbox.upgrade()
    expect(code).toBe(0)
    expect(stdout).toContain('The machine has 2026.9.6 already.')
    expect([sandbox.history, sandbox.changes]).toEqual([history, changes])
  })

  it('shows with --dry-run what it would do, and changes nothing', async ({ expect }) => {
    using sandbox = new Upgradable()
    const { code, stdout } = await sandbox.run('upgrade.mjs', ['--dry-run'])
    expect(code).toBe(0)
    expect(stdout).toContain(`  $ fly volumes snapshots create ${sandbox.oldVolume} --app my-openclaw\n  $ npm run deploy\n`)
    expect(stdout).toMatch(/Nothing was changed: this was a dry run\.\n$/)
    expect([sandbox.changes, sandbox.history]).toEqual([[], []])
  })

  it('brings the folder to the release first with --to, by the newest create-openclaw-fly', async ({ expect }) => {
    using sandbox = new Upgradable()
    sandbox.bringFolderTo('2026.9.5')
    const { code, stdout } = await sandbox.upgrade('--to', '2026.9.6')
    expect({ code, release: sandbox.deployment.release, running: sandbox.running }).toEqual({ code: 0, release: '2026.9.6', running: '2026.9.6' })
    expect(stdout).toContain('$ npx --yes create-openclaw-fly@latest update --to 2026.9.6 --yes\n')
    expect(sandbox.changes).toEqual(['npx --yes create-openclaw-fly@latest update --to 2026.9.6 --yes', 'volumes snapshots create', 'deploy'])
  })

  it('deploys nothing where the folder could not be brought there without a conflict', async ({ expect }) => {
    using sandbox = new Upgradable()
    sandbox.bringFolderTo('2026.9.5')
    sandbox.generatorAnswers.set('update', { code: 3 })
    const { code, stderr } = await sandbox.upgrade('--to', '2026.9.6')
    expect(code).toBe(1)
    expect(stderr).toContain('This folder was not brought to 2026.9.6 (exit code 3), so nothing was deployed.')
    expect(sandbox.running).toBe('2026.9.5')
  })

  it('makes no file with --no-backup, and the snapshot all the same', async ({ expect }) => {
    using sandbox = new Upgradable()
    expect(await sandbox.upgrade('--no-backup')).toMatchObject({ code: 0 })
    expect([sandbox.backups, sandbox.history[0]!.before!.backup, sandbox.snapshots.length]).toEqual([[], undefined, 1])
  })

  it('tells what the new release\'s doctor and its channels complain of, without warnings', async ({ expect }) => {
    using sandbox = new Upgradable()
    sandbox.givenOpenClaw({
      lint: [{ severity: 'warning', message: 'bound to lan' }, { severity: 'error', message: 'session store is broken' }],
      channels: { telegram: [{ accountId: 'default', enabled: true, running: false, lastError: 'no token' }], slack: [{ enabled: false }] },
    })
    const { code, stderr } = await sandbox.upgrade()
    expect(code).toBe(0)
    expect(stderr.split('\n').filter((line) => line.startsWith('!'))).toEqual(['! session store is broken', '! telegram does not work: no token'])
  })

  it('says that nothing is lost by going back where both releases read the same data', async ({ expect }) => {
    using sandbox = new Upgradable({ from: '2026.9.5', to: '2026.9.6' })
    sandbox.write('scripts/deployment.json', JSON.stringify({ ...sandbox.deployment, schemaVersions: { state: 17, agent: 21 } }))
    expect((await sandbox.run('upgrade.mjs', ['--dry-run'])).stdout).toContain('Both read the same data, so npm run rollback keeps what happens after the upgrade.')
  })
})

describe.concurrent('npm run upgrade, when something speaks against it', () => {
  it('changes nothing, and names all of it at once', async ({ expect }) => {
    using sandbox = new Upgradable()
    sandbox.findings = [{ id: 'E05', severity: 'error', file: 'fly.private.toml', line: 12, what: 'the ports differ' }, { id: 'W01', severity: 'warning', file: 'fly.toml', line: 1, what: 'short' }]
    sandbox.faults = [{ path: 'multiAgent', message: 'is not a known key' }]
    const { code, stderr } = await sandbox.upgrade()
    expect(code).toBe(1)
    expect(stderr).toContain('✖ This folder has what would break the deployment:\n  E05 fly.private.toml:12  the ports differ\n  Why, and the cure: npx --yes create-openclaw-fly@1.2.3 check\n')
    expect(stderr).toContain('✖ OpenClaw 2026.9.6 will refuse the configuration in use, and the gateway then does not start:\n  multiAgent: is not a known key\n')
    expect([sandbox.changes, sandbox.history]).toEqual([[], []])
  })

  it('goes on with --without-check, and says what was not looked at', async ({ expect }) => {
    using sandbox = new Upgradable()
    sandbox.faults = [{ path: 'multiAgent', message: 'is not a known key' }]
    const { code, stderr } = await sandbox.upgrade('--without-check')
    expect([code, sandbox.running]).toEqual([0, '2026.9.6'])
    expect(stderr).toContain('! Not looked at: npx --yes create-openclaw-fly@1.2.3 check --json')
  })

  it.for<[string, object, string]>([
    ['the program is not to be had', { code: 1, stderr: 'npm error code E404\nnpm error 404 Not Found - GET https://registry.npmjs.org/create-openclaw-fly\n' }, 'npm error code E404'],
    ['it fails', { code: 1, stdout: JSON.stringify({ error: { code: 'bug', message: 'This is a bug in create-openclaw-fly' } }) }, 'This is a bug in create-openclaw-fly'],
    ['it prints something else', { stdout: 'hello' }, 'no answer'],
  ])('never takes it for passed when %s', async ([, answer, reason], { expect }) => {
    using sandbox = new Upgradable()
    sandbox.generatorAnswers.set('validate', answer)
    const { code, stderr } = await sandbox.upgrade()
    expect(code).toBe(2)
    expect(stderr).toContain(`! Whether the new release takes the configuration in use could not be looked at: ${reason}`)
    expect(stderr).toContain('To go on all the same: npm run upgrade -- --without-check')
    expect(sandbox.changes).toEqual([])
  })

  it.for<[string, (sandbox: Upgradable) => void, string]>([
    ['the folder has an older release', (sandbox) => sandbox.bringFolderTo('2026.9.2'), '✖ The machine runs OpenClaw 2026.9.5, and this folder has 2026.9.2, which is older.\n  Back to an older release, with data that it can read: npm run rollback\n'],
    ['there are two machines', ({ atFly, machine }) => { atFly.machines.push({ ...machine, id: 'second' }) }, '✖ The app my-openclaw has 2 machines, and a gateway has exactly one'],
    ['there is no machine', ({ atFly }) => { atFly.machines.pop() }, '✖ The app my-openclaw has no machine yet.\n  Nothing to upgrade: npm run deploy\n'],
    ['the machine is stopped', ({ machine }) => { machine.state = 'stopped' }, '✖ The machine of my-openclaw does not run'],
    ['nobody is signed in', ({ fly }) => { fly.state.signedIn = false }, '✖ You are not signed in to Fly.'],
    ['the app is of another account', ({ fly }) => { fly.state.apps.pop() }, '✖ Your Fly account has no app my-openclaw yet.'],
    ['the history is of a newer program', (sandbox) => sandbox.write('.openclaw-fly/history.json', '{"format":2}'), 'was written by a newer create-openclaw-fly (format 2)'],
    ['OpenClaw makes no backup', (sandbox) => sandbox.givenProgram('/app/openclaw.mjs', 'console.error("no space left on device"); process.exit(1)'), 'Nothing was deployed. The snapshot alone is a way back, too: npm run upgrade -- --no-backup'],
  ])('says what to do when %s, and deploys nothing', async ([, spoil, expected], { expect }) => {
    using sandbox = new Upgradable()
    spoil(sandbox)
    const { code, stderr } = await sandbox.upgrade()
    expect(code).toBe(1)
    expect(stderr).toContain(expected)
    expect(sandbox.changes).toEqual([])
  })

  it('does not begin where nobody can be asked', async ({ expect }) => {
    using sandbox = new Upgradable()
    expect(await sandbox.run('upgrade.mjs')).toMatchObject({ code: 2, stderr: expect.stringContaining('say so: --yes') as string })
    expect(sandbox.changes).toEqual([])
  })

  it('says why the new gateway is held, and both ways on', async ({ expect }) => {
    using sandbox = new Upgradable()
    sandbox.fly.state.checkStatus = 'critical'
    sandbox.atFly.logs.push('2026-10-01T00:00:00Z app[m1] fra [info][gateway] starting', 'app[m1] Gateway failed to start: Invalid config at /data/openclaw.json', 'app[m1] [boot] waiting: the gateway cannot start (exit code 78; why is above).')
    const { code, stderr } = await sandbox.upgrade()
    expect(code).toBe(1)
    expect(stderr).toContain('✖ OpenClaw 2026.9.6 is deployed, and its gateway cannot start: app[m1] Gateway failed to start: Invalid config at /data/openclaw.json\n')
    expect(stderr).toContain('npm run openclaw -- doctor --fix --non-interactive\n  Then go on: npm run upgrade\n  Or back to 2026.9.5: npm run rollback\n')
    expect(sandbox.history).toMatchObject([{ proved: false, before: { release: '2026.9.5' } }])
    expect((await sandbox.upgrade()).stderr).toContain('Or back to 2026.9.5: npm run rollback\n')
  })

  it('does not take an image of another release for the new one', async ({ expect }) => {
    using sandbox = new Upgradable()
    sandbox.write('fly.private.toml', sandbox.read('fly.private.toml').replace('openclaw:2026.9.6', 'openclaw:2026.9.4'))
    const { code, stderr } = await sandbox.upgrade()
    expect(code).toBe(1)
    expect(stderr).toContain('✖ The machine has OpenClaw 2026.9.4, not 2026.9.6, after the deploy.')
  })
})

describe.skipIf(!hasScript).concurrent('npm run upgrade at a terminal (needs script of util-linux)', () => {
  it.for<[string, number, string]>([['y\r', 0, '2026.9.6'], ['n\r', 130, '2026.9.5'], ['\x03', 130, '2026.9.5']])('after %j ends with %i', async ([answer, expected, running], { expect }) => {
    using sandbox = new Upgradable()
    const { code } = await converse(sandbox, 'upgrade.mjs', [['Do it? y/N', answer]])
    expect([code, sandbox.running]).toEqual([expected, running])
  })

  it('asks whether to go on where something could not be looked at', async ({ expect }) => {
    using sandbox = new Upgradable()
    sandbox.generatorAnswers.set('check', { code: 1, stderr: 'npm error code ENOTFOUND\n' })
    const { code, screen } = await converse(sandbox, 'upgrade.mjs', [['Go on without that look? y/N', 'y\r'], ['Do it? y/N', 'y\r']])
    expect(screen).toContain('What speaks against this folder could not be looked at: npm error code ENOTFOUND')
    expect([code, sandbox.running]).toEqual([0, '2026.9.6'])
  })
})

