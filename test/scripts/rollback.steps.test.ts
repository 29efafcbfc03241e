import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { converse, hasScript } from './converse.ts'
import type { Fault } from './fly-double/fly-double.ts'
import { Upgradable } from './upgradable.ts'

/** Upgraded from 2026.9.5 to 2026.9.6, and used since. */
async function upgraded(): Promise<Upgradable> {
  const sandbox = new Upgradable()
  const { code, all } = await sandbox.upgrade()
  if (code !== 0) throw new Error(all)
  writeFileSync(sandbox.livePath('memory.txt'), 'new')
  sandbox.fly.calls.length = 0
  return sandbox
}

/** From 2026.9.1 to 2026.9.2, which read the same data; 2026.9.2 wrote the configuration since. */
function sameData(): Upgradable {
  const sandbox = new Upgradable({ from: '2026.9.2' })
  sandbox.bringFolderTo('2026.9.2')
  const schemaVersions = { state: 15, agent: 19 }
  const entry = { time: '2026-10-01T00:00:00.000Z', proved: true, volume: sandbox.oldVolume, schemaVersions }
  sandbox.write('.openclaw-fly/history.json', JSON.stringify({ format: 1, entries: [{ release: '2026.9.1', ...entry }, { release: '2026.9.2', ...entry }] }))
  const live = JSON.parse(sandbox.liveFile('openclaw.json')) as object
  writeFileSync(sandbox.livePath('openclaw.json'), JSON.stringify({ ...live, meta: { lastTouchedVersion: '2026.9.2', migrations: {} } }, null, 2))
  return sandbox
}

/** What is wrong after the way back from 2026.9.6 to 2026.9.5 with its data. */
function faultsOf(sandbox: Upgradable): readonly string[] {
  const { machines, volumes } = sandbox.atFly
  return [
    ...sandbox.running === '2026.9.5' ? [] : [`runs ${sandbox.running}`],
    ...sandbox.deployment.release === '2026.9.5' ? [] : ['the folder is not back'],
    ...sandbox.liveFile('memory.txt') === 'old' ? [] : ['the data is not that of before'],
    ...readFileSync(join(sandbox.fly.files.volumeFolder(sandbox.oldVolume), 'memory.txt'), 'utf8') === 'new' ? [] : ['the volume of now was changed'],
    ...machines.length === 1 && volumes.length === 2 ? [] : [`${machines.length} machines, ${volumes.length} volumes`],
    ...['rollback.json', 'restore.json', 'upgrade.json'].filter((name) => existsSync(join(sandbox.folder, 'backups', name))),
  ]
}

describe.concurrent('npm run rollback, where the newer release converted the data', () => {
  it('brings back the folder, the release and the data of before, and says what that costs', async ({ expect }) => {
    using sandbox = await upgraded()
    const { code, stdout } = await sandbox.rollback()
    expect([code, faultsOf(sandbox)]).toEqual([0, []])
    expect(stdout).toMatch(/\nmy-openclaw: OpenClaw 2026\.9\.6 → 2026\.9\.5\nWHAT HAPPENED SINCE \d{4}-\d\d-\d\d \d\d:\d\d UTC \(.+ ago\) IS LOST: /)
    expect(sandbox.changes).toEqual(['npx --yes create-openclaw-fly@1.2.3 update --to 2026.9.5 --rollback --yes', 'volumes create', 'machine clone', 'machine stop', 'machine destroy', 'deploy'])
    expect(sandbox.history.map(({ release, volume }) => [release, volume])).toEqual([['2026.9.6', sandbox.oldVolume], ['2026.9.5', sandbox.atFly.volumes.at(-1)!.id]])
    expect(stdout).toContain(`npm run restore -- --volume ${sandbox.oldVolume}   once this folder has 2026.9.6 again`)
  })

  it('takes the backup in the folder with --backup', async ({ expect }) => {
    using sandbox = await upgraded()
    sandbox.atFly.snapshots.clear()
    const gone = await sandbox.rollback()
    expect(gone).toMatchObject({ code: 1, stderr: expect.stringContaining('is not at Fly any more: it kept it 14 days.\n  From the backup that was made with it: npm run rollback -- --to 2026.9.5 --backup') as string })
    const { code } = await sandbox.rollback('--backup')
    expect([code, faultsOf(sandbox)]).toEqual([0, []])
  })

  it('shows with --dry-run what it would do, and changes nothing', async ({ expect }) => {
    using sandbox = await upgraded()
    const { code, stdout } = await sandbox.run('rollback.mjs', ['--dry-run'])
    expect(code).toBe(0)
    expect(stdout).toContain(`  $ npx --yes create-openclaw-fly@1.2.3 update --to 2026.9.5 --rollback --yes\n  $ npm run restore -- --snapshot ${sandbox.snapshots[0]} --yes\n`)
    expect([sandbox.changes, existsSync(join(sandbox.folder, 'backups/rollback.json'))]).toEqual([[], false])
  })

  it('lists what was deployed, and what leads back', async ({ expect }) => {
    using sandbox = await upgraded()
    const { stdout } = await sandbox.run('rollback.mjs', ['--list'])
    expect(stdout).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d UTC {2}2026\.9\.6 {4}vol_\w+\n {4}from 2026\.9\.5: vs_\w+, backups\/my-openclaw-\S+\.tar\.gz\n$/)
  })

  it('does not go another step back when it is run again', async ({ expect }) => {
    using sandbox = await upgraded()
    await sandbox.rollback()
    const { code, stderr } = await sandbox.rollback()
    expect(code).toBe(1)
    expect(stderr).toContain('.openclaw-fly/history.json knows no older release that leads back.')
    expect(faultsOf(sandbox)).toEqual([])
  })

  it('is followed by an upgrade like any other', async ({ expect }) => {
    using sandbox = await upgraded()
    await sandbox.rollback()
    sandbox.bringFolderTo('2026.9.6')
    expect(await sandbox.upgrade()).toMatchObject({ code: 0 })
    expect(sandbox.history.map(({ release }) => release)).toEqual(['2026.9.6', '2026.9.5', '2026.9.6'])
  })
})

