import { cpSync, readFileSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readTree, temporaryFolders } from '../support/folders.ts'
import { runCli } from '../support/run-cli.ts'
import { soundConfig, soundFly } from '../support/subjects.ts'

const newFolder = temporaryFolders('openclaw-fly-')
const recipes = fileURLToPath(new URL('../check/recipes/', import.meta.url))

async function deployment(): Promise<string> {
  const cwd = newFolder()
  await runCli(['dep', '--yes', '--no-clone', '--channel', 'discord', '--discord.user-id', '234567890123456789'], { cwd })
  return join(cwd, 'dep')
}

function edit(folder: string, name: string, from: string, to: string): void {
  const text = readFileSync(join(folder, name), 'utf8')
  expect(text).toContain(from)
  writeFileSync(join(folder, name), text.replace(from, to))
}

function recipe(name: string): string {
  const folder = newFolder()
  cpSync(join(recipes, name), folder, { recursive: true })
  return folder
}

describe('check of a deployment', () => {
  test('says of a fresh one that it is current and sound, and changes nothing', async () => {
    const folder = await deployment()
    const before = readTree(folder)
    const { code, stdout, stderr } = await runCli(['check', '-C', folder])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('It is current: an update would change nothing.')
    expect(stdout).toContain('Nothing found; ')
    expect(readTree(folder)).toEqual(before)
  })

  test('says that there is a newer release, and ends with 0 all the same', async () => {
    const cwd = newFolder()
    await runCli(['dep', '--yes', '--build', 'image', '--release', '2026.9.5'], { cwd })
    const { code, stdout } = await runCli(['check', '-C', 'dep'], { cwd })
    expect(code).toBe(0)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('It is current: an update that keeps the release would change nothing. OpenClaw 2026.9.6 is there: npx create-openclaw-fly@latest diff --to 2026.9.6')
  })

  test('names the line of a mistake in the answers', async () => {
    const folder = await deployment()
    edit(folder, 'openclaw-fly.toml', 'memory = 3072', 'memory = 3 gigs')
    expect((await runCli(['check', '-C', folder])).stdout).toMatch(/E00 {2}openclaw-fly\.toml:\d+:\d+ {2}this is not TOML\n/)
  })

  test('takes the release that runs from --release where no file says it for sure', async () => {
    const folder = recipe('guide')
    const unsure = await runCli(['check', '--from-scratch', folder])
    expect(unsure.stdout.replaceAll(/\s+/g, ' ')).toContain('give it as --release.')
    const { stdout } = await runCli(['check', '--from-scratch', folder, '--release', 'v2026.9.6'])
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('for OpenClaw 2026.9.6 (--release).')
    expect(stdout).not.toContain('give it as --release')
    expect(await runCli(['check', '--from-scratch', folder, '--release', 'newest'])).toMatchObject({ code: 2, stderr: expect.stringContaining('is not an OpenClaw release') as string })
  })

  test('ends with 3 where update would change something, and says what', async () => {
    const folder = await deployment()
    edit(folder, 'openclaw-fly.toml', 'memory = 3072', 'memory = 4096')
    const { code, stdout } = await runCli(['check', '-C', folder])
    expect(code).toBe(3)
    expect(stdout).toContain('It is not current.')
  })

  test('ends with 1 where something would break, whatever else there is', async () => {
    const folder = await deployment()
    edit(folder, 'fly.toml', 'internal_port = 3000', 'internal_port = 8080')
    edit(folder, 'openclaw-fly.toml', 'memory = 3072', 'memory = 4096')
    expect((await runCli(['check', '-C', folder])).code).toBe(1)
  })

  test('every file that cannot be read is a finding with its place, the answers too', async () => {
    const folder = await deployment()
    edit(folder, 'fly.toml', 'kill_timeout = "300s"', 'kill_timeout = 300s')
    edit(folder, 'openclaw.json', '"mode": "local",', '"mode": local,')
    edit(folder, 'openclaw-fly.toml', 'memory = 3072', 'memory = 3')
    const { code, stdout } = await runCli(['check', '-C', folder, '--json'])
    expect(code).toBe(1)
    const { findings } = JSON.parse(stdout) as { findings: readonly { id: string; file: string; line: number | null; column: number | null }[] }
    expect(findings.filter(({ id }) => id === 'E00').map(({ file, line }) => [file, line])).toEqual([['openclaw-fly.toml', null], ['fly.toml', 9], ['openclaw.json', 3]])
  })

  test('a file that is not there is brought back by update --restore', async () => {
    const folder = await deployment()
    rmSync(join(folder, 'fly.toml'))
    expect((await runCli(['check', '-C', folder])).stdout.replaceAll(/\s+/g, ' ')).toContain('Cure: npx create-openclaw-fly@latest update --restore fly.toml brings it back')
  })

  test('a release older than the one that the volume was opened by is an error', async () => {
    const folder = await deployment()
    writeFileSync(join(folder, '.openclaw-fly', 'history.json'), JSON.stringify({ format: 1, entries: [{ release: '2026.9.40' }] }))
    expect((await runCli(['check', '-C', folder])).stdout).toMatch(/^E13 {2}fly.toml/m)
  })

  test('--fix mends what it can, keeps everything else, and looks again', async () => {
    const folder = await deployment()
    const whole = readFileSync(join(folder, 'fly.toml'), 'utf8')
    edit(folder, 'fly.toml', 'internal_port = 3000', 'internal_port = 8080')
    const { code, stdout } = await runCli(['check', '-C', folder, '--fix'])
    expect(code).toBe(0)
    expect(stdout).toContain('Changed fly.toml:\n  E05  http_service.internal_port is 3000 now')
    expect(readFileSync(join(folder, 'fly.toml'), 'utf8')).toBe(whole)
  })
})

