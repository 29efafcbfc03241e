import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { FlySandbox } from './fly-double/fly-sandbox.ts'
import { openclawBackup } from './openclaw-backup.ts'

function deployed(): FlySandbox {
  const sandbox = new FlySandbox()
  sandbox.givenDeployed()
  sandbox.givenProgram('/app/openclaw.mjs', openclawBackup)
  return sandbox
}

const backups = (sandbox: FlySandbox) => (existsSync(join(sandbox.folder, 'backups')) ? readdirSync(join(sandbox.folder, 'backups')).filter((name) => name !== '.gitignore') : [])
const inTmp = (sandbox: FlySandbox) => readdirSync(join(sandbox.fly.files.machineFolder(sandbox.machine), 'tmp'))
const theBackup = (sandbox: FlySandbox) => join(sandbox.folder, 'backups', backups(sandbox)[0]!)

describe.concurrent('npm run backup', () => {
  it('fetches the verified backup that OpenClaw makes, and has a snapshot taken', async ({ expect }) => {
    using sandbox = deployed()
    const { code, stdout, stderr } = await sandbox.run('backup.mjs')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const { files } = JSON.parse(readFileSync(theBackup(sandbox), 'utf8')) as { files: Record<string, string> }
    expect(Buffer.from(files['openclaw.json']!, 'base64').toString()).toBe(sandbox.liveFile('openclaw.json'))
    expect([...sandbox.atFly.snapshots.values()].flat()).toHaveLength(1)
    expect(stdout).toMatch(/^\$ fly ssh console --app my-openclaw --user node --command 'node \/app\/openclaw\.mjs backup create --output \/tmp\/openclaw-fly-backup-[\da-f]+\/backup\.tar\.gz --verify --json'$/m)
    expect(stdout).toMatch(/^Saved backups\/my-openclaw-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.tar\.gz: \d+ bytes, as the machine made it \(sha256 [\da-f]{64}\)\.$/m)
    expect(stdout).toMatch(/^Snapshot vs_[\da-f]+ is there; Fly keeps it 14 days\.$/m)
    expect(stdout).toContain('It holds credentials')
    expect(stdout).toContain('Not in it: the secrets at Fly')
  })

  it.skipIf(process.platform === 'win32')('lets nobody else read the file and keeps it out of git', async ({ expect }) => {
    using sandbox = deployed()
    await sandbox.run('backup.mjs')
    const folder = join(sandbox.folder, 'backups')
    expect([statSync(folder).mode & 0o777, statSync(theBackup(sandbox)).mode & 0o777]).toEqual([0o700, 0o600])
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('*\n')
    expect(sandbox.read('.gitignore')).toMatch(/^\/backups\/$/m)
  })

  it('leaves nothing of it in the machine', async ({ expect }) => {
    using sandbox = deployed()
    await sandbox.run('backup.mjs', ['--no-snapshot'])
    expect(inTmp(sandbox)).toEqual([])
  })

  it('says which files vanished while they were read', async ({ expect }) => {
    using sandbox = deployed()
    writeFileSync(sandbox.livePath('vanishes'), '')
    const { stderr } = await sandbox.run('backup.mjs', ['--no-snapshot'])
    expect(stderr).toBe('These vanished while OpenClaw read them, so they are not in it: /data/gone\n')
  })

  it.for([
    ['--no-snapshot', ['machine list', 'ssh console', 'ssh sftp get', 'ssh console']],
    ['--no-download', ['machine list', 'volumes list', 'volumes snapshots list', 'volumes snapshots create', 'volumes snapshots list']],
  ] as const)('does half of it with %s', async ([flag, paths], { expect }) => {
    using sandbox = deployed()
    expect(await sandbox.run('backup.mjs', [flag])).toMatchObject({ code: 0 })
    expect(sandbox.paths).toEqual(paths)
  })

  it('shows with --dry-run what it would do, and does nothing', async ({ expect }) => {
    using sandbox = deployed()
    const { code, stdout } = await sandbox.run('backup.mjs', ['--dry-run'])
    expect(code).toBe(0)
    expect(stdout.trim().split('\n').map((line) => line.slice(0, 20))).toEqual(['$ fly ssh console --', '$ fly ssh sftp get /', '$ fly volumes snapsh'])
    expect([sandbox.paths, backups(sandbox)]).toEqual([[], []])
  })

  it('lists with --list what there is, here and at Fly', async ({ expect }) => {
    using sandbox = deployed()
    mkdirSync(join(sandbox.folder, 'backups'))
    writeFileSync(join(sandbox.folder, 'backups', 'mine.tar.gz'), '12345')
    const [volume] = sandbox.atFly.volumes
    sandbox.atFly.snapshots.set(volume!.id, ['', 'vs_1'].map((id) => ({ id, size: 1, volume_size: 1, digest: '', created_at: '2026-10-01T00:00:00Z', status: id ? 'created' : 'waiting', retention_days: 14 })))
    const { stdout } = await sandbox.run('backup.mjs', ['--list'])
    expect(stdout).toBe(`Backups in backups/
  mine.tar.gz  5 bytes

Snapshots of the volume ${volume!.id}
  (not begun)             2026-10-01T00:00Z  waiting, kept 14 days
  vs_1                    2026-10-01T00:00Z  created, kept 14 days
`)
  })

  it('says how to make the first one where there is none', async ({ expect }) => {
    using sandbox = deployed()
    expect((await sandbox.run('backup.mjs', ['--list'])).stdout).toMatch(/^Backups in backups\/\n {2}none yet: npm run backup\n\nSnapshots of the volume vol_\w+\n {2}none yet\n$/)
  })
})

