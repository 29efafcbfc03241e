import { describe, expect, test } from 'vitest'
import { commandNames } from '../../src/commands/names.ts'
import { exitCodes } from '../../src/errors.ts'
import { temporaryFolders } from '../support/folders.ts'
import { runCli } from '../support/run-cli.ts'

const newFolder = temporaryFolders()
const main: readonly string[] = []
const commandLines: readonly (readonly string[])[] = [main, ...commandNames.map((name) => [name])]

describe.each(commandLines.map((words) => [['create-openclaw-fly', ...words].join(' '), words] as const))('%s --help', (_, words) => {
  const help = async (): Promise<string> => (await runCli([...words, '--help'])).stdout

  test('fits eighty columns', async () => {
    expect((await help()).split('\n').filter((line) => line.length > 80)).toEqual([])
  })

  test('begins with how it is called, and ends with an example', async () => {
    const text = await help()
    expect(text).toMatch(/^Usage: .*create[ -]openclaw-fly/)
    const examples = text.split(/^Examples?:\n/m)[1]
    expect(examples).toMatch(new RegExp(`^ +(?:npx |npm )?create[ -]openclaw-fly(?:@latest)? ?${words.join('')}`, 'm'))
  })

  test('says what each exit code means, and no code that there is not', async () => {
    const paragraph = /^Exit codes: ([\s\S]+?)\n\n/m.exec(await help())?.[1] ?? ''
    const codes = paragraph.replaceAll(/\s+/g, ' ').split(', ').flatMap((part) => /^(\d+) /.exec(part)?.slice(1) ?? []).map(Number)
    expect(codes).toEqual(expect.arrayContaining([exitCodes.ok, exitCodes.usage]))
    expect(codes.filter((code) => !Object.values(exitCodes).some((one) => one === code))).toEqual([])
  })

  test('keeps its word that a mistake in the flags is 2', async () => {
    const { code, stderr } = await runCli([...words, '--no-such-flag'], { cwd: newFolder() })
    expect(code).toBe(exitCodes.usage)
    expect(stderr).toContain('--no-such-flag')
  })
})

test('the main help names every command', async () => {
  const { stdout } = await runCli(['--help'])
  for (const name of commandNames) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
})
