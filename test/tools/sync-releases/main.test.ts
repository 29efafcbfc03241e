import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, describe, test } from 'vitest'

const scratch = mkdtempSync(join(tmpdir(), 'openclaw-sync-main-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
const main = join(import.meta.dirname, '..', '..', '..', 'tools', 'sync-releases', 'main.ts')

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs the tool with a program called npm that prints this, or fails with it. */
function sync(words: readonly string[], npm: { readonly prints?: string; readonly fails?: string } = {}): Promise<Ended> {
  const bin = mkdtempSync(join(scratch, 'bin-'))
  const body = npm.fails === undefined ? `console.log(${JSON.stringify(npm.prints ?? '[]')})` : `console.error(${JSON.stringify(npm.fails)}); process.exit(1)`
  writeFileSync(join(bin, 'npm'), `#!${process.execPath}\n${body}\n`, { mode: 0o755 })
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` }
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', main, ...words], { env, timeout: 20_000 }, (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }))
  })
}

// What it records is tested in sync.test.ts, on a folder of its own: no run here gets as far as the project's data.
describe.concurrent('npm run sync:releases', () => {
  test('explains itself', async ({ expect }) => {
    expect(await sync(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('--force RELEASE') as string, stderr: '' })
  })

  test('does not know other options', async ({ expect }) => {
    expect(await sync(['--forse'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/--forse[\s\S]*--help lists the options/) as string })
  })

  test('names the releases that there are not, all of them', async ({ expect }) => {
    const { code, stderr } = await sync(['2026.9.7', '--force', '2026.9.8'], { prints: '["2026.9.6","2026.9.5"]' })
    expect([code, stderr]).toEqual([2, 'The registry has no stable OpenClaw release 2026.9.7, 2026.9.8.\n  the newest are 2026.9.6, 2026.9.5\n'])
  })

  test('says why npm could not list them', async ({ expect }) => {
    const { code, stderr } = await sync([], { fails: 'npm error code ENOTFOUND\nnpm error network request failed' })
    expect([code, stderr]).toEqual([1, 'npm cannot list the releases of OpenClaw: ENOTFOUND: network request failed\n  npm view openclaw versions shows more\n'])
  })
})
