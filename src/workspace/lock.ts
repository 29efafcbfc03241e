import { link, mkdir, open, readFile, rename, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../errors.ts'
import { STATE_FOLDER } from '../render/base.ts'
import { fileError } from './target.ts'
import { isAbandoned, sweep, temporaryName } from './temporary.ts'

/** Of what is there only while the lock is taken. */
const PREFIX = 'locking'

/**
 * Does something that changes a deployment while nobody else does.
 * @throws UserError where another run is at it
 */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const path = join(folder, STATE_FOLDER, 'lock')
  const owner = temporaryName(PREFIX)
  const made = await mkdir(join(folder, STATE_FOLDER), { recursive: true }).catch((error: NodeJS.ErrnoException) => { throw fileError(error, folder) })
  await take(path, owner)
  await sweep(join(folder, STATE_FOLDER), PREFIX)
  try {
    return await work()
  } finally {
    if ((await ownerOf(path)) === owner) await rm(path, { force: true })
    // Where the work needed no such folder, an empty one would be taken for a broken deployment.
    if (made !== undefined) await rmdir(join(folder, STATE_FOLDER)).catch(() => undefined)
  }
}

async function take(path: string, owner: string): Promise<void> {
  for (;;) {
    const taken = await write(path, owner)
    if (taken) return
    const other = await ownerOf(path)
    if (other === undefined) continue
    if (!(await isAbandoned(path, other))) throw new UserError('locked', 'Another run is changing this deployment.', `wait for it; if there is none, remove ${path}`)
    await clear(path, other)
  }
}

async function write(path: string, owner: string): Promise<boolean> {
  const own = join(path, '..', owner)
  try {
    const file = await open(own, 'wx')
    await file.writeFile(owner).finally(() => file.close())
    // A link is there with its text at once, or not at all.
    await link(own, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw fileError(error as NodeJS.ErrnoException, path)
  } finally {
    await rm(own, { force: true })
  }
}

/** What a killed run left is taken away under a name of ours first: meanwhile somebody else may have done so, and begun. */
async function clear(path: string, owner: string): Promise<void> {
  const aside = join(path, '..', temporaryName(PREFIX))
  const moved = await rename(path, aside).then(() => true, () => false)
  if (!moved) return
  if ((await ownerOf(aside)) !== owner) await link(aside, path).catch(() => undefined)
  await rm(aside, { force: true })
}

async function ownerOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}
