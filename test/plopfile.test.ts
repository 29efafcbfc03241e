import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NodePlopAPI } from 'plop'
import { beforeAll, describe, expect, test } from 'vitest'
import plopfile from '../plopfile.ts'
import { readTree, temporaryFolders } from './support/folders.ts'
import { runCli } from './support/run-cli.ts'

type Answers = Readonly<Record<string, unknown>>
interface Generator {
  readonly prompts: readonly { readonly name: string; readonly when?: (answers: Answers) => boolean; readonly validate?: (text: string) => true | string }[]
  readonly actions: readonly ((answers: Answers) => Promise<string>)[]
}

const newFolder = temporaryFolders('openclaw-fly plop ')
const generators = new Map<string, Generator>()

beforeAll(async () => {
  const plop = { setGenerator: (name: string, generator: Generator) => generators.set(name, generator), setHelper: () => undefined, getDestBasePath: () => process.cwd() }
  await plopfile(plop as unknown as NodePlopAPI)
})

async function newDeployment(...flags: readonly string[]): Promise<string> {
  const cwd = newFolder()
  expect(await runCli(['dep', '--yes', '--no-clone', ...flags], { cwd })).toMatchObject({ code: 0 })
  return join(cwd, 'dep')
}

function act(generator: string, answers: Answers): Promise<string> {
  return generators.get(generator)!.actions[0]!(answers)
}

describe('the plop generators', () => {
  test('are deployment, regenerate, channel and preset', () => {
    expect([...generators.keys()]).toEqual(['deployment', 'regenerate', 'channel', 'preset'])
  })

  test('regenerate changes not one byte of a deployment that is current', async () => {
    const folder = await newDeployment('--channel', 'discord')
    const before = readTree(folder)
    expect(await act('regenerate', { folder })).toBe('Everything is as it would be generated now.')
    expect(readTree(folder)).toEqual(before)
  })

  test('regenerate follows an answer that was edited, and keeps what the person changed in the same file', async () => {
    const folder = await newDeployment()
    const answers = readFileSync(join(folder, 'openclaw-fly.toml'), 'utf8')
    writeFileSync(join(folder, 'openclaw-fly.toml'), answers.replace('memory = 3072', 'memory = 4096'))
    const edited = `${readFileSync(join(folder, 'fly.private.toml'), 'utf8')}# mine\n`
    writeFileSync(join(folder, 'fly.private.toml'), edited)
    const said = await act('regenerate', { folder })
    expect(said).toContain('merged   fly.private.toml\n')
    expect(readFileSync(join(folder, 'fly.private.toml'), 'utf8')).toMatch(/memory = "4096mb"[^]*# mine\n$/)
    expect(readFileSync(join(folder, 'fly.toml'), 'utf8')).toContain('memory = "4096mb"')
  })

  test('channel adds one to those that are there, with its answers', async () => {
    const folder = await newDeployment('--channel', 'discord')
    await act('channel', { folder, channel: 'telegram', 'telegram user-id': '123456789, 987654321' })
    const { channels, bindings } = JSON.parse(readFileSync(join(folder, 'openclaw.json'), 'utf8')) as { channels: object; bindings: unknown }
    expect(channels).toMatchObject({ discord: { enabled: true }, telegram: { allowFrom: ['123456789', '987654321'] } })
    expect(bindings).toHaveLength(2)
  })

  test('channel asks only the questions of the channel that was chosen', () => {
    const asked = generators.get('channel')!.prompts.filter(({ when }) => when === undefined || when({ channel: 'telegram' }))
    expect(asked.map(({ name }) => name)).toEqual(['folder', 'channel', 'telegram mode', 'telegram user-id', 'telegram group-id'])
  })

  test('channel checks an answer as the flag would be', () => {
    const question = generators.get('channel')!.prompts.find(({ name }) => name === 'discord guild-id')!
    expect(question.validate!('123456789012345678')).toBe(true)
    expect(question.validate!('my server')).toContain('is not a Discord server id')
  })

  test('a folder that is no deployment is refused', async () => {
    await expect(act('regenerate', { folder: newFolder() })).rejects.toThrow('is not a deployment')
  })
})
