import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { SecondThread, type Batch } from '../../src/clone/second-thread.ts'
import { temporaryFolders } from '../support/folders.ts'

const newFolder = temporaryFolders()

function newThread(): SecondThread {
  const thread = new SecondThread()
  onTestFinished(() => thread.close())
  return thread
}

function batchOf(path: string, text: string): Batch {
  const bytes = new Uint8Array(new TextEncoder().encode(text))
  return { bytes, paths: [path], numbers: [0o666, 0, bytes.length] }
}

test('a thread takes one batch more than it is writing, and gives their bytes back', async () => {
  const [folder, thread] = [newFolder(), newThread()]
  for (const name of ['one', 'two']) {
    expect(thread.takesMore()).toBe(true)
    thread.write(batchOf(join(folder, name), name))
  }
  expect(thread.takesMore()).toBe(false)
  await thread.idle()
  expect(['one', 'two'].map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['one', 'two'])
  expect([thread.takeBytes()?.length, thread.takeBytes()?.length, thread.takeBytes()]).toEqual([3, 3, undefined])
})

test('what the system said about the first of two batches is told, and told again', async () => {
  const [folder, thread] = [newFolder(), newThread()]
  mkdirSync(join(folder, 'one'))
  for (const name of ['one', 'two']) thread.write(batchOf(join(folder, name), name))
  await expect(thread.idle()).rejects.toMatchObject({ code: 'EISDIR' })
  await expect(thread.idle()).rejects.toMatchObject({ code: 'EISDIR' })
  expect(() => thread.takesMore()).toThrow('EISDIR')
})

test('a thread that ends with a batch left is a failure, and nobody waits for it', async () => {
  const thread = newThread()
  thread.write(batchOf(join(newFolder(), 'never'), 'x'))
  await Promise.all([expect(thread.idle()).rejects.toThrow('the thread that writes files has ended'), thread.close()])
})
