import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { fileSet } from '../../src/render/file-set.ts'
import { stageFiles } from '../../src/workspace/emit.ts'
import { inspectTarget } from '../../src/workspace/target.ts'
import { namesIn, readTree, temporaryFolders } from '../support/folders.ts'
import { runCli } from '../support/run-cli.ts'

const newFolder = temporaryFolders('openclaw-fly-')
const quick = ['--yes', '--no-clone'] as const
const isRoot = process.getuid?.() === 0

/** A disk of its own, so that it can be full or read-only for real. */
function mountDisk(options: string): string {
  const disk = newFolder()
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk])
  onTestFinished(() => void execFileSync('umount', [disk]))
  return disk
}

const canMount = isRoot && (() => {
  const probe = `/tmp/openclaw-fly-probe-${process.pid}`
  try {
    mkdirSync(probe)
    execFileSync('sh', ['-c', 'mount -t tmpfs -o size=64k tmpfs "$0" && umount "$0"; s=$?; rmdir "$0"; exit $s', probe], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

/** Root may write everywhere, so for a moment this process is nobody. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (!isRoot) return work()
  process.seteuid!(65534)
  try {
    return await work()
  } finally {
    process.seteuid!(0)
  }
}

describe('a failure leaves nothing behind', () => {
  test.skipIf(!canMount)('on a disk that is full (needs the right to mount one)', async () => {
    const disk = mountDisk('size=64k')
    const { code, stdout, stderr } = await runCli(['a/b/dep', ...quick], { cwd: disk })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(`${join(disk, 'a', 'b', 'dep')}: the disk is full`)
    expect(stderr).toContain('nothing was left behind')
    expect(namesIn(disk)).toEqual([])
  })

  test.skipIf(!canMount)('on a full disk, where the folder was there and empty', async () => {
    const disk = mountDisk('size=64k')
    mkdirSync(join(disk, 'dep'))
    expect((await runCli(['dep', ...quick], { cwd: disk })).code).toBe(1)
    expect(readTree(disk)).toEqual(new Map())
    expect(namesIn(disk)).toEqual(['dep'])
  })

  test.skipIf(!canMount)('on a disk that is read-only', async () => {
    const disk = mountDisk('size=64k,ro')
    const { code, stderr } = await runCli(['dep', ...quick], { cwd: disk })
    expect(code).toBe(1)
    expect(stderr).toContain('that disk is read-only')
  })

  test.skipIf(process.platform === 'win32')('in a folder that one may not write to', async () => {
    const cwd = newFolder()
    chmodSync(cwd, 0o555)
    chmodSync(join(cwd, '..'), 0o755)
    const { code, stderr } = await asNobody(() => runCli(['dep', ...quick], { cwd }))
    expect(code).toBe(1)
    expect(stderr).toContain('you may not write there')
    expect(namesIn(cwd)).toEqual([])
  })

  test('where a part of the path is a file', async () => {
    const cwd = newFolder()
    writeFileSync(join(cwd, 'file'), '')
    const { code, stderr } = await runCli(['file/dep', ...quick, '--app', 'some-app'], { cwd })
    expect(code).toBe(1)
    expect(stderr).toContain('a part of the path is a file')
    expect(namesIn(cwd)).toEqual(['file'])
  })

  test('where a name on the way is too long', async () => {
    const cwd = newFolder()
    const { code, stderr } = await runCli([`new/${'x'.repeat(300)}/dep`, ...quick], { cwd })
    expect(code).toBe(1)
    expect(stderr).toContain('the name is too long')
    expect(namesIn(cwd)).toEqual([])
  })

  test('when it is cancelled', async () => {
    const cwd = newFolder()
    const result = await runCli(['a/dep', ...quick], { cwd, signal: AbortSignal.abort() })
    expect(result).toEqual({ code: 130, stdout: '', stderr: 'Cancelled; nothing was written.\n' })
    expect(namesIn(cwd)).toEqual([])
  })
})

test.skipIf(!canMount).each(['tmpfs', 'bind'])('a mount point is filled, and stays one (%s; needs the right to mount one)', async (kind) => {
  const cwd = newFolder()
  const target = join(cwd, 'with a space')
  mkdirSync(target)
  execFileSync('mount', kind === 'tmpfs' ? ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', target] : ['--bind', newFolder(), target])
  try {
    expect(await runCli(['with a space', '--app', 'some-app', ...quick], { cwd })).toMatchObject({ code: 0, stderr: '' })
    expect(namesIn(target)).toContain('fly.toml')
    expect(namesIn(target).filter((name) => name.includes('.tmp-'))).toEqual([])
  } finally {
    execFileSync('umount', [target])
  }
  expect(namesIn(target)).toEqual([])
})

describe('what appears in the target meanwhile', () => {
  const files = fileSet([['fly.toml', { text: 'ours', mode: 0o644 }]])
  const put = async (folder: string): Promise<{ readonly commit: () => Promise<void>; readonly discard: () => Promise<void> }> => stageFiles(await inspectTarget('dep', folder), files)

  test.each([false, true])('is never overwritten (the folder was there before: %s)', async (before) => {
    const cwd = newFolder()
    if (before) mkdirSync(join(cwd, 'dep'))
    const stage = await put(cwd)
    mkdirSync(join(cwd, 'dep'), { recursive: true })
    writeFileSync(join(cwd, 'dep', 'fly.toml'), 'mine')
    await expect(stage.commit()).rejects.toThrow('something else was put there meanwhile')
    await stage.discard()
    expect([...readTree(cwd)].map(([path, { text }]) => [path, text])).toEqual([['dep/fly.toml', 'mine']])
  })
})

describe('the umask', () => {
  test.skipIf(process.platform === 'win32')('may keep files from others, but scripts stay executable', async () => {
    const cwd = newFolder()
    const before = process.umask(0o077)
    try {
      await (await stageFiles(await inspectTarget('dep', cwd), fileSet([['run.mjs', { text: '', mode: 0o755 }], ['fly.toml', { text: '', mode: 0o644 }]]))).commit()
    } finally {
      process.umask(before)
    }
    expect(statSync(join(cwd, 'dep', 'run.mjs')).mode & 0o777).toBe(0o755)
    expect(statSync(join(cwd, 'dep', 'fly.toml')).mode & 0o777).toBe(0o600)
  })
})
