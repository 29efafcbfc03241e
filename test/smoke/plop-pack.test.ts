import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, inject, test } from 'vitest'
import { namesIn, temporaryFolders } from '../support/folders.ts'

const run = promisify(execFile)
const newFolder = temporaryFolders('openclaw-fly plop pack ')
const plop = join(import.meta.dirname, '..', '..', 'node_modules', 'plop', 'bin', 'plop.js')

/** A project whose plopfile has a generator of its own and loads the installed package. */
function newProject(): string {
  const folder = newFolder()
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(join(inject('home'), 'node_modules', 'create-openclaw-fly'), join(folder, 'node_modules', 'create-openclaw-fly'))
  writeFileSync(join(folder, 'plopfile.mjs'), `export default async function (plop) {
  plop.setGenerator('mine', { description: 'of the project', prompts: [], actions: [] })
  await plop.load('create-openclaw-fly')
}
`)
  return folder
}

interface Outcome {
  readonly code: number
  readonly said: string
}

/** Runs a program of Node, from a folder of the project in which people may be. */
async function runIn(project: string, words: readonly string[]): Promise<Outcome> {
  const cwd = join(project, 'below')
  mkdirSync(cwd, { recursive: true })
  try {
    const { stdout, stderr } = await run(process.execPath, words, { cwd, env: { PATH: dirname(process.execPath), HOME: cwd } })
    return { code: 0, said: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, said: stdout + stderr }
  }
}

/** `plop GENERATOR ANSWER…` */
function type(project: string, words: readonly string[]): Promise<Outcome> {
  return runIn(project, [plop, '--plopfile', join(project, 'plopfile.mjs'), '--no-progress', ...words])
}

/** What a generator does with these answers; plop itself has no way to give answers with a space in their name. */
async function act(project: string, generator: string, answers: object): Promise<string> {
  const file = join(project, 'act.mjs')
  writeFileSync(file, `import nodePlop from ${JSON.stringify(import.meta.resolve('node-plop'))}
const plop = await nodePlop(${JSON.stringify(join(project, 'plopfile.mjs'))})
const { changes, failures } = await plop.getGenerator(${JSON.stringify(generator)}).runActions(${JSON.stringify(answers)})
console.log([...changes.map(({ path }) => path), ...failures.map(({ error }) => error)].join('\\n'))
`)
  return (await runIn(project, [file])).said
}

describe('plop.load of the installed package', () => {
  test("offers its generators beside the project's own", async () => {
    const project = newProject()
    const file = join(project, 'list.mjs')
    writeFileSync(file, `import nodePlop from ${JSON.stringify(import.meta.resolve('node-plop'))}\nconsole.log((await nodePlop('../plopfile.mjs')).getGeneratorList().map(({ name }) => name).join())\n`)
    expect(await runIn(project, [file])).toEqual({ code: 0, said: 'mine,deployment,regenerate,channel,preset\n' })
  })

  test('makes a deployment beside the plopfile, adds a channel to it, and renders it again', async () => {
    const project = newProject()
    expect(await type(project, ['deployment', 'my-openclaw', 'yes'])).toMatchObject({ code: 0 })
    const folder = 'my-openclaw'
    expect(namesIn(join(project, folder))).toContain('fly.toml')
    expect(await act(project, 'channel', { folder, 'channel': 'telegram', 'telegram user-id': '123456789' })).toContain('openclaw.json')
    expect(JSON.parse(readFileSync(join(project, folder, 'openclaw.json'), 'utf8'))).toMatchObject({ channels: { telegram: { allowFrom: ['123456789'] } } })
    expect(await type(project, ['regenerate', folder])).toMatchObject({ code: 0, said: expect.stringContaining('Everything is as it would be generated now.') })
  })

  test('begins a preset that the program takes, and never over one that is there', async () => {
    const project = newProject()
    expect(await type(project, ['preset', 'acme', '@acme/openclaw-chat', 'ACME_TOKEN'])).toMatchObject({ code: 0, said: expect.stringContaining('add --preset acme.json') })
    const [preset, before] = [join(project, 'acme.json'), readFileSync(join(project, 'acme.json'), 'utf8')]
    expect(await type(project, ['preset', 'acme', '@other/chat', 'OTHER_TOKEN'])).toMatchObject({ code: 1, said: expect.stringContaining('acme.json is there already') })
    expect(readFileSync(preset, 'utf8')).toBe(before)
    const cli = join(project, 'node_modules', 'create-openclaw-fly', 'dist', 'cli.cjs')
    expect(await runIn(project, [cli, '../dep', '--yes', '--no-clone'])).toMatchObject({ code: 0 })
    expect(await runIn(project, [cli, 'add', '--preset', preset, '-C', '../dep', '--yes'])).toMatchObject({ code: 0, said: expect.stringContaining('ACME_TOKEN') })
  })
})
