import { createHash, randomBytes } from 'node:crypto'
import { readlinkSync } from 'node:fs'
import { lstat, readdir, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

const DAY = 24 * 60 * 60 * 1000

/**
 * A name for something half-made: `<prefix>.tmp-<computer>-<process>-<chance>`. It says whose it is, so that the next
 * run can tell what a killed one left from what another one works on.
 */
export function temporaryName(prefix: string): string {
  return `${prefix}.tmp-${computer()}-${process.pid}-${randomBytes(6).toString('hex')}`
}

export function isTemporaryName(name: string, prefix: string): boolean {
  return name.startsWith(`${prefix}.tmp-`) && PARTS.test(name)
}

/**
 * Whether nobody works on it any more: its process is gone, or it is elsewhere and the thing is older than a day.
 * @param name says whose it is, where the path does not
 */
export async function isAbandoned(path: string, name = path): Promise<boolean> {
  const [, owner, pid] = PARTS.exec(name) ?? []
  if (owner === computer() && !isAlive(Number(pid))) return true
  return lstat(path).then(({ mtimeMs }) => Date.now() - mtimeMs > DAY, () => false)
}

/** Removes what killed runs left in `folder` under this prefix. */
export async function sweep(folder: string, prefix: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((candidate) => isTemporaryName(candidate, prefix))) {
    const path = join(folder, name)
    // What cannot be removed is in nobody's way; the next run tries again.
    if (await isAbandoned(path)) await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
}

const PARTS = /\.tmp-([0-9a-f]{8})-(\d{1,10})-[0-9a-f]{12}$/

/** Two containers may share a name and a disk, and each counts its processes for itself: on Linux that space has a number. */
function computer(): string {
  return createHash('sha256').update(`${hostname()} ${processSpace()}`).digest('hex').slice(0, 8)
}

function processSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return '' // Not Linux: there is one space.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
