import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { webhookOf } from '../../src/channels/needs.ts'
import { splitWords } from '../render/fly-commands.ts'
import { collect } from '../scripts/sandbox.ts'
import { FlySandbox } from '../scripts/fly-double/fly-sandbox.ts'
import { answersFor, catalog, renderAnswers, textOf } from '../support/answers.ts'
import { flagsFor, variantsOf } from '../support/channel-variants.ts'
import { goldenNames, readGolden, type GoldenCase } from '../support/golden.ts'
import { flyctl, runFlyctl } from './flyctl.ts'

const scratch = mkdtempSync(join(tmpdir(), 'openclaw-flyctl-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const goldens = goldenNames().map(readGolden)

/** The golden deployment in a folder of its own, with a Dockerfile where a source build has its clone. */
function placed(name: string, output: string): string {
  const folder = join(scratch, name)
  cpSync(output, folder, { recursive: true })
  mkdirSync(join(folder, 'openclaw'), { recursive: true })
  writeFileSync(join(folder, 'openclaw', 'Dockerfile'), 'FROM scratch\n')
  return folder
}

/** Commands in the runbook's shell blocks and in package.json; the app's name, which all have, is the same in all. */
function commandsOf({ output, answers }: GoldenCase): readonly string[] {
  const runbook = readFileSync(join(output, 'RUNBOOK.md'), 'utf8').split('\n').map((line) => line.trim())
  const { scripts } = JSON.parse(readFileSync(join(output, 'package.json'), 'utf8')) as { scripts: Readonly<Record<string, string>> }
  return [...runbook, ...Object.values(scripts)].filter((line) => line.startsWith('fly ')).map((line) => line.replaceAll(answers.app, 'my-openclaw'))
}

const quick = ['--time-limit', '2']
const runs: readonly (readonly [script: string, ...words: string[]])[] = [
  ['secrets.mjs', '--list', ...quick], ['deploy.mjs', ...quick], ['deploy.mjs', '--force', ...quick], ['open.mjs'], ['open.mjs', '--link', ...quick], ['open.mjs', '--approve', 'some-id', ...quick],
  ['openclaw.mjs', 'status'], ['config.mjs', 'diff', ...quick], ['backup.mjs', '--no-download', ...quick], ['doctor.mjs', ...quick], ['restore.mjs', '--snapshot', 'vs_1', '--yes', ...quick],
  ['private.mjs', '--yes', ...quick], ['private.mjs', '--undo', '--yes', ...quick],
]

/** Long enough for what the commands are; whether a script succeeds is the business of its own tests. */
async function runBriefly(sandbox: FlySandbox, script: string, words: readonly string[]): Promise<void> {
  const child = sandbox.start(script, words)
  const timer = setTimeout(() => child.kill('SIGKILL'), 12_000)
  await collect(child)
  clearTimeout(timer)
}

/** What the scripts run, from a new account on; nothing stands in for OpenClaw in the machine. */
async function scriptCommands(access: string): Promise<readonly (readonly string[])[]> {
  using first = new FlySandbox({ access })
  await runBriefly(first, 'deploy.mjs', quick)
  first.givenSecrets()
  await runBriefly(first, 'deploy.mjs', quick)
  using later = new FlySandbox({ access })
  later.givenDeployed({ isPrivate: access === 'private' })
  for (const [script, ...words] of runs) await runBriefly(later, script, words)
  return [...first.argvs, ...later.argvs]
}

/** With `--help` behind it flyctl reads the whole line, flags and their values included, and then does nothing. */
function misread(words: readonly string[]): string | undefined {
  const { code, text } = runFlyctl([...words, '--help'], scratch)
  return code === 0 && text.includes('Usage:') && !/^Error:/m.test(text) ? undefined : (/^Error:.*/m.exec(text)?.[0] ?? text)
}

if (flyctl === undefined) console.warn('flyctl is not on PATH: the tests with the real one do not run')

describe.skipIf(flyctl === undefined)('the real flyctl, if it is on PATH', () => {
  test.each(goldens)('finds no fault in the files of $name, unknown keys included', ({ name, output }) => {
    const folder = placed(name, output)
    for (const file of ['fly.toml', 'fly.private.toml']) {
      const { code, text } = runFlyctl(['config', 'validate', '--strict', '--config', file], folder)
      expect(text).toContain('Configuration is valid')
      expect(text).not.toMatch(/unrecogni[sz]ed|warn/i)
      expect(code).toBe(0)
    }
  })

  test.each(catalog.filter(({ fly }) => fly?.webhook?.port !== undefined).map((channel) => [channel.id, channel] as const))('finds no fault in the service of %s for its own listener', (id, channel) => {
    const { answers } = variantsOf(channel).find((variant) => webhookOf(channel, variant.answers) !== undefined)!
    const files = renderAnswers(answersFor({ ...flagsFor(channel, answers), build: 'image' }))
    const folder = join(scratch, `listener-${id}`)
    mkdirSync(folder)
    writeFileSync(join(folder, 'fly.toml'), textOf(files, 'fly.toml'))
    const { code, text } = runFlyctl(['config', 'validate', '--strict', '--config', 'fly.toml'], folder)
    expect([code, text]).toEqual([0, expect.stringContaining('Configuration is valid')])
    const { text: read } = runFlyctl(['config', 'show', '--local', '--config', 'fly.toml'], folder)
    expect((JSON.parse(read) as { services: unknown }).services).toMatchObject([{ internal_port: channel.fly!.webhook!.port, ports: [{ handlers: ['tls', 'http'] }] }])
  })

  test('finds the fault in a file that has one, so the test above can fail', () => {
    const folder = placed('broken', goldens[0]!.output)
    writeFileSync(join(folder, 'fly.toml'), `${readFileSync(join(folder, 'fly.toml'), 'utf8')}\n[nonsense]\n  key = 1\n`)
    expect(runFlyctl(['config', 'validate', '--strict', '--config', 'fly.toml'], folder)).toMatchObject({ code: 1 })
  })

  test('reads every command of every runbook and package.json', () => {
    const commands = [...new Set(goldens.flatMap(commandsOf))]
    expect(commands.length).toBeGreaterThan(30)
    const faults = commands.map((line) => [line, misread(splitWords(line).slice(1))]).filter(([, fault]) => fault !== undefined)
    expect(faults).toEqual([])
  })

  test('reads every command that the scripts run', async () => {
    const commands = [...(await scriptCommands('public')), ...(await scriptCommands('private'))]
    const each = new Map(commands.map((words) => [words.join(' '), words]))
    const names = new Set(commands.map(([first, second]) => `${first} ${second}`))
    expect([...names]).toEqual(expect.arrayContaining(['apps create', 'auth whoami', 'config validate', 'deploy --config', 'ips allocate-v6', 'ips release', 'machine list', 'secrets list', 'ssh console', 'volumes create', 'volumes snapshots']))
    const faults = [...each].map(([line, words]) => [line, misread(words)]).filter(([, fault]) => fault !== undefined)
    expect(faults).toEqual([])
  })

  test('does not read a flag that it does not have, so the test above can fail', () => {
    expect(misread(['status', '--bogus'])).toContain('unknown flag')
  })
})
