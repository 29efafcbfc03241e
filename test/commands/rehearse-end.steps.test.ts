import { once } from 'node:events'
import { beforeAll, describe, test } from 'vitest'
import { temporaryFolders } from '../support/folders.ts'
import { deployment, fakeCache, leftovers, startRehearsal } from '../support/rehearsal.ts'

const newFolder = temporaryFolders('rehearse-end-')
let cache: string
let path: string
beforeAll(async () => {
  cache = fakeCache(newFolder())
  // A gateway that never gets ready, so that the signal always comes in the middle.
  path = await deployment(newFolder(), [], { test: { never: true } })
})

/** Sends signals while the gateway starts, half a second apart. @returns how the rehearsal ended, and what it said */
async function interrupt(temporary: string, ...signals: readonly NodeJS.Signals[]): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly text: string }> {
  const child = startRehearsal(path, cache, temporary)
  let text = ''
  const starting = new Promise<void>((resolve) => {
    for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', (part: string) => {
      text += part
      if (text.includes('Starting the gateway')) resolve()
    })
  })
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  await Promise.race([starting, ended])
  await new Promise((resolve) => setTimeout(resolve, 500))
  for (const signal of signals) child.kill(signal)
  const [code, signal] = await ended
  return { code, signal, text }
}

describe.skipIf(process.platform === 'win32')('a rehearsal that is ended in the middle leaves no process and no folder', { concurrent: true, timeout: 90_000 }, () => {
  test.for(['SIGINT', 'SIGTERM'] as const)('by %s: it is cancelled', async (signal, { expect }) => {
    const temporary = newFolder()
    const { code, text } = await interrupt(temporary, signal)
    expect(leftovers(temporary)).toEqual([])
    expect(text).toContain('Cancelled')
    expect(code).toBe(130)
  })

  test.for([{ name: 'a second SIGINT', signals: ['SIGINT', 'SIGINT'] }, { name: 'SIGKILL', signals: ['SIGKILL'] }] as const)('by $name: what it started notices', async ({ signals }, { expect }) => {
    const temporary = newFolder()
    await interrupt(temporary, ...signals)
    await expect.poll(() => leftovers(temporary), { timeout: 30_000 }).toEqual([])
  })
})
