import { chmodSync, existsSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bootPrograms, fastClock, machine, type Booted, type Machine } from '../support/boot.ts'
import { temporaryFolders } from '../support/folders.ts'

const newFolder = temporaryFolders('boot-hold-')
const start = bootPrograms()

/** A gateway that is content with `{ "good": true }`, and otherwise ends with the code that the configuration names. */
const picky = [process.execPath, '-e', `
  const { readFileSync } = require('node:fs')
  const config = () => { try { return JSON.parse(readFileSync(process.env.OPENCLAW_STATE_DIR + '/openclaw.json', 'utf8')) } catch { return { code: 78 } } }
  const { good, code } = config()
  console.log('gateway: reads', JSON.stringify({ good, code }))
  if (!good) process.exit(code)
  process.on('SIGTERM', () => process.exit(0))
  console.log('gateway: ready')
  setInterval(() => {}, 1000)
`]

const configOf = ({ volume }: Machine): string => join(volume, 'openclaw.json')
const count = (text: string, part: string): number => text.split(part).length - 1

async function held(code: number, env: Readonly<Record<string, string>> = fastClock): Promise<Machine & { readonly booted: Booted }> {
  const where = machine(newFolder(), JSON.stringify({ code }))
  const booted = start(where, picky, { FLY_APP_NAME: 'my-app', ...env })
  await booted.until('waiting: the gateway cannot start')
  return { ...where, booted }
}

describe.concurrent('exit code 78, a configuration that the gateway refuses,', () => {
  test('keeps the machine up, says every minute how to repair it, and tries again after 1, 2, 4 minutes, for 2026.9.6 says 78 to troubles that pass, too', async ({ expect }) => {
    const { booted, volume } = await held(78)
    await expect.poll(() => count(booted.log(), 'waiting: '), { timeout: 15_000 }).toBeGreaterThanOrEqual(7)
    expect(count(booted.log(), 'gateway: reads')).toBe(3)
    const said = booted.log()
    expect(said).toContain('the gateway cannot start (exit code 78; why is above). Nothing answers, so the health check fails.')
    expect(said).toContain('npm run doctor   |   npm run config -- push   |   ')
    expect(said).toContain(`fly ssh console --app my-app --user node --command "node ${process.cwd()}/openclaw.mjs doctor --fix --non-interactive"`)
    expect(said).toContain(`It starts again when ${volume}/openclaw.json changes, with "fly apps restart my-app", and by itself in 1 min.`)
    expect(said.match(/by itself in \d min/g)!.join().replaceAll('by itself in ', '')).toMatch(/^1 min,2 min,1 min,4 min,3 min,2 min,1 min/)
  })

  test.each<[string, (path: string) => void]>([
    ['written in place', (path) => writeFileSync(path, '{ "good": true }')],
    ['replaced by another file', (path) => { writeFileSync(`${path}.new`, '{ "good": true }'); renameSync(`${path}.new`, path) }],
    ['replaced by one with an old date', (path) => {
      writeFileSync(`${path}.new`, '{ "good": true }')
      utimesSync(`${path}.new`, 1, 1)
      renameSync(`${path}.new`, path)
    }],
    ['written in pieces', (path) => { writeFileSync(path, ''); setTimeout(() => writeFileSync(path, '{ "good": true }'), 60) }],
  ])('ends when the configuration is %s', async (_, mend) => {
    const { booted, ...where } = await held(78)
    mend(configOf(where))
    await booted.until('gateway: ready')
    booted.child.kill('SIGTERM')
    expect(await booted.ended).toBe(0)
    expect(readFileSync(configOf(where), 'utf8')).toBe('{ "good": true }')
  })

  test('ends when the configuration is removed: the seed takes its place', async ({ expect }) => {
    const where = machine(newFolder(), '{ "good": true }')
    start({ ...where }, [process.execPath, '-e', ''])
    await expect.poll(() => existsSync(configOf(where))).toBe(true)
    writeFileSync(configOf(where), '{ "code": 78 }')
    const booted = start(where, picky, fastClock)
    await booted.until('waiting: ')
    rmSync(configOf(where))
    await booted.until('gateway: ready')
    expect(readFileSync(configOf(where), 'utf8')).toBe('{ "good": true }')
  })

  test('ends when the file is given back to its owner, though nothing is written', async ({ expect }) => {
    const { booted, ...where } = await held(78)
    chmodSync(configOf(where), 0o640)
    await expect.poll(() => count(booted.log(), 'gateway: reads')).toBeGreaterThan(1)
  })

  test('is held again where the mended one is not good either, and mended the second time', async ({ expect }) => {
    const { booted, ...where } = await held(78)
    writeFileSync(configOf(where), '{ "code": 78, "still": "bad" }')
    await expect.poll(() => count(booted.log(), 'gateway: reads')).toBe(2)
    await expect.poll(() => count(booted.log(), 'exit code 78\n')).toBe(2)
    writeFileSync(configOf(where), '{ "good": true }')
    await booted.until('gateway: ready')
  })

  test('misses no change that comes while the gateway is still failing', async ({ expect }) => {
    const where = machine(newFolder(), '{ "bad": true }')
    const slow = `const { readFileSync } = require('node:fs')
      const text = readFileSync(process.env.OPENCLAW_STATE_DIR + '/openclaw.json', 'utf8')
      if (text.includes('good')) console.log('gateway: ready')
      else { console.log('gateway: fails'); setTimeout(() => process.exit(78), 30_000) }`
    const booted = start(where, [process.execPath, '-e', slow], fastClock)
    await booted.until('gateway: fails')
    writeFileSync(configOf(where), '{ "good": true }')
    await booted.until('gateway: ready')
    expect(booted.log()).not.toContain('waiting')
  })

  test.each(['SIGTERM', 'SIGINT'] as const)('does not keep %s waiting', async (signal) => {
    const { booted } = await held(78, {})
    const began = Date.now()
    booted.child.kill(signal)
    expect(await booted.ended).toBe(0)
    expect(Date.now() - began).toBeLessThan(10_000)
  })
})

describe.concurrent('any other exit code of a gateway that just started', () => {
  test('leaves a minute for repairs, then counts: the machine restarts', async ({ expect }) => {
    const { booted } = await held(1)
    expect(await booted.ended).toBe(1)
    expect(booted.log()).toContain('(exit code 1; why is above)')
    expect(booted.log()).toContain('and by itself in 1 min.')
    expect(count(booted.log(), 'gateway: reads')).toBe(1)
  })

  test('is forgotten as soon as the configuration changes', async ({ expect }) => {
    const { booted, ...where } = await held(1)
    writeFileSync(configOf(where), '{ "good": true }')
    await booted.until('gateway: ready')
    expect(booted.child.exitCode).toBe(null)
  })
})

test('SIGTERM to a gateway that is failing ends all, whatever its exit code', async () => {
  const booted = start(machine(newFolder()), [process.execPath, '-e', 'process.on("SIGTERM", () => process.exit(78)); setInterval(() => {}, 1000); console.log("up")'])
  await booted.until('up')
  booted.child.kill('SIGTERM')
  expect(await booted.ended).toBe(78)
})
