import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readTree, temporaryFolders } from '../support/folders.ts'
import { runCli, type CliResult } from '../support/run-cli.ts'

const newFolder = temporaryFolders('openclaw fly ')

/** A deployment of an older release, from the official image. */
async function deployment(...flags: readonly string[]): Promise<string> {
  const cwd = newFolder()
  expect(await runCli(['dep', '--yes', '--build', 'image', '--release', '2026.9.5', ...flags], { cwd })).toMatchObject({ code: 0 })
  return join(cwd, 'dep')
}

function update(folder: string, ...words: readonly string[]): Promise<CliResult> {
  return runCli(['update', '-C', folder, ...words], { cwd: join(folder, '..') })
}

function change(folder: string, path: string, from: string, to: string): void {
  const text = readFileSync(join(folder, path), 'utf8')
  expect(text).toContain(from)
  writeFileSync(join(folder, path), text.replace(from, to))
}

const read = (folder: string, path: string): string => readFileSync(join(folder, path), 'utf8')

describe('update', () => {
  test('brings the release that --to names into every file that speaks of it, and keeps what the person changed', async () => {
    const folder = await deployment('--channel', 'telegram')
    change(folder, 'fly.toml', 'memory = "3072mb"', 'memory = "4gb"')
    change(folder, 'openclaw.json', '"mode": "local",', '// mine\n    "mode": "local",')
    const { code, stdout } = await update(folder, '--to', '2026.9.6', '--yes')
    expect(code).toBe(0)
    expect(stdout).toContain('OpenClaw 2026.9.5 → 2026.9.6')
    expect(read(folder, 'fly.toml')).toMatch(/openclaw:2026\.9\.6"[^]*memory = "4gb"/)
    expect(read(folder, 'openclaw-fly.toml')).toContain('release = "2026.9.6"')
    expect(JSON.parse(read(folder, 'scripts/deployment.json'))).toMatchObject({ release: '2026.9.6' })
    expect(read(folder, 'openclaw.json')).toContain('// mine')
  })

  test('says that an upgrade is one-way, and how to deploy it', async () => {
    const { stdout } = await update(await deployment(), '--to', '2026.9.6', '--yes')
    expect(stdout.replaceAll('\n', ' ')).toMatch(/! One way: OpenClaw 2026\.9\.6 converts the data .* npm run upgrade: it takes a backup and a snapshot first.*Now: npm run upgrade/)
  })

  test('follows an answer that was edited in openclaw-fly.toml', async () => {
    const folder = await deployment()
    change(folder, 'openclaw-fly.toml', 'memory = 3072', 'memory = 4096')
    expect(await update(folder, '--yes')).toMatchObject({ code: 0, stdout: expect.stringContaining('Now: npm run deploy') as string })
    expect(read(folder, 'fly.toml')).toContain('memory = "4096mb"')
  })

  test('leaves the person\'s value where both changed it, names the place with the three values, and ends with 3', async () => {
    const folder = await deployment()
    change(folder, 'fly.toml', 'memory = "3072mb"', 'memory = "8gb"')
    const { code, stdout } = await update(folder, '--memory', '4096', '--yes')
    expect(code).toBe(3)
    expect(stdout).toContain('  fly.toml: vm[0].memory\n    was    "3072mb"\n    yours  "8gb"\n    new    "4096mb"\n')
    expect(read(folder, 'fly.toml')).toContain('memory = "8gb"')
  })

  test('run twice does no more than once, and still names what was not decided', async () => {
    const folder = await deployment()
    change(folder, 'fly.toml', 'memory = "3072mb"', 'memory = "8gb"')
    await update(folder, '--memory', '4096', '--yes')
    const once = readTree(folder)
    expect(await update(folder, '--yes')).toMatchObject({ code: 3, stdout: expect.stringContaining('fly.toml: vm[0].memory') as string })
    expect(readTree(folder)).toEqual(once)
  })

  test.each([['new', '4096mb', 'Everything is as it would be generated now.\n'], ['mine', '8gb', 'Nothing new is to be written; your own changes stay as they are.\n']])('settles it as --conflicts %s says', async (side, memory, stdout) => {
    const folder = await deployment()
    change(folder, 'fly.toml', 'memory = "3072mb"', 'memory = "8gb"')
    expect(await update(folder, '--memory', '4096', '--yes', '--conflicts', side)).toMatchObject({ code: 0 })
    expect(read(folder, 'fly.toml')).toContain(`memory = "${memory}"`)
    expect(await update(folder, '--yes')).toMatchObject({ code: 0, stdout })
  })

  test('takes an edit of the place for a decision', async () => {
    const folder = await deployment()
    change(folder, 'fly.toml', 'memory = "3072mb"', 'memory = "8gb"')
    await update(folder, '--memory', '4096', '--yes')
    change(folder, 'fly.toml', 'memory = "8gb"', 'memory = "6gb"')
    expect(await update(folder, '--yes')).toMatchObject({ code: 0 })
  })

  test('writes down no value that may be a secret, though the person put one where none belongs', async () => {
    const folder = await deployment()
    const secret = `sk-ant-${'a1B2'.repeat(10)}`
    change(folder, 'fly.toml', '"--max-old-space-size=2048"', `"${secret}"`)
    const { code, stdout, stderr } = await update(folder, '--memory', '4096', '--yes')
    expect(code).toBe(3)
    expect(stdout + stderr).not.toContain(secret)
    expect([...readTree(join(folder, '.openclaw-fly')).values()].filter(({ text }) => text.includes(secret))).toEqual([])
  })

  test('asks for --yes where nobody can be asked, and changes nothing', async () => {
    const folder = await deployment()
    const before = readTree(folder)
    expect(await update(folder, '--to', '2026.9.6')).toMatchObject({ code: 2, stderr: expect.stringContaining('add --yes') as string })
    expect(readTree(folder)).toEqual(before)
  })

  test.each(['update --dry-run', 'diff', 'check', 'check --json'])('%s writes nothing', async (command) => {
    const folder = await deployment()
    change(folder, 'openclaw-fly.toml', 'memory = 3072', 'memory = 4096')
    rmSync(join(folder, 'RUNBOOK.md'))
    const before = readTree(folder)
    const { code } = await runCli([...command.split(' '), '-C', folder], { cwd: newFolder() })
    expect(code).not.toBe(2)
    expect(readTree(folder)).toEqual(before)
  })

  test('prints one JSON object with --json', async () => {
    const folder = await deployment()
    change(folder, 'fly.toml', 'memory = "3072mb"', 'memory = "8gb"')
    const { code, stdout, stderr } = await update(folder, '--to', '2026.9.6', '--memory', '4096', '--yes', '--json')
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({
      release: { from: '2026.9.5', to: '2026.9.6' }, oneWay: true, written: true,
      conflicts: [{ path: 'fly.toml', place: 'vm[0].memory', conflict: { base: '3072mb', mine: '8gb', theirs: '4096mb' } }],
    })
  })

  test('brings a file back that was deleted, when --restore asks for it, and only then', async () => {
    const folder = await deployment()
    rmSync(join(folder, 'RUNBOOK.md'))
    const { stdout } = await update(folder, '--to', '2026.9.6', '--yes')
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('kept RUNBOOK.md you deleted it, so it stays deleted; update --restore RUNBOOK.md brings it back')
    expect(existsSync(join(folder, 'RUNBOOK.md'))).toBe(false)
    await update(folder, '--restore', 'RUNBOOK.md', '--yes')
    expect(read(folder, 'RUNBOOK.md')).toContain('2026.9.6')
  })

  test('keeps the person\'s text under another name when --restore replaces it', async () => {
    const folder = await deployment()
    appendFileSync(join(folder, 'fly.toml'), '# mine\n')
    const mine = read(folder, 'fly.toml')
    await update(folder, '--restore', 'fly.toml', '--yes')
    expect([read(folder, 'fly.toml').includes('# mine'), read(folder, 'fly.toml.mine')]).toEqual([false, mine])
  })

  test('goes to no release that could not open the data on the volume', async () => {
    const folder = await deployment()
    writeFileSync(join(folder, '.openclaw-fly', 'history.json'), JSON.stringify({ format: 1, entries: [{ release: '2026.9.6', time: '2026-11-01T00:00:00.000Z', proved: false }] }))
    const before = readTree(folder)
    expect(await update(folder, '--to', '2026.9.4', '--yes')).toMatchObject({ code: 1, stderr: expect.stringContaining('2026.9.4 cannot open what 2026.9.6 has made of the data') as string })
    expect(readTree(folder)).toEqual(before)
    expect(await update(folder, '--to', '2026.9.4', '--yes', '--rollback')).toMatchObject({ code: 0 })
  })

  test('names every mistake at once: in flags, in the answers file', async () => {
    const folder = await deployment()
    change(folder, 'openclaw-fly.toml', 'region = ', 'regoin = "fra"\nregion = ')
    const { code, stderr } = await update(folder, '--to', '2031.1.x', '--memory', '100')
    expect(code).toBe(2)
    expect(stderr).toMatch(/regoin[^]*--to[^]*--memory/)
  })

  test('refuses a folder that is no deployment, a state of a later program, and a state that somebody broke', async () => {
    expect(await update(newFolder())).toMatchObject({ code: 1, stderr: expect.stringContaining('is not a deployment') as string })
    const folder = await deployment()
    const state = join(folder, '.openclaw-fly', 'state.json')
    for (const [text, words] of [['{"format": 2}', 'later version'], ['{', 'not as it was written'], ['{"format": 1, "generator": "1", "files": {"a": 1}}', 'not as it was written']] as const) {
      writeFileSync(state, text)
      expect(await update(folder)).toMatchObject({ code: 1, stderr: expect.stringContaining(words) as string })
    }
  })

  test('takes no text for its base that it did not write: an edit would be lost', async () => {
    const folder = await deployment()
    change(folder, 'fly.toml', 'memory = "3072mb"', 'memory = "8gb"')
    writeFileSync(join(folder, '.openclaw-fly', 'base', 'fly.toml'), read(folder, 'fly.toml'))
    expect(await update(folder, '--memory', '4096', '--yes')).toMatchObject({ code: 3 })
    expect(read(folder, 'fly.toml')).toContain('memory = "8gb"')
    expect(read(folder, 'fly.toml.new')).toContain('memory = "4096mb"')
  })

  test('works on a deployment that is part of a larger git repository, and on files that git ignores', async () => {
    const folder = await deployment()
    mkdirSync(join(folder, '..', '.git'))
    writeFileSync(join(folder, '..', '.gitignore'), 'dep/fly.toml\n')
    appendFileSync(join(folder, 'fly.toml'), '# mine\n')
    expect(await update(folder, '--to', '2026.9.6', '--yes')).toMatchObject({ code: 0 })
    expect(read(folder, 'fly.toml')).toMatch(/2026\.9\.6[^]*# mine\n$/)
  })
})

describe('update refuses', () => {
  test('a deployment of a later version of this program, whose templates it would take away', async () => {
    const folder = await deployment()
    change(folder, '.openclaw-fly/state.json', '"generator": "0.', '"generator": "9.')
    expect(await update(folder, '--yes')).toMatchObject({ code: 1, stderr: expect.stringMatching(/made by create-openclaw-fly 9\.[\d.]+, and this is 0\.[^]*@latest/) as string })
  })

  test('another release and another access at once, where each wants a deploy of its own', async () => {
    const folder = await deployment()
    writeFileSync(join(folder, '.openclaw-fly', 'history.json'), JSON.stringify({ format: 1, entries: [{ release: '2026.9.5' }] }))
    expect(await update(folder, '--to', '2026.9.6', '--access', 'private', '--yes')).toMatchObject({ code: 1, stderr: expect.stringContaining('npm run upgrade first') as string })
    expect(await update(folder, '--to', '2026.9.6', '--yes')).toMatchObject({ code: 0 })
  })

  test.each([['a folder that is not there', 'nowhere', 'there is no folder'], ['a folder that is no deployment', '.', 'is not a deployment']])('%s, and leaves nothing in it', async (_, name, message) => {
    const cwd = newFolder()
    expect(await runCli(['update', '-C', name, '--yes'], { cwd })).toMatchObject({ code: 1, stderr: expect.stringContaining(message) as string })
    expect(readTree(cwd).size).toBe(0)
    expect(existsSync(join(cwd, name, '.openclaw-fly'))).toBe(false)
  })

  test('a mistake in openclaw-fly.toml with exit code 2, as one in a flag', async () => {
    const folder = await deployment()
    change(folder, 'openclaw-fly.toml', 'memory = 3072', 'memmory = 3072')
    expect(await update(folder, '--yes')).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean memory?') as string })
  })
})

test('update says first that the image is to be decided, where the person has another one', async () => {
  const folder = await deployment()
  change(folder, 'fly.toml', 'openclaw:2026.9.5"', 'openclaw:2026.9.5-slim"')
  expect((await update(folder, '--to', '2026.9.6', '--yes')).stdout.replaceAll('\n', ' ')).toContain('Now: decide build.image first')
})

test('update names a key that the person took away', async () => {
  const folder = await deployment()
  change(folder, 'fly.toml', '  OPENCLAW_NO_AUTO_UPDATE = "1"  # the image decides which release runs\n', '')
  expect((await update(folder, '--to', '2026.9.6', '--yes')).stdout.replaceAll(/\s+/g, ' ')).toContain('yours stays: env.OPENCLAW_NO_AUTO_UPDATE (deleted)')
})
