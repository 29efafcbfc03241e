import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addressed, bootPrograms, isRoot, machine, tickingClock, unprivileged } from '../support/boot.ts'
import { temporaryFolders } from '../support/folders.ts'

const newFolder = temporaryFolders('boot-look-')
const start = bootPrograms()
const nothing = [process.execPath, '-e', ''] as const
const app = { FLY_APP_NAME: 'my-app' }
const [uid, gid] = isRoot ? [1000, 1000] : [process.getuid!(), process.getgid!()]

describe.concurrent('the first line', () => {
  test('says who runs what, where, and how much room there is', async ({ expect }) => {
    const { ended, log } = start(unprivileged(machine(newFolder())), nothing)
    await ended
    expect(log()).toMatch(new RegExp(`\\[boot\\] uid ${uid}, Node ${process.versions.node}, OpenClaw \\?, \\d+ of \\d+ MB free on /`))
  })

  test.each([['openclaw', 'OpenClaw 2026.9.6,'], ['something-else', 'OpenClaw ?,']])('reads the release from the package.json of %s in the image', async (name, expected) => {
    const image = newFolder()
    writeFileSync(join(image, 'package.json'), JSON.stringify({ name, version: '2026.9.6' }))
    const { ended, log } = start(machine(newFolder()), nothing, {}, image)
    await ended
    expect(log()).toContain(expected)
  })

  test('comes on a volume that is not there at all, too', async ({ expect }) => {
    const where = machine(newFolder())
    writeFileSync(where.volume, '')
    const { ended, log } = start({ ...where, volume: join(where.volume, 'not-a-folder') }, nothing)
    expect(await ended).toBe(0)
    expect(log()).toContain('0 of 0 MB free on')
  })
})

test.concurrent.each([
  ['172.19.13.122', false], ['172.16.0.1', false], ['172.31.255.254', false],
  ['172.32.0.1', true], ['172.15.0.1', true], ['10.0.0.2', true], ['172.160.0.1', true],
])('an address of this machine is named where Fly\'s edge may not be trusted: %s, %s', async (address, named) => {
  const { ended, log } = start(machine(newFolder()), nothing, addressed(address))
  await ended
  expect(log().includes(`this machine is ${address}, not in 172.16.0.0/12: if all pages answer 403, see 403 in RUNBOOK.md`)).toBe(named)
})

describe.skipIf(!isRoot)('files that the gateway cannot use (needs root, to make some)', { concurrent: true }, () => {
  /** Starts on a volume that holds these files of root's. */
  async function startWith(files: readonly string[]): Promise<{ readonly log: string; readonly volume: string }> {
    const where = unprivileged(machine(newFolder()))
    for (const file of files) mkdirSync(join(where.volume, file, '..'), { recursive: true })
    execFileSync('chown', ['-R', '1000:1000', where.volume])
    for (const file of files) writeFileSync(join(where.volume, file), '{}')
    const { ended, log } = start(where, nothing, app)
    await ended
    return { log: log(), volume: where.volume }
  }

  test('are none on a volume of its own', async ({ expect }) => {
    expect((await startWith([])).log).not.toContain('cannot use')
  })

  test('are named with the cure, in which nothing is left to fill in', async ({ expect }) => {
    const { log, volume } = await startWith(['openclaw.json'])
    expect(log).toContain(`the gateway's user cannot use ${volume}/openclaw.json. Cure: fly ssh console --app my-app --command "chown -R 1000:1000 ${volume}"\n`)
  })

  test('are counted, wherever they are', async ({ expect }) => {
    expect((await startWith(['agents/main/sessions/x.jsonl', 'agents/main/y', 'state/z'])).log).toMatch(/cannot use \S+ and 2 more\. /)
  })

  test('are not looked for among the files of packages, nor is lost+found one', async ({ expect }) => {
    const { log } = await startWith(['npm/x', 'workspace/node_modules/x', 'cache/x', 'workspace/.git/x', 'lost+found'])
    expect(log).not.toContain('cannot use')
  })

  test('are the whole volume, which the first start cannot seed', async ({ expect }) => {
    const where = unprivileged(machine(newFolder()))
    chownSync(where.volume, 0, 0)
    const { ended, log } = start(where, nothing, app)
    await ended
    expect(log()).toContain(`could not put the configuration at ${where.volume}/openclaw.json`)
    expect(log()).toContain(`cannot use ${where.volume}. Cure: fly ssh console --app my-app --command "chown -R 1000:1000 ${where.volume}"`)
  })

  test('are not looked for longer than a second', async ({ expect }) => {
    const where = unprivileged(machine(newFolder()))
    for (let index = 0; index < 200; index++) writeFileSync(join(where.volume, String(index)), '')
    const { ended, log } = start(where, nothing, tickingClock)
    await ended
    expect(log()).toMatch(/cannot use \S+ and \d more\. /)
  })

  test('links to other places are not followed', async ({ expect }) => {
    const where = unprivileged(machine(newFolder()))
    symlinkSync('/', join(where.volume, 'everything'))
    execFileSync('chown', ['-h', '1000:1000', join(where.volume, 'everything')])
    const { ended, log } = start(where, nothing)
    await ended
    expect(log()).not.toContain('cannot use')
  })
})

test('a file that its owner may not read gets another cure', async () => {
  const where = unprivileged(machine(newFolder()))
  writeFileSync(join(where.volume, 'mine'), '')
  chownSync(join(where.volume, 'mine'), uid, gid)
  chmodSync(join(where.volume, 'mine'), 0o200)
  const { ended, log } = start(where, nothing, app)
  await ended
  expect(log()).toContain(`cannot use ${where.volume}/mine. Cure: fly ssh console --app my-app --command "chmod -R u+rwX ${where.volume}"`)
})

test.skipIf(!isRoot)('being root is named with its cure, and works (needs root)', async () => {
  const where = machine(newFolder())
  const { ended, log } = start(where, nothing, app)
  expect(await ended).toBe(0)
  expect(log()).toContain('started as root: the image\'s own user cannot use what it writes. Take "USER root" out of the Dockerfile, deploy, then: ' +
    `fly ssh console --app my-app --command "chown -R 1000:1000 ${where.volume}"`)
})