describe.concurrent('npm run rollback, where both releases read the same data', () => {
  it('deploys the older one on the data as it is, with a stamp in the configuration with which it starts', async ({ expect }) => {
    using sandbox = sameData()
    const { code, stdout } = await sandbox.rollback()
    expect([code, sandbox.running, sandbox.deployment.release]).toEqual([0, '2026.9.1', '2026.9.1'])
    expect(stdout).toContain('2026.9.1 reads the data as it is now: nothing is lost.')
    expect(sandbox.changes).toEqual(['npx --yes create-openclaw-fly@1.2.3 update --to 2026.9.1 --rollback --yes', 'deploy'])
    expect((JSON.parse(sandbox.liveFile('openclaw.json')) as { meta: unknown }).meta).toEqual({ lastTouchedVersion: '2026.9.1', migrations: {} })
    expect(sandbox.liveFile('memory.txt')).toBe('old')
    expect(sandbox.atFly.volumes).toHaveLength(1)
  })

  it('leaves a configuration without a stamp as it is', async ({ expect }) => {
    using sandbox = sameData()
    writeFileSync(sandbox.livePath('openclaw.json'), '{"gateway":{}}')
    expect(await sandbox.rollback()).toMatchObject({ code: 0 })
    expect(sandbox.liveFile('openclaw.json')).toBe('{"gateway":{}}')
  })
})

describe.concurrent('npm run rollback, where the upgrade did not reach the machine', () => {
  it('brings back the folder alone', async ({ expect }) => {
    using sandbox = new Upgradable()
    sandbox.fly.faults.push({ command: 'deploy', times: 1, message: 'no builder' })
    await sandbox.upgrade()
    const { code, stdout } = await sandbox.rollback()
    expect([code, sandbox.running, sandbox.deployment.release]).toEqual([0, '2026.9.5', '2026.9.5'])
    expect(existsSync(join(sandbox.folder, 'backups/upgrade.json'))).toBe(false)
    expect(stdout).toContain('The machine still runs 2026.9.5: only this folder goes back.')
    expect(sandbox.atFly.volumes).toHaveLength(1)
  })
})

