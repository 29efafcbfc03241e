import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, readdirSync, readFileSync, rmSync, statfsSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { isRoot } from '../support/boot.ts'
import { machines, stop, untilHeld, untilReady, type RealMachine } from './machine.ts'

const mounted: string[] = []
const newMachine = machines()
// After newMachine's own, so that it runs before: a folder that is mounted cannot be removed.
afterAll(() => mounted.forEach((folder) => execFileSync('umount', ['--lazy', folder])))

/** Mounts a small volume in memory over the machine's. */
function mount({ volume }: RealMachine, size: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=700,uid=1000,gid=1000`, 'none', volume], { stdio: 'pipe' })
  mounted.push(volume)
}

const canMount = isRoot && (() => {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

/** Takes all the room but this many bytes. */
function fill(volume: string, but: number): string {
  const { bavail, bsize } = statfsSync(volume)
  writeFileSync(join(volume, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - but)))
  chownSync(join(volume, 'filler'), 1000, 1000)
  return join(volume, 'filler')
}

describe.skipIf(!canMount)('a full volume (needs root, and leave to mount one)', () => {
  test('is named with its cure, where the gateway has other words for it; with room again, all is as it was', async () => {
    const machine = await newMachine()
    mount(machine, '400m')
    const first = machine.boot()
    await untilReady(machine, first)
    await stop(first)
    const config = readFileSync(machine.config)
    const filler = fill(machine.volume, 0)

    const booted = machine.boot()
    await untilHeld(booted, 1)
    expect(booted.log()).toContain('Gateway failed to start: database is not open.')
    expect(booted.log()).toContain('[boot] the volume is full. Cure: fly volumes list --app machine-1   then   fly volumes extend VOLUME_ID --size GB --app machine-1')
    expect(readFileSync(machine.config).equals(config)).toBe(true)

    rmSync(filler)
    utimesSync(machine.config, new Date(), new Date()) // rather than wait for a minute
    await untilReady(machine, booted)
    await stop(booted)
    expect(readFileSync(machine.config).equals(config)).toBe(true)
  })

  test('at the first start is seeded as soon as there is room, and never in part', async () => {
    const machine = await newMachine()
    mount(machine, '400m')
    const filler = fill(machine.volume, 0)
    const booted = machine.boot()
    await booted.until('could not put the configuration at')
    expect(booted.log()).toContain('ENOSPC')
    await untilHeld(booted, 78)
    expect(booted.log()).toContain('the volume is full. Cure: ')
    expect(booted.log()).toContain('[gateway] requires state migration')
    expect(existsSync(machine.config)).toBe(false)
    expect(readdirSync(machine.volume).filter((name) => name.startsWith('openclaw.json'))).toEqual([])
    await stop(booted)

    rmSync(filler)
    const again = machine.boot()
    await untilReady(machine, again)
    expect(again.log()).toContain('first start: put the configuration on the volume')
    await stop(again)
  })
})
