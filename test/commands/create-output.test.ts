import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { namesIn, readTree, temporaryFolders } from '../support/folders.ts'
import { runCli } from '../support/run-cli.ts'

const newFolder = temporaryFolders()
const rich = [
  '--app', 'some-app', '--org', 'my-team', '--region', 'gru', '--build', 'image', '--variant', 'slim', '--domain', 'assistant.example.com', '--heap', '2000',
  '--model', 'openrouter/moonshotai/kimi-k2.6:free', '--fallback', 'openai/gpt-6-sol', '--fallback', 'xai/grok-4.7',
  '--channel', 'discord', '--discord.guild-id', '123456789012345678', '--discord.channel=--$(me)&you', '--channel', 'tg', '--telegram.group-id', '-1001234567890',
]

describe('create --json', () => {
  test('prints one JSON object, and nothing on stderr', async () => {
    const cwd = newFolder()
    const { code, stdout, stderr } = await runCli(['dep', '--yes', '--no-clone', '--json'], { cwd })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const result = JSON.parse(stdout) as Record<string, unknown>
    expect(Object.keys(result)).toEqual(['folder', 'dryRun', 'answers', 'files', 'secrets', 'clone', 'notes', 'next', 'repeat'])
    expect(result).toMatchObject({ folder: join(cwd, 'dep'), dryRun: false, clone: { done: false }, answers: { app: 'dep', region: 'fra' } })
    expect(result['secrets']).toMatchObject([{ name: 'OPENCLAW_GATEWAY_TOKEN' }, { name: 'ANTHROPIC_API_KEY', where: 'https://console.anthropic.com/settings/keys' }])
  })

  test.each<[string, string[], object]>([
    ['a missing folder', ['--region', 'fra', '--json'], { code: 'answers-missing' }],
    ['missing answers', ['dep', '--json'], { code: 'answers-missing' }],
    ['a wrong answer', ['dep', '--yes', '--region', 'xxx', '--json'], { code: 'answers', problems: [{ where: '--region', message: '"xxx" is not a Fly region' }] }],
    ['an unknown flag', ['dep', '--regoin', 'fra', '--yes', '--json'], { code: 'usage', problems: [{ where: '--regoin', hint: 'did you mean --region?' }] }],
    ['an answers file that is not there', ['dep', '--answers', 'nowhere.toml', '--json'], { code: 'answers-absent' }],
    ['a wrong flag of another command', ['clone', '--deep', '--json'], { code: 'usage' }],
    ['several mistakes of different kinds', ['--region', 'fra', '--regoin=fra', '--answers', 'nowhere.toml', '--json'], { code: 'mistakes', problems: [{ where: '--regoin' }, { where: '--answers', message: 'there is no file nowhere.toml' }, { where: 'DIR' }] }],
  ])('prints one JSON object for %s', async (_, words, error) => {
    const { code, stdout, stderr } = await runCli(words, { cwd: newFolder() })
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({ error: { ...error, message: expect.any(String), hint: expect.any(String) } })
  })

  test('asks nothing at a terminal', async () => {
    const { code, stdout } = await runCli(['dep', '--json'], { cwd: newFolder(), tty: true })
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'answers-missing' } })
  })

  test('prints one JSON object when it is cancelled', async () => {
    const cwd = newFolder()
    const { code, stdout } = await runCli(['dep', '--yes', '--json'], { cwd, signal: AbortSignal.abort() })
    expect(code).toBe(130)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'cancelled' } })
    expect(namesIn(cwd)).toEqual([])
  })
})

