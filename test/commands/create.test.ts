import { lstatSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { namesIn, readTree, temporaryFolders } from '../support/folders.ts'
import { runCli } from '../support/run-cli.ts'

const newFolder = temporaryFolders()
const quick = ['--yes', '--no-clone'] as const

describe('create --yes --no-clone', () => {
  test('leaves a complete deployment', async () => {
    const cwd = newFolder()
    const { code, stderr } = await runCli(['my-openclaw', ...quick], { cwd })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(namesIn(cwd)).toEqual(['my-openclaw'])
    expect(namesIn(join(cwd, 'my-openclaw'))).toEqual([
      '.dockerignore', '.env.example', '.gitignore', '.openclaw-fly', 'RUNBOOK.md', 'fly.private.toml', 'fly.toml', 'openclaw-fly.toml', 'openclaw.json', 'package.json', 'runtime', 'scripts',
    ])
  })

  test('keeps every file it wrote as the base of the next update', async () => {
    const cwd = newFolder()
    await runCli(['dep', ...quick], { cwd })
    const tree = readTree(join(cwd, 'dep'))
    const emitted = [...tree.keys()].filter((path) => !path.startsWith('.openclaw-fly/'))
    const state = JSON.parse(tree.get('.openclaw-fly/state.json')!.text) as { files: object }
    expect(Object.keys(state.files)).toEqual(emitted)
    for (const path of emitted) expect(tree.get(`.openclaw-fly/base/${path}`)?.text, path).toBe(tree.get(path)!.text)
  })

  test('makes the scripts that people start executable, and nothing else', async () => {
    const cwd = newFolder()
    await runCli(['dep', ...quick], { cwd })
    const executable = [...readTree(join(cwd, 'dep'))].filter(([, { mode }]) => (mode & 0o111) !== 0).map(([path]) => path)
    expect(executable).not.toEqual([])
    for (const path of executable) expect(path).toMatch(/^scripts\/[^/]+\.mjs$/)
  })

  test('names the app after the folder', async () => {
    const cwd = newFolder()
    await runCli(['aunt-mary', ...quick], { cwd })
    expect(readTree(join(cwd, 'aunt-mary')).get('fly.toml')!.text).toContain('app = "aunt-mary"')
  })

  test('makes my-openclaw when no folder is given', async () => {
    const cwd = newFolder()
    expect((await runCli(quick, { cwd })).code).toBe(0)
    expect(namesIn(cwd)).toEqual(['my-openclaw'])
  })

  test.each(['mit Leerzeichen', 'größe 大 🦞', "it's $(here)", '-dash', 'clone', '..dots'])('works in the folder %j', async (name) => {
    const cwd = newFolder()
    const { code, stdout } = await runCli([`./${name}`, '--app', 'some-app', ...quick], { cwd })
    expect(code).toBe(0)
    expect(namesIn(cwd)).toEqual([name])
    expect(stdout).toContain(' is ready:')
  })

  test('makes the folders on the way', async () => {
    const cwd = newFolder()
    expect((await runCli(['a/b/dep', ...quick], { cwd })).code).toBe(0)
    expect(namesIn(join(cwd, 'a', 'b'))).toEqual(['dep'])
  })

  test('says what comes next, and that OpenClaw was not cloned', async () => {
    const { stdout } = await runCli(['dep', ...quick], { cwd: newFolder() })
    expect(stdout).toContain('OpenClaw itself was not cloned; npm run deploy does it.')
    for (const step of ['cd dep', 'npm run rehearse', 'npm run deploy', 'npm run open']) expect(stdout).toContain(step)
  })
})

describe('the target', () => {
  test('that is not empty is refused, named and untouched', async () => {
    const cwd = newFolder()
    mkdirSync(join(cwd, 'dep'))
    writeFileSync(join(cwd, 'dep', 'diary.txt'), 'mine')
    const { code, stderr } = await runCli(['dep', ...quick], { cwd })
    expect(code).toBe(1)
    expect(stderr).toContain(`${join(cwd, 'dep')} is not empty: it has "diary.txt"`)
    expect([...readTree(cwd)].map(([path, { text }]) => [path, text])).toEqual([['dep/diary.txt', 'mine']])
  })

  test('that exists and is empty keeps its owner and its rights', async () => {
    const cwd = newFolder()
    mkdirSync(join(cwd, 'dep'), { mode: 0o700 })
    const before = statSync(join(cwd, 'dep'))
    expect((await runCli(['dep', ...quick], { cwd })).code).toBe(0)
    const after = statSync(join(cwd, 'dep'))
    expect([after.uid, after.gid, after.mode]).toEqual([before.uid, before.gid, before.mode])
    expect(namesIn(cwd)).toEqual(['dep'])
  })

  test('may be the folder one is in, which stays the same folder', async () => {
    const cwd = join(newFolder(), 'here-i-am')
    mkdirSync(cwd)
    const { ino } = statSync(cwd)
    const { code, stdout } = await runCli(['.', ...quick], { cwd })
    expect(code).toBe(0)
    expect(stdout).toContain('. is ready:')
    expect(namesIn(cwd)).toContain('fly.toml')
    expect(namesIn(cwd).filter((name) => name.includes('.tmp-'))).toEqual([])
    expect(statSync(cwd).ino).toBe(ino)
  })

  test('that is a symbolic link is refused, even to an empty folder', async () => {
    const cwd = newFolder()
    mkdirSync(join(cwd, 'real'))
    symlinkSync('real', join(cwd, 'dep'))
    const { code, stderr } = await runCli(['dep', ...quick], { cwd })
    expect(code).toBe(1)
    expect(stderr).toContain('is a symbolic link')
    expect(lstatSync(join(cwd, 'dep')).isSymbolicLink()).toBe(true)
    expect(namesIn(join(cwd, 'real'))).toEqual([])
  })

  test('that is a file is refused', async () => {
    const cwd = newFolder()
    writeFileSync(join(cwd, 'dep'), 'mine')
    const { code, stderr } = await runCli(['dep', ...quick], { cwd })
    expect(code).toBe(1)
    expect(stderr).toContain('is a file')
  })
})

test('a folder below ~ is made in the home directory, as a shell would', async () => {
  const home = newFolder()
  expect(await runCli(['~/dep', '--yes', '--no-clone'], { cwd: newFolder(), env: { HOME: home } })).toMatchObject({ code: 0 })
  expect(namesIn(home)).toEqual(['dep'])
})

test('--yes in a folder whose name is no app name takes the nearest one, as it would be proposed', async () => {
  const { code, stdout } = await runCli(['My Claw', '--yes', '--no-clone'], { cwd: newFolder() })
  expect(code).toBe(0)
  expect(stdout).toContain('--app my-claw')
})

test('an empty folder that was there is filled, and no temporary folder is left in it or beside it', async () => {
  const cwd = newFolder()
  mkdirSync(join(cwd, 'dep'))
  expect(await runCli(['dep', '--yes', '--no-clone'], { cwd })).toMatchObject({ code: 0 })
  expect(namesIn(cwd)).toEqual(['dep'])
  expect(namesIn(join(cwd, 'dep')).filter((name) => name.includes('.tmp-'))).toEqual([])
})

test('clone never repeats a secret that was given as its folder', async () => {
  const secret = `xoxb-${'Ab1'.repeat(12)}`
  const { code, stdout, stderr } = await runCli(['clone', '-C', secret], { cwd: newFolder() })
  expect(code).toBe(2)
  expect(stdout + stderr).not.toContain(secret)
})
