import { spawn } from 'node:child_process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { namesIn, temporaryFolders } from '../support/folders.ts'

const newFolder = temporaryFolders('openclaw-fly-')
const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))
const hook = new URL('../support/signal-at-write.mjs', import.meta.url).href
const tsx = pathToFileURL(fileURLToPath(new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url))).href

/** Runs the real program in its own process and sends it a signal in the middle of its file number `at`. */
async function signalled(name: 'SIGKILL' | 'SIGINT' | 'SIGTERM', at: number, cwd: string): Promise<{ readonly ended: number | string; readonly stderr: string }> {
  const child = spawn(process.execPath, ['--import', tsx, '--import', hook, cli, 'dep', '--yes', '--no-clone'], {
    cwd, env: { ...process.env, SIGNAL_NAME: name, SIGNAL_AT: String(at) }, stdio: ['ignore', 'ignore', 'pipe'],
  })
  const chunks: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = await new Promise<number | string>((resolve) => child.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown')))
  return { ended, stderr: Buffer.concat(chunks).toString('utf8') }
}

describe.skipIf(process.platform === 'win32')('the program, hit in the middle of writing', () => {
  test.concurrent.each(['SIGINT', 'SIGTERM'] as const)('by %s leaves nothing and exits 130', async (name) => {
    const cwd = newFolder()
    expect(await signalled(name, 5, cwd)).toEqual({ ended: 130, stderr: 'Cancelled; nothing was written.\n' })
    expect(namesIn(cwd)).toEqual([])
  })

  test.concurrent('by kill -9 leaves the target absent', async () => {
    const cwd = newFolder()
    expect(await signalled('SIGKILL', 20, cwd)).toMatchObject({ ended: 'SIGKILL' })
    expect(namesIn(cwd)).not.toContain('dep')
  })
})
