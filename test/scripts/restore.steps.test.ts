import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { converse, hasScript } from './converse.ts'
import type { Fault } from './fly-double/fly-double.ts'
import { FlySandbox } from './fly-double/fly-sandbox.ts'
import type { Machine } from './fly-double/state.ts'
import { openclawBackup } from './openclaw-backup.ts'

/** What `npm run deploy` does at Fly; its own tests are elsewhere. */
const deployScript = `
import { spawnSync } from 'node:child_process'
const { status } = spawnSync('fly', ['deploy', '--config', 'fly.toml', '--app', 'my-openclaw'], { stdio: 'inherit' })
process.exitCode = status
`

/** A gateway that knows "new", with a snapshot from when it knew "old", and the same as a file. */
class Restorable extends FlySandbox {
  readonly oldMachine: Machine
  readonly oldVolume: string

  constructor() {
    super()
    this.oldMachine = this.givenDeployed()
    this.oldVolume = this.atFly.volumes[0]!.id
    this.givenProgram('/app/openclaw.mjs', openclawBackup)
    this.write('scripts/deploy.mjs', deployScript)
    writeFileSync(this.livePath('memory.txt'), 'old')
    this.fly.files.copyVolume(this.oldVolume, 'vs_1')
    this.atFly.snapshots.set(this.oldVolume, [{ id: 'vs_1', size: 1, volume_size: 1, digest: '', created_at: '2026-10-01T00:00:00Z', status: 'created', retention_days: 14 }])
    const files = Object.fromEntries(['openclaw.json', 'memory.txt'].map((name) => [name, readFileSync(this.livePath(name), 'base64')]))
    this.write('backups/mine.tar.gz', JSON.stringify({ stateDir: '/data', files }))
    writeFileSync(this.livePath('memory.txt'), 'new')
  }

  override get machine(): Machine {
    return this.atFly.machines.at(-1)!
  }

  restore(...args: readonly string[]) {
    return this.run('restore.mjs', ['--yes', ...args])
  }

  /** What is wrong with the state after a restore. */
  get faults(): string[] {
    const { machines, volumes } = this.atFly
    const old = volumes.find(({ id }) => id === this.oldVolume)
    return [
      ...machines.length === 1 && machines[0]!.id !== this.oldMachine.id ? [] : [`machines: ${machines.map(({ id }) => id).join()}`],
      ...volumes.length === 2 && old?.attached_machine_id === null ? [] : [`volumes: ${volumes.map(({ id }) => id).join()}`],
      ...this.liveFile('memory.txt') === 'old' ? [] : ['the new volume does not have the old state'],
      ...readFileSync(join(this.fly.files.volumeFolder(this.oldVolume), 'memory.txt'), 'utf8') === 'new' ? [] : ['the old volume was changed'],
      ...this.machine.config.init.cmd?.toString().includes('boot.mjs') ? [] : ['the machine still sleeps'],
      ...existsSync(join(this.folder, 'backups', 'restore.json')) ? ['the journal is still there'] : [],
    ]
  }
}

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

