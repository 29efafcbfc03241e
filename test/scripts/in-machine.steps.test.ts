import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { FlySandbox } from './fly-double/fly-sandbox.ts'
import { load } from './sandbox.ts'

interface InMachine { user: string, machine: string }
interface Ran { code: number, stdout: string, stderr: string }
type Run = (inMachine: InMachine, words: readonly string[], options?: { input?: string }) => Promise<Ran>
const { callInMachine, enterMachine, runInMachine } = await load<{ enterMachine: (context: object) => Promise<InMachine>, runInMachine: Run, callInMachine: Run }>('in-machine.mjs')
const { readInMachine, writeInMachine, writeWords } = await load<{
  readInMachine: (inMachine: InMachine, path: string) => Promise<string | undefined>
  writeInMachine: (inMachine: InMachine, path: string, text: string) => Promise<void>
  writeWords: (path: string, length: number) => string[]
}>('machine-file.mjs')

async function entered() {
  const sandbox = new FlySandbox()
  sandbox.givenDeployed()
  const fly = { file: join(sandbox.bin, 'fly'), args: [], name: 'fly' }
  const inMachine = await enterMachine({ fly, deployment: { app: sandbox.app, folder: sandbox.folder, secrets: [] }, timeLimit: 30_000 })
  return { sandbox, inMachine, [Symbol.dispose]: () => sandbox[Symbol.dispose]() }
}

describe.concurrent('a command in the machine', () => {
  it('gets its input and gives back its output, its complaints and its own exit code', async ({ expect }) => {
    using world = await entered()
    expect(await runInMachine(world.inMachine, ['sh', '-c', 'cat; echo "no $1" >&2; exit 41', 'sh', 'good'], { input: 'ü\n\n' })).toMatchObject({ code: 41, stdout: 'ü\n\n', stderr: 'no good\n' })
    await expect(callInMachine(world.inMachine, ['sh', '-c', 'echo why >&2; exit 41'])).rejects.toMatchObject({ message: expect.stringContaining('exit code 41') as string, hint: expect.stringContaining('why') as string })
  })

  it('is run as root that becomes the gateway\'s user, from the first refusal of Fly on', async ({ expect }) => {
    using world = await entered()
    const setpriv = join(world.sandbox.root, 'setpriv')
    writeFileSync(setpriv, '#!/bin/sh\nwhile [ "$1" != env ]; do shift; done\nexec "$@"\n', { mode: 0o755 })
    world.sandbox.fly.files.programs.set('setpriv', setpriv)
    world.sandbox.fly.faults.push({ command: 'ssh console', times: 1, message: 'error connecting to SSH server: ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey]' })
    expect(await runInMachine(world.inMachine, ['cat'], { input: 'x' })).toMatchObject({ code: 0, stdout: 'x' })
    await runInMachine(world.inMachine, ['true'])
    expect(world.sandbox.fly.calls.map(({ argv }) => argv[argv.indexOf('--user') + 1])).toEqual([expect.anything(), 'node', 'root', 'root'])
  })

  it('is not tried again where root is refused, too, or where Fly fails for another reason', async ({ expect }) => {
    using world = await entered()
    world.sandbox.fly.faults.push({ command: 'ssh console', message: 'create ssh certificate: not allowed' })
    await expect(runInMachine(world.inMachine, ['true'])).rejects.toMatchObject({ hint: expect.stringContaining('create ssh certificate') as string })
    expect(world.sandbox.fly.calls).toHaveLength(3)
    world.sandbox.fly.faults.splice(0, 1, { command: 'ssh console', message: 'host unavailable at fdaa::3: context deadline exceeded' })
    await expect(runInMachine({ ...world.inMachine, user: 'node' }, ['true'])).rejects.toMatchObject({ message: expect.stringMatching(/^This failed with exit code 1: fly ssh console --app my-openclaw --user node --command true$/) as string })
    expect(world.sandbox.fly.calls).toHaveLength(4)
  })

  it('fails with the cure where the machine stops before it', async ({ expect }) => {
    using world = await entered()
    world.sandbox.machine.state = 'stopped'
    await expect(runInMachine(world.inMachine, ['true'])).rejects.toMatchObject({ hint: `Start it, then run this again: fly machine start ${world.inMachine.machine} --app my-openclaw` })
  })
})

describe.concurrent('a file in the machine', () => {
  it('is written for the gateway\'s user alone and read back as it was', async ({ expect }) => {
    using world = await entered()
    const text = '{"a": "ü日\\n\'$(id)\'"}\nno end'
    await writeInMachine(world.inMachine, '/data/it\'s new.json', text)
    expect(await readInMachine(world.inMachine, '/data/it\'s new.json')).toBe(text)
    expect(statSync(world.sandbox.livePath('it\'s new.json')).mode & 0o777).toBe(0o600)
    expect(await readInMachine(world.inMachine, '/data/nosuch')).toBeUndefined()
  })

  it('is as it was where the text does not arrive whole', async ({ expect }) => {
    using world = await entered()
    const before = world.sandbox.liveFile('openclaw.json')
    expect(await runInMachine(world.inMachine, writeWords('/data/openclaw.json', 100), { input: '{"half' })).toMatchObject({ code: 1 })
    expect(world.sandbox.liveFile('openclaw.json')).toBe(before)
  })

  it('fails with the reason where it cannot be written', async ({ expect }) => {
    using world = await entered()
    await expect(writeInMachine(world.inMachine, '/data/no/such/folder', 'x')).rejects.toMatchObject({ message: expect.stringContaining('/data/no/such/folder could not be written') as string })
  })
})
