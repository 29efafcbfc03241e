import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { ANSWERS_FILE } from '../../src/answers/answers.ts'
import { renderAnswers } from '../support/answers.ts'
import { namesIn, readTree, temporaryFolders } from '../support/folders.ts'
import { goldenNames, readGolden } from '../support/golden.ts'
import { runCli } from '../support/run-cli.ts'

const newFolder = temporaryFolders('openclaw-fly-')
const recipes = fileURLToPath(new URL('../check/recipes/', import.meta.url))

function recipe(name: string): string {
  const folder = join(newFolder(), 'dep')
  cpSync(join(recipes, name), folder, { recursive: true })
  return folder
}

/** Our files without our answers and our memory, as somebody has them who threw these away. */
function ejected(name: string): string {
  const folder = join(newFolder(), 'dep')
  for (const [path, { text, mode }] of renderAnswers(readGolden(name).answers)) {
    if (path === ANSWERS_FILE || path.endsWith('.mjs')) continue
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text, { mode })
  }
  return folder
}

describe('adopt', () => {
  test.each(goldenNames())('gives an ejected deployment its answers back: %s', async (name) => {
    const { code, stdout, stderr } = await runCli(['adopt', ejected(name), '--yes', '--dry-run', '--json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect((JSON.parse(stdout) as { answers: object }).answers).toEqual(readGolden(name).answers)
  })

  test('what it makes is a deployment that is current and sound', async () => {
    const folder = ejected('discord')
    await runCli(['adopt', folder, '--yes'])
    expect(readFileSync(join(folder, ANSWERS_FILE), 'utf8')).toBe(renderAnswers(readGolden('discord').answers).get(ANSWERS_FILE)!.text)
    const { code, stdout } = await runCli(['check', '-C', folder])
    expect(code).toBe(0)
    expect(stdout).toContain('It is current')
  })

  test.each(['guide', 'guide-private', 'auto-stop', 'half-gigabyte', 'token-in-env', 'latest', 'wrong-port'])('changes not a byte of what somebody made by hand: %s', async (name) => {
    const folder = recipe(name)
    writeFileSync(join(folder, 'notes.txt'), 'mine', { mode: 0o600 })
    const before = readTree(folder)
    const { code, stdout } = await runCli(['adopt', folder, '--yes'])
    expect(code).toBe(0)
    const after = readTree(folder)
    for (const [path, file] of before) expect(after.get(path), path).toEqual(file)
    expect([...after.keys()]).toEqual(expect.arrayContaining([ANSWERS_FILE, 'RUNBOOK.md', 'scripts/deploy.mjs', '.openclaw-fly/state.json', '.openclaw-fly/base/fly.toml']))
    expect(namesIn(folder).filter((one) => one.includes('.tmp-'))).toEqual([])
    for (const line of stdout.split('\n')) expect(line.length <= 80 || /^ +[a-z_]+ = /.test(line) || line.trim().split(' ').length === 1, line).toBe(true)
  })

  test('copies no secret that it finds, into no file and into no line', async () => {
    const folder = recipe('token-in-env')
    const own = new Set(readTree(folder).keys())
    const { stdout } = await runCli(['adopt', folder, '--yes'])
    const added = [...readTree(folder)].filter(([path]) => !own.has(path)).map(([, { text }]) => text)
    for (const text of [stdout, ...added]) for (const secret of ['a-token-of-ours-1234', 'not-a-reference']) expect(text).not.toContain(secret)
  })

  test('says what of the person\'s files does not start our boot program', async () => {
    const { stdout } = await runCli(['adopt', recipe('guide'), '--yes'])
    expect(stdout).toContain('W12  fly.toml:15  the machine starts without runtime/boot.mjs')
  })

  test('keeps a package.json and a .gitignore, and says what is missed in them', async () => {
    const folder = recipe('guide')
    writeFileSync(join(folder, 'package.json'), '{ "scripts": { "deploy": "fly deploy" } }')
    writeFileSync(join(folder, '.gitignore'), 'node_modules/\n')
    const { stdout } = await runCli(['adopt', folder, '--yes', '--json'])
    const { advice, next } = JSON.parse(stdout) as { advice: readonly string[]; next: readonly string[] }
    expect(advice.join('\n')).toMatch(/\.gitignore: add \.env .*\npackage\.json: add to "scripts": "backup": "node scripts\/backup\.mjs".*\npackage\.json: deploy is a script of your own, so start ours directly: node scripts\/deploy\.mjs/)
    expect(next.at(-1)).toBe('node scripts/deploy.mjs')
  })

  test('flags win over what is read', async () => {
    const folder = recipe('guide')
    await runCli(['adopt', folder, '--yes', '--memory', '4096', '--region', 'fra'])
    expect(readFileSync(join(folder, ANSWERS_FILE), 'utf8')).toMatch(/region = "fra"\n[^]*memory = 4096/)
  })

  test('takes an answers file that is left as it is', async () => {
    const folder = join(newFolder(), 'dep')
    await runCli([folder, '--yes', '--no-clone', '--org', 'acme'])
    rmSync(join(folder, '.openclaw-fly'), { recursive: true })
    const before = readTree(folder)
    expect((await runCli(['adopt', folder, '--yes'])).code).toBe(0)
    for (const [path, file] of before) expect(readTree(folder).get(path), path).toEqual(file)
    expect((await runCli(['check', '-C', folder])).code).toBe(0)
  })

  test('writes nothing in a dry run', async () => {
    const folder = recipe('guide')
    const before = readTree(folder)
    const { code, stdout } = await runCli(['adopt', folder, '--yes', '--dry-run'])
    expect(code).toBe(0)
    expect(stdout).toContain('Nothing was written: this was a dry run.')
    expect(readTree(folder)).toEqual(before)
  })

  test('asks to see which OpenClaw runs where only a stamp or nothing says so', async () => {
    const words = 'no file says for sure which OpenClaw runs'
    const { stdout } = await runCli(['adopt', recipe('guide'), '--yes', '--dry-run'])
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(words)
    expect((await runCli(['adopt', ejected('discord'), '--yes', '--dry-run'])).stdout.replaceAll(/\s+/g, ' ')).not.toContain(words)
  })

  test('takes a deployment back whose memory was lost, and names folders, not every file in them', async () => {
    const folder = recipe('guide')
    await runCli(['adopt', folder, '--yes'])
    rmSync(join(folder, '.openclaw-fly'), { recursive: true })
    const { code, stdout } = await runCli(['adopt', folder, '--yes'])
    expect(code).toBe(0)
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/Added: \.openclaw-fly\/, which remembers what was made\. Yours, and not touched: [^:]*, runtime\/, scripts\/\..*no file was added/)
  })
})

describe('adopt refuses, and changes nothing', () => {
  const withFiles = (files: Readonly<Record<string, string>>): string => {
    const folder = newFolder()
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    return folder
  }

  test.each<readonly [what: string, code: string, exitCode: number, files: Readonly<Record<string, string>>, words: readonly string[]]>([
    ['an empty folder', 'adopt-empty', 1, {}, ['--yes']],
    ['no fly.toml', 'no-fly-toml', 1, { 'readme.txt': '' }, ['--yes']],
    ['one of ours', 'adopt-ours', 1, { 'fly.toml': '', '.openclaw-fly/state.json': '{}' }, ['--yes']],
    ['half a memory of ours', 'adopt-broken', 1, { 'fly.toml': '', '.openclaw-fly/base/x': '' }, ['--yes']],
    ['a clone of OpenClaw', 'adopt-clone', 1, { 'fly.toml': 'app = "x"', 'package.json': '{ "name": "openclaw" }' }, ['--yes']],
    ['a file that cannot be read', 'unreadable', 1, { 'fly.toml': 'app = ', 'openclaw.json': '{' }, ['--yes']],
    ['nobody to ask', 'answers-missing', 2, { 'fly.toml': 'app = "x-claw"' }, []],
    ['nobody who agrees', 'not-confirmed', 2, { 'fly.toml': readFileSync(join(recipes, 'wrong-port', 'fly.toml'), 'utf8') }, ['--size', 'shared-cpu-2x', '--model', 'xai/grok-4.7']],
    ['a folder in the way', 'in-the-way', 1, { 'fly.toml': 'app = "x-claw"', 'runtime': '' }, ['--yes']],
  ])('where there is %s', async (_what, code, exitCode, files, words) => {
    const folder = withFiles(files)
    const before = readTree(folder)
    const result = await runCli(['adopt', folder, ...words, '--json'])
    expect(JSON.parse(result.stdout)).toMatchObject({ error: { code } })
    expect(result.code).toBe(exitCode)
    expect(readTree(folder)).toEqual(before)
  })
})
