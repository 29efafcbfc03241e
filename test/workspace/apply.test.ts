import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { stateFiles } from '../../src/render/base.ts'
import { applyPlan } from '../../src/workspace/apply.ts'
import { temporaryFolders } from '../support/folders.ts'
import { before, moves, plan, state, textsIn, updated, writeDeployment } from './small-update.ts'

const newFolder = temporaryFolders('openclaw-fly-')

/** Root may write everywhere, so what is closed to a person is tried as nobody. */
const isRoot = process.getuid?.() === 0

function giveToNobody(folder: string): void {
  if (!isRoot) return
  chmodSync(join(folder, '..'), 0o755)
  execFileSync('chown', ['-R', '65534:65534', folder])
}

async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (!isRoot) return work()
  process.setegid!(65534)
  process.seteuid!(65534)
  try {
    return await work()
  } finally {
    process.seteuid!(0)
    process.setegid!(0)
  }
}

const canMount = isRoot && spawnSync('sh', ['-c', 'd=$(mktemp -d) && mount -t tmpfs -o ro tmpfs "$d" && umount "$d"; s=$?; rmdir "$d"; exit $s']).status === 0

function mountReadOnly(folder: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', folder])
  onTestFinished(() => void execFileSync('umount', [folder]))
}

describe('carrying out an update', () => {
  test('changes the files, the base and the clone, and leaves nothing else behind', async () => {
    const folder = writeDeployment(newFolder())
    expect(await applyPlan(folder, plan, state, moves)).toEqual([])
    expect(textsIn(folder)).toEqual(updated)
    expect(statSync(join(folder, 'scripts/run.mjs')).mode & 0o111).toBe(0o111)
    expect(readdirSync(join(folder, '.openclaw-fly')).toSorted()).toEqual(['base', 'state.json'])
  })

  test('changes not one byte where there is nothing to do', async () => {
    const folder = writeDeployment(newFolder())
    const [tree, { mtimeMs }] = [textsIn(folder), statSync(join(folder, '.openclaw-fly'))]
    await applyPlan(folder, [], stateFiles(before, '0.1.0', []))
    expect(textsIn(folder)).toEqual(tree)
    expect(statSync(join(folder, '.openclaw-fly')).mtimeMs).toBe(mtimeMs)
  })

  test('keeps the rights that the person gave to a file', async () => {
    const folder = writeDeployment(newFolder())
    chmodSync(join(folder, 'own.txt'), 0o600)
    await applyPlan(folder, plan, state)
    expect(statSync(join(folder, 'own.txt')).mode & 0o777).toBe(0o600)
  })

  test('does nothing where a file was changed after the plan was made', async () => {
    const folder = writeDeployment(newFolder())
    writeFileSync(join(folder, 'own.txt'), 'mine, once more')
    const tree = textsIn(folder)
    await expect(applyPlan(folder, plan, state, moves)).rejects.toMatchObject({ code: 'changed-meanwhile', message: 'own.txt was changed meanwhile; nothing was updated' })
    expect(textsIn(folder)).toEqual(tree)
  })

  test('does nothing where a file stands in the place of a folder that it needs', async () => {
    const folder = writeDeployment(newFolder())
    writeFileSync(join(folder, 'scripts'), 'mine')
    const tree = textsIn(folder)
    await expect(applyPlan(folder, plan, state, moves)).rejects.toMatchObject({ code: 'no-folder', message: `${join(folder, 'scripts')} is no folder, and files belong into it` })
    expect(textsIn(folder)).toEqual(tree)
  })

  test.skipIf(isRoot && !canMount)('does nothing where a folder of the deployment cannot be written to (as root: needs the right to mount one)', async () => {
    const folder = writeDeployment(newFolder())
    const scripts = join(folder, 'scripts')
    mkdirSync(scripts)
    if (isRoot) mountReadOnly(scripts)
    else chmodSync(scripts, 0o555)
    const tree = textsIn(folder)
    const message = `${scripts}: ${isRoot ? 'that disk is read-only' : 'you may not write there'}`
    await expect(applyPlan(folder, plan, state, moves)).rejects.toMatchObject({ name: 'UserError', message })
    expect(textsIn(folder)).toEqual(tree)
  })

  test('says what stopped it half-way, and keeps what the next run needs to finish it', async () => {
    const folder = writeDeployment(newFolder())
    const blocked = [...moves, { from: 'openclaw.mine', to: 'fly.toml/clone' }]
    await expect(applyPlan(folder, plan, state, blocked)).rejects.toMatchObject({ code: 'update-stopped', message: `The update is half done: ${join(folder, 'fly.toml/clone')}: a part of the path is a file.` })
    expect(textsIn(folder)).toMatchObject(updated)
    expect(readdirSync(join(folder, '.openclaw-fly')).filter((name) => name.startsWith('apply.'))).toHaveLength(1)
  })

  test.skipIf(!isRoot)('takes a file of a group that the person is not in, and gives its rights to nobody else (needs root)', async () => {
    const folder = writeDeployment(newFolder())
    giveToNobody(folder)
    chownSync(join(folder, 'own.txt'), 65534, 0)
    chmodSync(join(folder, 'own.txt'), 0o640)
    await asNobody(() => applyPlan(folder, plan, state))
    expect(textsIn(folder)['own.txt']).toBe('new and mine')
    expect(statSync(join(folder, 'own.txt')).mode & 0o777).toBe(0o600)
  })

  test('does not write through a symbolic link on the way', async () => {
    const [folder, elsewhere] = [writeDeployment(newFolder()), newFolder()]
    symlinkSync(elsewhere, join(folder, 'scripts'))
    await expect(applyPlan(folder, plan, state)).rejects.toMatchObject({ name: 'UserError' })
    expect(readdirSync(elsewhere)).toEqual([])
  })
})
