import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { namesIn, temporaryFolders } from '../support/folders.ts'
import { runCli, type CliOptions, type CliResult } from '../support/run-cli.ts'

const newFolder = temporaryFolders()

/** Runs `create` with an npm that does what this program does, with `said` for what it was called with. */
async function createWith(program: string, words: readonly string[] = [], options: CliOptions = {}): Promise<CliResult & { readonly cwd: string; readonly said: () => string }> {
  const [cwd, home] = [newFolder(), newFolder()]
  const npm = join(home, 'npm-cli.js')
  writeFileSync(npm, `require('node:fs').writeFileSync(${JSON.stringify(join(home, 'said'))}, JSON.stringify(process.argv.slice(2)))\n${program}\n`)
  const result = await runCli(['dep', '--yes', '--no-clone', '--app', 'my-claw', '--release', 'latest', ...words], { ...options, cwd, env: { ...options.env, npm_execpath: npm } })
  return { ...result, cwd, said: () => readFileSync(join(home, 'said'), 'utf8') }
}

const prints = (text: string): string => `process.stdout.write(${JSON.stringify(text)})`

describe('--release latest', () => {
  test('takes what the registry calls latest, says which it took, and writes that into the answers', async () => {
    const { code, stdout, cwd, said } = await createWith(prints('"2026.9.5"\n'))
    expect(code).toBe(0)
    expect(stdout).toContain('\nlatest is OpenClaw 2026.9.5 today, says the npm registry.\n')
    expect(readFileSync(join(cwd, 'dep', 'openclaw-fly.toml'), 'utf8')).toContain('release = "2026.9.5"')
    expect(JSON.parse(said())).toEqual(['view', 'openclaw', 'dist-tags.latest', '--json', '--fetch-retries=0', '--loglevel=error'])
  })

  test('says at a terminal that it asks, apart from what is printed', async () => {
    const { stdout, stderr } = await createWith(prints('"2026.9.5"\n'), ['--json'], { errorTty: true, env: { TERM: 'dumb' } })
    expect(stderr).toBe('Asking npm for the latest release\nThe latest release is 2026.9.5\n')
    expect(JSON.parse(stdout)).toMatchObject({ answers: { release: '2026.9.5' } })
    const { stderr: failed } = await createWith('process.exitCode = 1', [], { errorTty: true, env: { TERM: 'dumb' } })
    expect(failed).toMatch(/^Asking npm for the latest release\nnpm did not name the latest release\n/)
  })

  test('may be one that this version does not know yet', async () => {
    const { code, stdout } = await createWith(prints('"2099.1.1"\n'), ['--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ answers: { release: '2099.1.1' }, notes: ['latest is OpenClaw 2099.1.1 today, says the npm registry.', expect.stringMatching(/^Careful: OpenClaw 2099\.1\.1 is newer/)] })
  })

  test('in an answers file asks too', async () => {
    const folder = newFolder()
    mkdirSync(join(folder, 'in'))
    writeFileSync(join(folder, 'in', 'a.toml'), 'release = "latest"\n')
    const { code, stdout } = await createWith(prints('"2026.9.4"\n'), ['--answers', join(folder, 'in', 'a.toml'), '--dry-run'])
    expect(code).toBe(0)
    expect(stdout).toContain('latest is OpenClaw 2026.9.4 today')
  })

  test('names the newest that is known as the way out where npm has no network, and tells every other mistake too', async () => {
    const { code, stderr, cwd } = await createWith(`process.stderr.write('npm error code ENOTFOUND\\nnpm error network request to https://user:geheim@registry.example failed\\n'); process.exitCode = 1`, ['--region', 'xyz'])
    expect(code).toBe(2)
    expect(stderr).toContain('--release: Which release of OpenClaw is the latest is not known: npm cannot reach its registry, so openclaw@latest was not fetched (ENOTFOUND). (name one instead; the newest that this version knows is --release 2026.9.6)')
    expect(stderr).toContain('--region: "xyz" is not a Fly region')
    expect(stderr).not.toContain('geheim')
    expect(namesIn(cwd)).toEqual([])
  })

  test.each([['no JSON', 'ENOENT\n'], ['a list', '["2026.9.6"]'], ['a beta', '"2026.9.7-beta.1"'], ['words', '"rm -rf ~"'], ['nothing', '']])('believes no registry that answers with %s', async (_, answer) => {
    const { code, stderr } = await createWith(prints(answer))
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'Which release of OpenClaw is the latest is not known: npm named no release of the form that OpenClaw has.\nname one instead; the newest that this version knows is --release 2026.9.6\n' })
  })

  test('refuses an older one that is not in the catalogue', async () => {
    const { code, stderr } = await createWith(prints('"2026.4.3"'))
    expect(code).toBe(2)
    expect(stderr).toContain('there is no OpenClaw 2026.4.3')
  })
})

test('no other release asks npm for anything', async () => {
  const { code } = await runCli(['dep', '--yes', '--no-clone', '--app', 'my-claw', '--release', '2026.9.5', '--dry-run'], { cwd: newFolder(), env: { npm_execpath: join(newFolder(), 'absent', 'npm-cli.js'), PATH: '' } })
  expect(code).toBe(0)
})
