import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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
export class Restorable extends FlySandbox {
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
