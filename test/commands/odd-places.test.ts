import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { namesIn, temporaryFolders } from '../support/folders.ts'
import { runCli } from '../support/run-cli.ts'

const newFolder = temporaryFolders('openclaw-fly-')
interface Odd {
  readonly what: string
  readonly path: string
  readonly message: string
  readonly prepare?: (cwd: string) => void
}

const everywhere: readonly Odd[] = [
  { what: 'a folder', path: 'folder', message: 'folder is a folder', prepare: (cwd) => mkdirSync(join(cwd, 'folder')) },
  { what: 'an empty name', path: '', message: '--answers has an empty name' },
  { what: 'a name with a NUL character', path: 'a\0b', message: 'has a NUL character in it' },
  { what: 'a file that is far too big', path: 'big', message: 'big has 2000000 bytes', prepare: (cwd) => writeFileSync(join(cwd, 'big'), ' '.repeat(2_000_000)) },
]
const onPosix: readonly Odd[] = process.platform === 'win32' ? [] : [
  { what: 'a pipe that nobody writes to', path: 'pipe', message: 'pipe is a pipe or a device, not a file', prepare: (cwd) => execFileSync('mkfifo', [join(cwd, 'pipe')]) },
  { what: 'a device', path: '/dev/zero', message: '/dev/zero is a pipe or a device, not a file' },
  { what: 'a symbolic link to itself', path: 'loop', message: 'loop is a symbolic link that leads back to itself', prepare: (cwd) => symlinkSync('loop', join(cwd, 'loop')) },
]

test.each([...everywhere, ...onPosix])('--answers refuses $what at once', async ({ path, message, prepare }) => {
  const cwd = newFolder()
  prepare?.(cwd)
  const before = namesIn(cwd)
  const { code, stdout, stderr } = await runCli(['dep', '--yes', '--no-clone', '--answers', path], { cwd })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(message)
  expect(namesIn(cwd)).toEqual(before)
})

test.skipIf(process.platform !== 'linux')('where nothing can be made, that is said, and no stack is shown', async () => {
  const { code, stderr } = await runCli(['/proc/x', '--app', 'some-app', '--yes', '--no-clone'], { cwd: newFolder() })
  expect([code, stderr]).toEqual([1, expect.stringContaining('/proc/x: nothing can be made there')])
  expect(stderr).not.toMatch(/ENOENT|bug/)
})

test.each([['', 'The name of the folder is empty.'], [' ', 'The name of the folder is empty.'], ['a\0b', 'The name of the folder has a NUL character in it.']])('the folder %j is refused', async (directory, message) => {
  const cwd = newFolder()
  const { code, stderr } = await runCli([directory, '--app', 'some-app', '--yes', '--no-clone'], { cwd })
  expect(code).toBe(2)
  expect(stderr).toContain(message)
  expect(namesIn(cwd)).toEqual([])
})

test.each(['', 'a\0b'])('clone refuses -C %j', async (directory) => {
  const { code, stderr } = await runCli(['clone', '-C', directory], { cwd: newFolder() })
  expect(code).toBe(2)
  expect(stderr).toContain('What -C names cannot be a folder.')
})

test.skipIf(process.platform === 'win32')('clone refuses a deployment whose answers are a pipe', async () => {
  const cwd = newFolder()
  execFileSync('mkfifo', [join(cwd, 'openclaw-fly.toml')])
  const { code, stderr } = await runCli(['clone'], { cwd })
  expect(code).toBe(2)
  expect(stderr).toContain('is a pipe or a device')
})

test('a current folder that was deleted is told, and help is there all the same', async () => {
  const { code, stderr } = await runCli(['dep', '--yes'], { cwd: '' })
  expect({ code, stderr }).toEqual({ code: 1, stderr: 'The folder that you are in does not exist any more.\ngo to another one with cd, and run the same command again\n' })
  expect(await runCli(['--help'], { cwd: '' })).toMatchObject({ code: 0, stderr: '' })
})

test.each([['updat', 'update'], ['chek', 'check'], ['rehears', 'rehearse']])('a mistyped command %s makes no folder', async (word, command) => {
  const cwd = newFolder()
  expect(await runCli([word, '--yes'], { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining(`did you mean ${command}? For a folder of that name write ./${word}`) as string })
  expect(namesIn(cwd)).toEqual([])
})