describe.concurrent('npm run restore, interrupted', () => {
  const before = (command: string, times = 1): Fault => ({ command, times, message: 'the moon is full' })
  const after = (command: string): Fault => ({ ...before(command), after: true })

  /** Runs it anew after each fault, all in one restore, and says what came of it. */
  async function interruptedAtEach(sandbox: Restorable, faults: readonly Fault[], source: readonly string[]) {
    const codes: number[] = []
    for (const fault of faults) {
      sandbox.fly.faults.push(fault)
      const { code, all } = await sandbox.restore(...codes.length === 0 ? source : [])
      codes.push(/This is a bug/.test(all) ? -1 : code)
    }
    return { codes, ...await sandbox.restore() }
  }

  it('goes on where it was, whenever fly fails before or after it did something', { timeout: 60_000 }, async ({ expect }) => {
    using sandbox = new Restorable()
    const faults: Fault[] = [
      before('volumes create'), after('volumes create'), before('machine clone'), after('machine clone'),
      before('machine destroy'), after('machine destroy'), before('deploy'), after('deploy'),
    ]
    const { codes, code, stdout } = await interruptedAtEach(sandbox, faults, ['--snapshot', 'vs_1'])
    expect(codes).toEqual(faults.map(() => 1))
    expect(stdout).toContain('Going on with the restore that was interrupted.\nFrom: vs_1\nSo far: ')
    expect([code, sandbox.faults]).toEqual([0, []])
  })

  it('goes on where it was, whenever a backup does not get onto the volume at once', { timeout: 60_000 }, async ({ expect }) => {
    using sandbox = new Restorable()
    const lost: Fault = { ...after('ssh console'), stdout: '' }
    const faults: Fault[] = [
      { command: 'volumes create', times: 1, truncated: true }, before('ssh sftp put'), after('ssh sftp put'),
      { command: 'ssh sftp put', times: 1, run: () => void sandbox.fly.faults.push(lost) }, // the answer of the command after it
    ]
    const { codes, code } = await interruptedAtEach(sandbox, faults, ['--file', 'backups/mine.tar.gz'])
    expect(codes).toEqual(faults.map(() => 1))
    expect([code, sandbox.faults]).toEqual([0, []])
  })

  it('ends an old gateway that does not stop', async ({ expect }) => {
    using sandbox = new Restorable()
    sandbox.fly.faults.push(before('machine stop'))
    const { code, stderr } = await sandbox.restore('--snapshot', 'vs_1')
    expect(stderr).toContain('It is ended all the same; its volume stays as it is.')
    expect([code, sandbox.faults]).toEqual([0, []])
  })

  it('begins no second restore beside it', async ({ expect }) => {
    using sandbox = new Restorable()
    sandbox.fly.faults.push(before('machine clone'))
    await sandbox.restore('--snapshot', 'vs_1')
    const { code, stderr } = await sandbox.restore('--file', 'backups/mine.tar.gz')
    expect(code).toBe(2)
    expect(stderr).toMatch(/^✖ A restore is under way already\.\n[^]*From: vs_1\n {2}So far: the new volume vol_\w+ is made\n$/)
  })

  it('can be given up, and the gateway is where it was', async ({ expect }) => {
    using sandbox = new Restorable()
    sandbox.fly.faults.push(before('ssh sftp put'))
    await sandbox.restore('--file', 'backups/mine.tar.gz')
    expect(sandbox.atFly.machines).toHaveLength(2)
    const { code, stdout } = await sandbox.run('restore.mjs', ['--abandon'])
    expect(code).toBe(0)
    expect(stdout).toMatch(new RegExp(`Given up\\. The gateway is on ${sandbox.oldVolume}, as before\\.\nWhat the new volume has is of no use any more: fly volumes destroy vol_\\w+ --app my-openclaw --yes\n$`))
    expect(sandbox.atFly.machines).toEqual([sandbox.oldMachine])
    expect(readdirSync(join(sandbox.folder, 'backups'))).not.toContain('restore.json')
  })

  it('cannot be given up when the old machine is gone', async ({ expect }) => {
    using sandbox = new Restorable()
    sandbox.fly.faults.push(before('deploy'))
    await sandbox.restore('--snapshot', 'vs_1')
    const { code, stderr } = await sandbox.run('restore.mjs', ['--abandon'])
    expect(code).toBe(1)
    expect(stderr).toContain(`Finish it: npm run restore\n  Then go back, if you like: npm run restore -- --volume ${sandbox.oldVolume}`)
  })

  it('says so when the new volume is gone meanwhile', async ({ expect }) => {
    using sandbox = new Restorable()
    sandbox.fly.faults.push(before('machine clone'))
    await sandbox.restore('--snapshot', 'vs_1')
    sandbox.atFly.volumes.pop()
    const { code, stderr } = await sandbox.restore()
    expect(code).toBe(1)
    expect(stderr).toMatch(/^✖ The new volume vol_\w+ is gone, so this restore cannot go on\.\n {2}Give it up, then begin again: npm run restore -- --abandon\n$/)
  })

  it('does not go on with another file of that name', async ({ expect }) => {
    using sandbox = new Restorable()
    sandbox.fly.faults.push(before('ssh sftp put'))
    await sandbox.restore('--file', 'backups/mine.tar.gz')
    sandbox.write('backups/mine.tar.gz', 'other')
    const { code, stderr } = await sandbox.restore()
    expect(code).toBe(1)
    expect(stderr).toContain('is not the file any more that this restore began with')
  })

  it('says so when the journal is damaged', async ({ expect }) => {
    using sandbox = new Restorable()
    sandbox.write('backups/restore.json', '{"app":"my-openclaw","machine":"--all"}')
    const { code, stderr } = await sandbox.restore()
    expect(code).toBe(1)
    expect(stderr).toContain('The journal of a restore is damaged')
    expect(sandbox.paths).toEqual([])
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