describe('check --from-scratch', () => {
  test('looks at what somebody made by hand, and writes nothing', async () => {
    const folder = recipe('guide')
    const before = readTree(folder)
    const { code, stdout } = await runCli(['check', '--from-scratch', folder])
    expect(code).toBe(1)
    expect(stdout).toContain('E01  openclaw.json:14  gateway.trustedProxies is empty')
    expect(stdout).not.toContain('It is current')
    expect(readTree(folder)).toEqual(before)
  })

  test('no line is longer than 80 columns but for a word that is', async () => {
    for (const name of ['guide', 'token-in-env', 'no-volume', 'half-gigabyte']) {
      const { stdout } = await runCli(['check', '--from-scratch', join(recipes, name)])
      for (const line of stdout.split('\n')) expect(line.length <= 80 || line.trim().split(' ').length === 1, line).toBe(true)
    }
  })

  test('files of other names can be named', async () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'prod.toml'), soundFly)
    writeFileSync(join(folder, 'claw.json5'), soundConfig)
    expect((await runCli(['check', '--from-scratch', folder, '--config', 'prod.toml', '--openclaw', 'claw.json5'])).code).toBe(0)
  })

  test('without openclaw.json the rules that need it are named, never passed', async () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'fly.toml'), soundFly)
    const { code, stdout } = await runCli(['check', '--from-scratch', folder])
    expect(code).toBe(0)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('E01, E02, E07, E08, E10, E11, E14, E16, E18, W02, W04, W06, W07, W10, W11, W13: it needs a readable openclaw.json')
  })

  test('a secret is found and never shown', async () => {
    const { stdout } = await runCli(['check', '--from-scratch', join(recipes, 'token-in-env')])
    const json = await runCli(['check', '--from-scratch', join(recipes, 'token-in-env'), '--json'])
    for (const text of [stdout, json.stdout]) {
      expect(text).toContain('OPENCLAW_GATEWAY_TOKEN')
      expect(text).not.toContain('a-token-of-ours')
      expect(text).not.toContain('not-a-reference')
    }
  })

  test('--fix leaves a file that is a link as it is, and says so', async () => {
    const folder = recipe('guide')
    cpSync(join(folder, 'fly.toml'), join(folder, 'real.toml'))
    unlinkSync(join(folder, 'fly.toml'))
    symlinkSync('real.toml', join(folder, 'fly.toml'))
    const { stdout } = await runCli(['check', '--from-scratch', folder, '--fix'])
    expect(stdout).toContain('Not changed: fly.toml, for it is a symbolic link.')
    expect(readFileSync(join(folder, 'real.toml'), 'utf8')).toBe(readFileSync(join(recipes, 'guide', 'fly.toml'), 'utf8'))
  })

  test.each([[['check', '--from-scratch', '.'], 'no-fly-toml', 1], [['check', '--config', 'x'], 'usage', 2], [['check', '--from-scratch', '.', '-C', '.'], 'usage', 2], [['check'], 'not-a-deployment', 1]] as const)('%j says what to do', async (words, code, exitCode) => {
    const { stdout, ...rest } = await runCli([...words, '--json'], { cwd: newFolder() })
    expect(rest.code).toBe(exitCode)
    expect((JSON.parse(stdout) as { error: { code: string } }).error.code).toBe(code)
  })
})
