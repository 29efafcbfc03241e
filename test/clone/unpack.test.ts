import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { unpack } from '../../src/clone/unpack.ts'
import { readTree, temporaryFolders } from '../support/folders.ts'
import { packTar, type Entry } from './tarball.ts'

const newFolder = temporaryFolders()

async function* inPieces(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

/** So many small files that a second thread writes a part of them, with some that are empty and some that are big. */
const manyFiles = Array.from({ length: 900 }, (_, index): Entry => {
  const length = index % 100 === 7 ? 0 : index % 100 === 50 ? 200_000 : 1_500 + index
  return { path: `top/packages/p${index % 9}/f${index}.ts`, text: `${index} `.repeat(length).slice(0, length) }
})

test('every file has its own bytes, whichever thread wrote it and however the archive arrived', async () => {
  const archive = packTar(manyFiles)
  const wanted = new Map(manyFiles.map(({ path, text }) => [path.slice('top/'.length), text!]))
  for (const length of [archive.length, 1000]) {
    const folder = join(newFolder(), 'clone')
    await unpack(inPieces(archive, length), folder, '')
    expect(new Map([...readTree(folder)].map(([path, { text }]) => [path, text]))).toEqual(wanted)
  }
})

/** Its folder is there already, as a folder of that name as the file is to have. */
async function unpackWithFault(at: number): Promise<unknown> {
  const folder = join(newFolder(), 'clone')
  mkdirSync(join(folder, manyFiles[at]!.path.slice('top/'.length)), { recursive: true })
  return unpack(inPieces(packTar(manyFiles), 100_000), folder, '').then(() => 'unpacked', (error: unknown) => error)
}

test.each([['first', 0], ['big', 50], ['last', manyFiles.length - 1]])('what the system says about the %s file is told, with its code and path', async (_, at) => {
  expect(await unpackWithFault(at)).toMatchObject({ code: 'EISDIR', syscall: 'open', path: expect.stringContaining(manyFiles[at]!.path.slice('top/'.length)), message: expect.stringContaining('EISDIR') })
})
