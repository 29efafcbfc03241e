import { describe, expect, test } from 'vitest'
import { complete } from '../../src/completion/complete.ts'
import { newestRelease } from '../../src/releases/catalogue.ts'
import { catalog } from '../support/answers.ts'
import { runCli } from '../support/run-cli.ts'

/** The words that can follow. */
function after(...typed: readonly string[]): readonly string[] {
  return complete(typed, catalog, () => new Map()).candidates.map(({ value }) => value)
}

describe('the first word', () => {
  test('is a command or a folder', () => {
    expect(complete(['upd'], catalog, () => new Map())).toEqual({ candidates: [{ value: 'update' }], paths: 'folders' })
  })

  test('may be a flag of create', () => {
    expect(after('--reg')).toEqual(['--region'])
  })
})

describe('a flag', () => {
  test('is one that the command takes', () => {
    expect(after('update', '--t')).toEqual(['--to'])
    expect(after('check', '--t')).toEqual([])
  })

  test('is not offered a second time, unless it may be repeated', () => {
    expect(after('update', '--yes', '--y')).toEqual([])
    expect(after('update', '--restore', 'fly.toml', '--res')).toEqual(['--restore'])
  })

  test('of a channel is offered once the channel is named, or its own name begun', () => {
    expect(after('add', '--telegram')).toEqual([])
    expect(after('add', 'telegram', '--telegram.u')).toEqual(['--telegram.user-id'])
    expect(after('add', '--telegram.u')).toEqual(['--telegram.user-id'])
  })
})

describe('a value', () => {
  test.each([
    [['--region', 'fr'], ['fra']],
    [['--build', ''], ['source', 'image']],
    [['update', '--conflicts', ''], ['mine', 'new']],
    [['add', 'telegram', '--telegram.mode', ''], ['polling', 'webhook']],
  ])('%j is %j', (typed, expected) => {
    expect(after(...typed)).toEqual(expected)
  })

  test('of a release begins with the newest', () => {
    expect(after('update', '--to', '').slice(0, 2)).toEqual(['latest', newestRelease])
  })

  test('may stand behind an equals sign, which bash takes for a word', () => {
    expect(after('--region=fr')).toEqual(['--region=fra'])
    expect(after('--region', '=', 'fr')).toEqual(['fra'])
    expect(after('--region', '=')).toContain('fra')
  })

  test('that is a path is left to the shell', () => {
    expect(complete(['update', '-C', ''], catalog, () => new Map())).toEqual({ candidates: [], paths: 'folders' })
    expect(complete(['--answers', ''], catalog, () => new Map())).toEqual({ candidates: [], paths: 'files' })
  })
})

test('a channel is offered to add, remove and channels, each once', () => {
  for (const command of ['add', 'remove', 'channels']) expect(after(command, 'tele')).toEqual(['telegram'])
  expect(after('add', 'telegram', 'tele')).toEqual([])
})

test('each line for the shell is a word, and what --help says of it', async () => {
  const { stdout, code } = await runCli(['completion', '--words', '--', 'update', '--dry'])
  expect([code, stdout]).toEqual([0, '--dry-run\tshow what would change, write nothing\n'])
})

test('every command and every flag of a command has words beside it', async () => {
  const commands = (await runCli(['completion', '--words', '--', ''])).stdout.trimEnd().split('\n').filter((line) => !line.startsWith(':'))
  expect(commands.filter((line) => !line.includes('\t'))).toEqual([])
  for (const line of commands) {
    const [command = ''] = line.split('\t')
    const flags = (await runCli(['completion', '--words', '--', command, '-'])).stdout.trimEnd().split('\n')
    expect(flags.filter((flag) => !flag.includes('\t') && flag !== '--help'), command).toEqual([])
  }
})

test('--help in a line that is being written is not taken for ours', async () => {
  expect((await runCli(['completion', '--words', '--', '--help', 'upd'])).stdout).toBe(':folders\n')
})

test.each([[[], 'one of bash, zsh, fish'], [['fishh'], 'did you mean fish?'], [['bash', 'zsh'], 'one word too many']])('completion %j is a mistake: %s', async (words, said) => {
  const { code, stderr } = await runCli(['completion', ...words])
  expect([code, stderr.includes(said)]).toEqual([2, true])
})
