import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { converse, hasScript } from './converse.ts'
import { Restorable } from './restorable.ts'

const sources = [['--snapshot', 'vs_1'], ['--file', 'backups/mine.tar.gz']] as const

describe.concurrent('npm run restore', () => {
  it.for(sources)('brings back the old state with %s %s, on a new volume, and keeps the old one', async (source, { expect }) => {
    using sandbox = new Restorable()
    const { code, stdout, stderr } = await sandbox.restore(...source)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(sandbox.faults).toEqual([])
    expect(stdout).toContain(`  Back to it:                npm run restore -- --volume ${sandbox.oldVolume}\n`)
    expect(stdout).toContain(`fly volumes destroy ${sandbox.oldVolume} --app my-openclaw --yes`)
  })

  it('lets the old gateway run until the new volume is filled', async ({ expect }) => {
    using sandbox = new Restorable()
    await sandbox.restore('--file', 'backups/mine.tar.gz')
    const order = sandbox.paths.filter((path) => !path.endsWith('list'))
    expect(order).toEqual(['volumes create', 'machine clone', 'ssh console', 'ssh sftp put', 'ssh console', 'ssh console', 'machine stop', 'machine destroy', 'deploy'])
  })

  it('says first, with the commands, what will be lost', async ({ expect }) => {
    using sandbox = new Restorable()
    const { code, stdout } = await sandbox.run('restore.mjs', ['--snapshot', 'vs_1', '--dry-run'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Restore my-openclaw from the snapshot vs_1, made 2026-10-01 00:00 UTC \(\d+ days ago\)\n\nThe gateway then forgets everything that happened since then:\n/)
    expect(stdout).toContain('WhatsApp and Signal')
    expect(stdout).toContain('$ fly volumes create openclaw_data --app my-openclaw --region fra --size 3 --snapshot-id vs_1 --snapshot-retention 14 --require-unique-zone=false --yes --json\n')
    expect(stdout).toContain(`$ fly machine clone ${sandbox.oldMachine.id} --app my-openclaw --region fra --attach-volume NEW_VOLUME --override-cmd 'sleep infinity' --detach\n`)
    expect(sandbox.paths.filter((path) => !path.endsWith('list'))).toEqual([])
    expect(existsSync(join(sandbox.folder, 'backups', 'restore.json'))).toBe(false)
  })

  it('changes nothing when nobody can be asked', async ({ expect }) => {
    using sandbox = new Restorable()
    const { code, stderr } = await sandbox.run('restore.mjs', ['--snapshot', 'vs_1'])
    expect(code).toBe(2)
    expect(stderr).toContain('If you have read the above and mean it, say so: --yes')
    expect(sandbox.paths.filter((path) => !path.endsWith('list'))).toEqual([])
  })

  it('shows what there is to restore when it is not told, newest first', async ({ expect }) => {
    using sandbox = new Restorable()
    const { code, stdout, stderr } = await sandbox.run('restore.mjs')
    expect(code).toBe(2)
    expect(stdout).toMatch(/^ {2}1 {2}\S+Z {2}--file backups\/mine\.tar\.gz\n {2}2 {2}2026-10-01T00:00Z {2}--snapshot vs_1\n$/)
    expect(stderr).toContain('Give one of the flags above.')
  })

  it('goes back to the old volume with --volume, without a copy', async ({ expect }) => {
    using sandbox = new Restorable()
    await sandbox.restore('--snapshot', 'vs_1')
    const { code } = await sandbox.restore('--volume', sandbox.oldVolume)
    expect(code).toBe(0)
    expect(sandbox.liveFile('memory.txt')).toBe('new')
    expect(sandbox.machine.config.mounts).toMatchObject([{ volume: sandbox.oldVolume }])
    expect(sandbox.atFly.volumes).toHaveLength(2)
  })

  it('moves the gateway to the region that fly.toml names', async ({ expect }) => {
    using sandbox = new Restorable()
    sandbox.write('fly.toml', sandbox.read('fly.toml').replace('primary_region = "fra"', 'primary_region = "iad"'))
    const { code, stdout } = await sandbox.restore('--snapshot', 'vs_1')
    expect(stdout).toContain('$ fly volumes create openclaw_data --app my-openclaw --region iad ')
    expect([code, sandbox.faults]).toEqual([0, []])
    expect(sandbox.atFly.volumes.at(-1)?.region).toBe('iad')
  })

  it('takes a snapshot that is in no list, since it outlives its volume', async ({ expect }) => {
    using sandbox = new Restorable()
    const [snapshot] = sandbox.atFly.snapshots.get(sandbox.oldVolume)!
    sandbox.atFly.snapshots = new Map([['vol_gone', [snapshot!]]])
    const { code, stdout } = await sandbox.restore('--snapshot', 'vs_1')
    expect(stdout).toContain('Restore my-openclaw from the snapshot vs_1\n\nThe gateway then forgets everything that happened since it was made:')
    expect([code, sandbox.faults]).toEqual([0, []])
  })
})

describe.skipIf(!hasScript).concurrent('npm run restore at a terminal (needs script of util-linux)', () => {
  it('lets the person choose what comes back, and begins only after a yes', async ({ expect }) => {
    using sandbox = new Restorable()
    const { code, screen } = await converse(sandbox, 'restore.mjs', [['Which one?', '2\r'], ['Go on? y/N', 'y\r']])
    expect(screen).toContain('Restore my-openclaw from the snapshot vs_1')
    expect([code, sandbox.faults]).toEqual([0, []])
  })

  it.for(['n\r', '\x03'])('changes nothing after %j', async (answer, { expect }) => {
    using sandbox = new Restorable()
    const { code, screen } = await converse(sandbox, 'restore.mjs', [['Go on? y/N', answer]], '--snapshot vs_1')
    expect(screen).toContain('Nothing was changed.')
    expect(code).toBe(130)
    expect(sandbox.paths.filter((path) => !path.endsWith('list'))).toEqual([])
  })

  it('knows no number but those that it showed', async ({ expect }) => {
    using sandbox = new Restorable()
    const { code, screen } = await converse(sandbox, 'restore.mjs', [['Which one?', '9\r']])
    expect(screen).toContain('There is no such number; nothing was changed.')
    expect(code).toBe(2)
  })
})

describe.concurrent('npm run restore, when something is wrong', () => {
  const file = (sandbox: Restorable, changes: object) => {
    const backup = JSON.parse(sandbox.read('backups/mine.tar.gz')) as object
    sandbox.write('backups/mine.tar.gz', JSON.stringify({ ...backup, ...changes }))
  }

  it.for<[string, object, string]>([
    ['a newer OpenClaw made the backup', { release: '2026.10.1' }, 'the backup was made by OpenClaw 2026.10.1, and this deployment runs 2026.9.6, which cannot read it'],
    ['the backup has only the configuration', { kind: 'config' }, 'there is no state directory in this backup, only its configuration'],
  ])('leaves the gateway alone when %s', async ([, changes, expected], { expect }) => {
    using sandbox = new Restorable()
    file(sandbox, changes)
    const { code, stderr } = await sandbox.restore('--file', 'backups/mine.tar.gz')
    expect(code).toBe(1)
    expect(stderr).toContain(expected)
    expect(sandbox.atFly.machines[0]).toBe(sandbox.oldMachine)
    expect(readFileSync(join(sandbox.fly.files.volumeFolder(sandbox.oldVolume), 'memory.txt'), 'utf8')).toBe('new')
  })

  it('says what does not come back from a backup that was made elsewhere', async ({ expect }) => {
    using sandbox = new Restorable()
    file(sandbox, { stateDir: '/root/.openclaw' })
    const { code, stderr } = await sandbox.restore('--file', 'backups/mine.tar.gz')
    expect(stderr).toBe('The backup was made of /root/.openclaw, and here the data is in /data: scheduled jobs do not come back.\n')
    expect([code, sandbox.faults]).toEqual([0, []])
  })

  it('unpacks nothing when the backup arrives damaged', async ({ expect }) => {
    using sandbox = new Restorable()
    sandbox.fly.faults.push({ command: 'ssh console', run: () => {
      const archive = join(sandbox.fly.files.machineFolder(sandbox.machine), 'tmp/openclaw-fly-restore/backup.tar.gz')
      if (existsSync(archive)) writeFileSync(archive, '{}')
    } })
    const { code, stderr } = await sandbox.restore('--file', 'backups/mine.tar.gz')
    expect(code).toBe(1)
    expect(stderr).toContain('the backup did not arrive in the machine as it left your computer')
  })

  it.for<[string, (sandbox: Restorable) => void, RegExp]>([
    ['nobody is signed in', ({ fly }) => { fly.state.signedIn = false }, /^✖ You are not signed in to Fly\./],
    ['the app is of another account', ({ fly }) => { fly.state.apps.pop() }, /^✖ Your Fly account has no app my-openclaw\./],
    ['there is no machine', ({ atFly }) => { atFly.machines.pop() }, /^✖ The app my-openclaw has no machine to put a restored volume on\.\n {2}Deploy first/],
    ['there are two machines', ({ atFly, oldMachine }) => { atFly.machines.push({ ...oldMachine, id: 'second' }) }, /^✖ The app my-openclaw has more than one machine, and there must be one\./],
    ['there is no volume', ({ atFly }) => { atFly.volumes.pop() }, /^✖ No volume holds the data of my-openclaw/],
    ['fly prints half of its answer', ({ fly }) => { fly.faults.push({ command: 'volumes list', truncated: true }) }, /^✖ fly answered with something that is not the expected JSON: fly volumes list/],
    ['the snapshot is not ready', ({ atFly, oldVolume }) => { atFly.snapshots.get(oldVolume)![0]!.status = 'running' }, /^✖ The snapshot vs_1 is not ready yet: running\n/],
  ])('says what to do when %s, and changes nothing', async ([, spoil, expected], { expect }) => {
    using sandbox = new Restorable()
    spoil(sandbox)
    const { code, stderr } = await sandbox.restore('--snapshot', 'vs_1')
    expect(code).toBe(1)
    expect(stderr).toMatch(expected)
    expect(sandbox.paths.filter((path) => !path.endsWith('list'))).toEqual([])
  })

  it('stops a fly that does not answer within the time limit', async ({ expect }) => {
    using sandbox = new Restorable()
    sandbox.fly.faults.push({ command: 'volumes list', hangs: true })
    const { code, stderr } = await sandbox.restore('--snapshot', 'vs_1', '--time-limit', '2')
    expect(code).toBe(1)
    expect(stderr).toMatch(/^✖ No answer within 2 s, so it was stopped: fly volumes list/)
  })

  it('restores onto a stopped machine all the same', async ({ expect }) => {
    using sandbox = new Restorable()
    sandbox.oldMachine.state = 'stopped'
    const { code } = await sandbox.restore('--snapshot', 'vs_1')
    expect([code, sandbox.faults]).toEqual([0, []])
    expect(sandbox.paths).not.toContain('machine stop')
  })

  it.for<[string[], string]>([
    [['--snapshot', 'vs_1', '--file', 'backups/mine.tar.gz'], '--snapshot and --file do not go together.'],
    [['--snapshot', 'the last'], '--snapshot needs the id of a snapshot, such as vs_AbC123.'],
    [['--file', 'backups/no.tar.gz'], '--file: there is no such file: backups/no.tar.gz'],
    [['--file', 'backups'], '--file: there is no such file: backups'],
    [['--volume', 'vol_no'], '--volume: this app has no such volume.'],
    [['--abandon'], 'No restore is under way, so there is nothing to give up.'],
  ])('refuses %j', async ([args, expected], { expect }) => {
    using sandbox = new Restorable()
    const { code, stderr } = await sandbox.restore(...args)
    expect(code).toBe(2)
    expect(stderr).toContain(`✖ ${expected}`)
  })
})