describe('create --dry-run', () => {
  test('says what would be written and writes nothing', async () => {
    const cwd = newFolder()
    const { code, stdout } = await runCli(['a/dep', '--yes', '--dry-run'], { cwd })
    expect(code).toBe(0)
    expect(namesIn(cwd)).toEqual([])
    for (const path of ['fly.toml', 'openclaw.json', 'RUNBOOK.md', 'runtime/boot.mjs']) expect(stdout).toContain(`\n  ${path}\n`)
  })

  test('tells programs the size and mode of each file that a real run writes', async () => {
    const cwd = newFolder()
    const { stdout } = await runCli(['dep', '--yes', '--dry-run', '--json'], { cwd })
    const { files, dryRun } = JSON.parse(stdout) as { dryRun: boolean; files: readonly { path: string; bytes: number; mode: string }[] }
    expect(dryRun).toBe(true)
    await runCli(['dep', '--yes', '--no-clone'], { cwd })
    const tree = [...readTree(join(cwd, 'dep'))].filter(([path]) => !path.startsWith('.openclaw-fly/'))
    expect(files).toEqual(tree.map(([path, { text, mode }]) => ({ path, bytes: Buffer.byteLength(text), mode: mode.toString(8) })))
  })
})

describe('the repeat command', () => {
  test('makes the same deployment again, byte for byte', async () => {
    const cwd = newFolder()
    const { stdout } = await runCli(['dep', ...rich, '--yes', '--no-clone', '--json'], { cwd })
    const { repeat } = JSON.parse(stdout) as { repeat: readonly string[] }
    const again = newFolder()
    expect(await runCli([...repeat, '--no-clone'], { cwd: again })).toMatchObject({ code: 0, stderr: '' })
    expect(readTree(join(again, 'dep'))).toEqual(readTree(join(cwd, 'dep')))
  })

  test.skipIf(process.platform === 'win32')('is taken apart by a POSIX shell into exactly its words', async () => {
    const words = ["it's mine", ...rich, '--yes', '--dry-run']
    const printed = (await runCli(words, { cwd: newFolder() })).stdout.trimEnd().split('\n').at(-1)!
    const { repeat } = JSON.parse((await runCli([...words, '--json'], { cwd: newFolder() })).stdout) as { repeat: readonly string[] }
    const taken = execFileSync('sh', ['-c', `printf '%s\\0' ${printed}`], { encoding: 'utf8' }).split('\0').slice(0, -1)
    expect(taken).toEqual(['npm', 'create', 'openclaw-fly@latest', '--', ...repeat])
  })

  test.each(['clone', '-x', '-'])('does not take the folder %j for a command or a flag', async (name) => {
    const cwd = newFolder()
    const { stdout } = await runCli([`./${name}`, '--app', 'some-app', '--yes', '--dry-run', '--json'], { cwd })
    const { repeat, folder } = JSON.parse(stdout) as { repeat: readonly string[]; folder: string }
    expect(repeat[0]).toBe(`./${name}`)
    const again = await runCli([...repeat, '--dry-run', '--json'], { cwd })
    expect(JSON.parse(again.stdout)).toMatchObject({ folder })
  })

  test('and the answers file of a deployment give the same deployment', async () => {
    const cwd = newFolder()
    await runCli(['dep', ...rich, '--yes', '--no-clone'], { cwd })
    const again = newFolder()
    expect(await runCli(['dep', '--answers', join(cwd, 'dep', 'openclaw-fly.toml'), '--no-clone'], { cwd: again })).toMatchObject({ code: 0, stderr: '' })
    expect(readTree(join(again, 'dep'))).toEqual(readTree(join(cwd, 'dep')))
  })
})

test.each(['--help', '-h'])('%s prints the help, at most 80 columns wide', async (flag) => {
  const { code, stdout, stderr } = await runCli(['dep', flag])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('--discord.guild-id')
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
})

test('--version prints the version alone', async () => {
  expect((await runCli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test.each([['--help', 'help'], ['--version', 'version']])('%s with --json is one JSON object too', async (flag, key) => {
  const plain = (await runCli([flag])).stdout.trimEnd()
  expect(JSON.parse((await runCli(['--json', flag])).stdout)).toEqual({ [key]: plain })
})
