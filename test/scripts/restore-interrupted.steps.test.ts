import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import type { Fault } from './fly-double/fly-double.ts'
import { Restorable } from './restorable.ts'

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