describe.concurrent('npm run backup, when something fails', () => {
  it('throws away what did not arrive whole', async ({ expect }) => {
    using sandbox = deployed()
    sandbox.fly.faults.push({ command: 'ssh sftp get', run: () => {
      const [folder] = inTmp(sandbox)
      writeFileSync(join(sandbox.fly.files.machineFolder(sandbox.machine), 'tmp', folder!, 'backup.tar.gz'), 'shorter')
    } })
    const { code, stderr } = await sandbox.run('backup.mjs', ['--no-snapshot'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^✖ The backup did not arrive as it left the machine \(7 of \d+ bytes\), so it was thrown away\./)
    expect([backups(sandbox), inTmp(sandbox)]).toEqual([[], []])
  })

  it.for(['ssh sftp get', 'volumes snapshots create', 'volumes snapshots list', 'volumes list'])('says so when fly fails at %s, leaves no half, and makes the other half all the same', async (command, { expect }) => {
    using sandbox = deployed()
    sandbox.fly.faults.push({ command, message: 'the moon is full' })
    const { code, stderr, stdout } = await sandbox.run('backup.mjs')
    expect(code).toBe(1)
    expect(stderr).toContain('the moon is full')
    expect(inTmp(sandbox)).toEqual([])
    expect(backups(sandbox)).toHaveLength(command === 'ssh sftp get' ? 0 : 1)
    expect([...sandbox.atFly.snapshots.values()].flat()).toHaveLength(command === 'ssh sftp get' ? 1 : 0)
    expect(stdout).not.toContain('Bring it back')
  })

  it('repeats what OpenClaw says when it makes no backup', async ({ expect }) => {
    using sandbox = deployed()
    sandbox.givenProgram('/app/openclaw.mjs', 'console.error("[openclaw] Reason: no space left on device"); process.exit(1)')
    const { code, stderr } = await sandbox.run('backup.mjs', ['--no-snapshot'])
    expect(code).toBe(1)
    expect(stderr).toContain('no space left on device')
    expect(inTmp(sandbox)).toEqual([])
  })

  it('fetches no backup that OpenClaw did not verify', async ({ expect }) => {
    using sandbox = deployed()
    sandbox.givenProgram('/app/openclaw.mjs', openclawBackup.replace("args.includes('--verify')", 'false'))
    const { code, stderr } = await sandbox.run('backup.mjs', ['--no-snapshot'])
    expect(code).toBe(1)
    expect(stderr).toContain('did not say that it verified it')
    expect(sandbox.paths).not.toContain('ssh sftp get')
  })

  it('says where the machine still holds the backup when it cannot be removed', async ({ expect }) => {
    using sandbox = deployed()
    sandbox.fly.faults.push({ command: 'ssh console', call: 3, message: 'connection lost' })
    const { code, stderr } = await sandbox.run('backup.mjs', ['--no-snapshot'])
    expect(code).toBe(0)
    expect(stderr).toMatch(/^The machine may still hold the backup in \/tmp\/openclaw-fly-backup-\w+, until the next deploy\. Remove it: fly ssh console /)
  })

  it('waits for the snapshot until the time limit, and tells where it can be seen', async ({ expect }) => {
    using sandbox = deployed()
    sandbox.fly.faults.push({ command: 'volumes snapshots create', run: () => {
      const { snapshots } = sandbox.atFly
      sandbox.fly.faults.push({ command: 'volumes snapshots list', run: () => { for (const snapshot of [...snapshots.values()].flat()) snapshot.status = 'running' } })
    } })
    const { code, stderr } = await sandbox.run('backup.mjs', ['--no-download', '--time-limit', '2'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^✖ The snapshot of vol_\w+ was not ready within 2 s\.\n {2}It may still come: fly volumes snapshots list vol_\w+ /)
  })

  it('says so when Fly gives the snapshot up', async ({ expect }) => {
    using sandbox = deployed()
    sandbox.fly.faults.push({ command: 'volumes snapshots list', call: 4, stdout: '[{"id":"vs_new1","status":"failed","created_at":"2026-10-01T00:00:00Z","retention_days":14}]' })
    const { code, stderr } = await sandbox.run('backup.mjs', ['--no-download'])
    expect(code).toBe(1)
    expect(stderr).toContain('Fly could not make the snapshot vs_new1: failed')
  })

  it.for<[string, (sandbox: FlySandbox) => void, RegExp]>([
    ['nobody is signed in', ({ fly }) => { fly.state.signedIn = false }, /^✖ You are not signed in to Fly\.\n {2}Sign in, then run this again: fly auth login\n$/],
    ['the app is of another account', (sandbox) => { sandbox.fly.state.apps.pop() }, /^✖ Your Fly account has no app my-openclaw\./],
    ['the machine is stopped', (sandbox) => { sandbox.machine.state = 'stopped' }, /^✖ The machine of my-openclaw does not run/],
    ['there are two machines', (sandbox) => { sandbox.atFly.machines.push({ ...sandbox.machine, id: 'second' }) }, /^✖ The app my-openclaw has more than one running machine/],
    ['there is no volume', (sandbox) => { sandbox.atFly.volumes.pop() }, /No volume holds the data of my-openclaw: there is nothing to save\./],
    ['fly prints half of its answer', ({ fly }) => { fly.faults.push({ command: 'machine list', truncated: true }) }, /^✖ fly answered with something that is not the expected JSON: fly machine list/],
    ['fly prints something else', ({ fly }) => { fly.faults.push({ command: 'volumes list', stdout: '[{"id":"vol_1; rm -rf /"}]' }) }, /fly answered with something that is not the expected JSON: fly volumes list/],
  ])('says what to do when %s', async ([, spoil, expected], { expect }) => {
    using sandbox = deployed()
    spoil(sandbox)
    const { code, stderr } = await sandbox.run('backup.mjs')
    expect(code).toBe(1)
    expect(stderr).toMatch(expected)
    expect(stderr).not.toContain('This is a bug')
  })

  it('stops a fly that does not answer within the time limit', async ({ expect }) => {
    using sandbox = deployed()
    sandbox.fly.faults.push({ command: 'machine list', hangs: true })
    const { code, stderr } = await sandbox.run('backup.mjs', ['--no-snapshot', '--time-limit', '2'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^✖ No answer within 2 s, so it was stopped: fly machine list/)
  })

  it('takes a snapshot of a stopped machine', async ({ expect }) => {
    using sandbox = deployed()
    sandbox.machine.state = 'stopped'
    expect(await sandbox.run('backup.mjs', ['--no-download'])).toMatchObject({ code: 0 })
  })

  it.skipIf(process.getuid?.() === 0)('says so when the folder cannot be written', async ({ expect }) => {
    using sandbox = deployed()
    mkdirSync(join(sandbox.folder, 'backups'))
    chmodSync(join(sandbox.folder, 'backups'), 0o500)
    expect((await sandbox.run('backup.mjs', ['--no-snapshot'])).stderr).toContain('The folder for backups cannot be made (EACCES)')
  })

  it('says so when a file is in the way of the folder', async ({ expect }) => {
    using sandbox = deployed()
    writeFileSync(join(sandbox.folder, 'backups'), '')
    expect((await sandbox.run('backup.mjs', ['--no-snapshot'])).stderr).toContain('The folder for backups cannot be made (EEXIST)')
  })

  it.for([['--no-download', '--no-snapshot'], ['--time-limit', 'soon'], ['--file']])('refuses %j', async (args, { expect }) => {
    using sandbox = deployed()
    expect(await sandbox.run('backup.mjs', args)).toMatchObject({ code: 2, stdout: '' })
  })
})
