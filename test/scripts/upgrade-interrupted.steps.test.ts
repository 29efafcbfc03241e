import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import type { Fault } from './fly-double/fly-double.ts'
import { Upgradable } from './upgradable.ts'

describe.concurrent('npm run upgrade, interrupted', () => {
  const fault = (command: string, more: Partial<Fault> = {}): Fault => ({ command, times: 1, message: 'the moon is full', ...more })

  it.for<[string, Fault]>([
    ['before the backup came here', fault('ssh sftp get')],
    ['before the snapshot was scheduled', fault('volumes snapshots create')],
    ['after the snapshot was scheduled', fault('volumes snapshots create', { after: true })],
    ['before the deploy', fault('deploy')],
    ['after the deploy', fault('deploy', { after: true })],
  ])('%s goes on, and saves nothing twice', async ([, one], { expect }) => {
    using sandbox = new Upgradable()
    sandbox.fly.faults.push(one)
    expect(await sandbox.upgrade()).toMatchObject({ code: 1 })
    const { code, all } = await sandbox.upgrade()
    expect(code, all).toBe(0)
    expect([sandbox.running, sandbox.snapshots.length, sandbox.backups.length, sandbox.journals]).toEqual(['2026.9.6', 1, 1, []])
    expect(sandbox.history).toMatchObject([{ release: '2026.9.6', proved: true, before: { release: '2026.9.5', snapshot: { id: sandbox.snapshots[0] } } }])
  })

  it('by a kill at the deploy goes on', async ({ expect }) => {
    using sandbox = new Upgradable()
    const child = sandbox.start('upgrade.mjs', ['--yes'])
    sandbox.fly.faults.push({ command: 'deploy', times: 1, hangs: true, run: () => void child.kill('SIGKILL') })
    await new Promise((resolve) => child.on('exit', resolve))
    expect(sandbox.history).toMatchObject([{ proved: false }])
    expect(await sandbox.upgrade()).toMatchObject({ code: 0 })
    expect([sandbox.snapshots.length, sandbox.history.length, sandbox.history[0]!.before?.release]).toEqual([1, 1, '2026.9.5'])
  })

  it('saves anew what was saved more than an hour ago', async ({ expect }) => {
    using sandbox = new Upgradable()
    sandbox.fly.faults.push(fault('deploy'))
    await sandbox.upgrade()
    const journal = JSON.parse(sandbox.read('backups/upgrade.json')) as object
    // Its name as well: two of the same second would have the same one.
    const backup = 'backups/my-openclaw-2026-01-01T00-00-00Z.tar.gz'
    renameSync(join(sandbox.folder, 'backups', sandbox.backups[0]!), join(sandbox.folder, backup))
    sandbox.write('backups/upgrade.json', JSON.stringify({ ...journal, time: '2026-01-01T00:00:00.000Z', backup }))
    expect(await sandbox.upgrade()).toMatchObject({ code: 0 })
    expect([sandbox.backups.length, sandbox.snapshots.length, sandbox.history.at(-1)!.before!.snapshot!.id]).toEqual([2, 2, sandbox.snapshots[1]])
  })

  it('fetches the backup anew that was taken away meanwhile', async ({ expect }) => {
    using sandbox = new Upgradable()
    sandbox.fly.faults.push(fault('deploy'))
    await sandbox.upgrade()
    rmSync(join(sandbox.folder, 'backups', sandbox.backups[0]!))
    expect(await sandbox.upgrade()).toMatchObject({ code: 0 })
    expect([sandbox.backups.length, sandbox.snapshots.length]).toEqual([1, 1])
  })

  it('has another snapshot made where Fly gave up the first', async ({ expect }) => {
    using sandbox = new Upgradable()
    sandbox.fly.faults.push({ command: 'volumes snapshots create', times: 1, after: true, message: 'lost' })
    await sandbox.upgrade()
    for (const one of [...sandbox.atFly.snapshots.values()].flat()) one.status = 'failed'
    expect(await sandbox.upgrade()).toMatchObject({ code: 0 })
    expect(sandbox.history.at(-1)!.before!.snapshot!.id).toBe(sandbox.snapshots[1])
  })
})