describe.concurrent('npm run rollback, interrupted', () => {
  const before = (command: string): Fault => ({ command, times: 1, message: 'the moon is full' })
  const after = (command: string): Fault => ({ ...before(command), after: true })

  it('goes on where it was, whichever step fails', { timeout: 120_000 }, async ({ expect }) => {
    using sandbox = await upgraded()
    const faults = [before('volumes create'), after('volumes create'), before('machine clone'), after('machine destroy'), before('deploy'), after('deploy')]
    for (const [at, fault] of faults.entries()) {
      sandbox.fly.faults.push(fault)
      const { code, stdout } = await sandbox.rollback()
      expect(code).toBe(1)
      if (at > 0) expect(stdout).toContain('Going on with the rollback to 2026.9.5.')
    }
    const { code, all } = await sandbox.rollback()
    expect(code, all).toBe(0)
    expect(faultsOf(sandbox)).toEqual([])
  })

  it('does not restore a second time when only the proof was missing', async ({ expect }) => {
    using sandbox = await upgraded()
    const child = sandbox.start('rollback.mjs', ['--yes'])
    // The last look into the machine, after the restore.
    let looks = 0
    sandbox.fly.faults.push({ command: 'ssh console', run: () => { if (sandbox.running === '2026.9.5' && ++looks === 1) child.kill('SIGKILL') } })
    await new Promise((resolve) => child.on('exit', resolve))
    sandbox.fly.faults.length = 0
    writeFileSync(sandbox.livePath('memory.txt'), 'since the rollback')
    const { code, all } = await sandbox.rollback()
    expect(code, all).toBe(0)
    expect(sandbox.liveFile('memory.txt')).toBe('since the rollback')
    expect(sandbox.atFly.volumes).toHaveLength(2)
  })

  it('touches nothing at Fly where the folder does not go back', async ({ expect }) => {
    using sandbox = await upgraded()
    sandbox.generatorAnswers.set('update', { code: 3 })
    const { code, stderr } = await sandbox.rollback()
    expect(code).toBe(1)
    expect(stderr).toContain('✖ This folder did not go back to 2026.9.5 (exit code 3); nothing at Fly was changed.\n  See what it says above, and settle that. Then go on: npm run rollback\n')
    expect(sandbox.changes).toHaveLength(1)
    // The person settled the conflicts.
    sandbox.bringFolderTo('2026.9.5')
    expect([(await sandbox.rollback()).code, faultsOf(sandbox)]).toEqual([0, []])
  })

  it('can be forgotten, and begins no other one meanwhile', async ({ expect }) => {
    using sandbox = await upgraded()
    sandbox.fly.faults.push(before('volumes create'))
    await sandbox.rollback()
    expect(await sandbox.rollback('--to', '2026.9.2')).toMatchObject({ code: 2, stderr: expect.stringContaining('A rollback to 2026.9.5 is under way already.') as string })
    expect(await sandbox.run('rollback.mjs', ['--abandon'])).toMatchObject({ code: 0, stdout: expect.stringContaining('npm run restore -- --abandon') as string })
    expect(await sandbox.run('rollback.mjs', ['--abandon'])).toMatchObject({ code: 2 })
  })
})

describe.concurrent('npm run rollback, when something is wrong', () => {
  it.for<[string, (sandbox: Upgradable) => void, string]>([
    ['nothing was recorded', (sandbox) => sandbox.write('.openclaw-fly/history.json', '{"format":1,"entries":[]}'), 'knows no older release that leads back'],
    ['the history is damaged', (sandbox) => sandbox.write('.openclaw-fly/history.json', 'x'), 'is damaged'],
    ['its journal is damaged', (sandbox) => sandbox.write('backups/rollback.json', '{"app":"my-openclaw","to":"--all"}'), 'The journal of a rollback is damaged'],
    ['there are two machines', ({ atFly, machine }) => { atFly.machines.push({ ...machine, id: 'second' }) }, 'has 2 machines'],
    ['there is no machine', ({ atFly }) => { atFly.machines.pop() }, 'has no machine, so there is nothing to go back from'],
    ['nobody is signed in', ({ fly }) => { fly.state.signedIn = false }, 'You are not signed in to Fly.'],
  ])('says what to do when %s, and changes nothing', async ([, spoil, expected], { expect }) => {
    using sandbox = await upgraded()
    spoil(sandbox)
    const { code, stderr } = await sandbox.rollback()
    expect(code).toBe(1)
    expect(stderr).toContain(expected)
    expect(sandbox.changes).toEqual([])
  })

  it.for<[string[], string]>([
    [['--to', 'yesterday'], '--to needs a release of OpenClaw'],
    [['--to', '2026.9.1'], '--to: nothing leads back to that release. What does: 2026.9.5'],
  ])('refuses %j', async ([args, expected], { expect }) => {
    using sandbox = await upgraded()
    expect(await sandbox.rollback(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(expected) as string })
    expect(sandbox.changes).toEqual([])
  })

  it('does not begin where nobody can be asked', async ({ expect }) => {
    using sandbox = await upgraded()
    expect(await sandbox.run('rollback.mjs')).toMatchObject({ code: 2, stderr: expect.stringContaining('say so: --yes') as string })
    expect(sandbox.changes).toEqual([])
  })

  it('restores no data that the release of this folder cannot read', async ({ expect }) => {
    using sandbox = await upgraded()
    await sandbox.rollback()
    const { code, stderr } = await sandbox.run('restore.mjs', ['--volume', sandbox.oldVolume, '--yes'])
    expect(code).toBe(1)
    expect(stderr).toBe('✖ That is data of OpenClaw 2026.9.6, which 2026.9.5, the release of this folder, cannot read.\n  Bring this folder to 2026.9.6 first, then run this again: npx --yes create-openclaw-fly@latest update --to 2026.9.6\n')
  })
})

describe.skipIf(!hasScript).concurrent('npm run rollback at a terminal (needs script of util-linux)', () => {
  it.for<[string, number, string]>([['y\r', 0, '2026.9.5'], ['n\r', 130, '2026.9.6'], ['\x03', 130, '2026.9.6']])('after %j ends with %i', async ([answer, expected, running], { expect }) => {
    using sandbox = await upgraded()
    const { code } = await converse(sandbox, 'rollback.mjs', [['Go back? y/N', answer]])
    expect([code, sandbox.running]).toEqual([expected, running])
  })
})
