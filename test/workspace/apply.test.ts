import { chmodSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { stateFiles } from '../../src/render/base.ts'
import { applyPlan } from '../../src/workspace/apply.ts'
import { temporaryFolders } from '../support/folders.ts'
import { before, moves, plan, state, textsIn, updated, writeDeployment } from './small-update.ts'

const newFolder = temporaryFolders('openclaw-fly-')

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

  test('does not write through a symbolic link on the way', async () => {
    const [folder, elsewhere] = [writeDeployment(newFolder()), newFolder()]
    symlinkSync(elsewhere, join(folder, 'scripts'))
    await expect(applyPlan(folder, plan, state)).rejects.toMatchObject({ name: 'UserError' })
    expect(readdirSync(elsewhere)).toEqual([])
  })
})
