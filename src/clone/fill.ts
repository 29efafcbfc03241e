import { open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { UserError } from '../errors.ts'
import { archivePath, exists, recallCommit } from './cache.ts'
import { DamagedArchive, Offline } from './failures.ts'
import type { Shown } from './failures.ts'
import { readArchive } from './read-archive.ts'
import type { Remote, Watch } from './remote.ts'
import { unpack } from './unpack.ts'

/** Everything that the steps of one clone share. */
export interface Job {
  readonly remote: Remote
  readonly shown: Shown
  /** The cache folder of this one repository. */
  readonly folder: string
  readonly watch: Watch
}

/** What came of a clone that was not offline. `bytes` is the size of the archive. */
export interface Filled {
  readonly kind: 'cloned' | 'cached'
  readonly commit: string
  readonly bytes: number
}

/** The server's word on the tag counts; what was cached stands in only when the server cannot be asked. */
export async function findCommit({ remote, folder, shown, watch }: Job): Promise<string> {
  try {
    return await remote.resolve(watch)
  } catch (error) {
    const unheard = error instanceof Offline || (error instanceof UserError && error.code === 'clone-server')
    const known = unheard ? await recallCommit(folder, shown.ref) : undefined
    if (known === undefined || !(await exists(archivePath(folder, known)))) throw error
    return known
  }
}

/**
 * Unpacks the commit's archive, from the cache or while it arrives, to a new folder. `work` holds whatever is half-made
 * meanwhile.
 * @throws Offline, DamagedArchive, UnsafeArchive, UserError, Cancelled
 */
export async function fill(temporary: string, work: string, commit: string, { remote, folder, watch }: Job): Promise<Filled> {
  const archive = archivePath(folder, commit)
  if (await unpackCached(archive, temporary, commit, watch)) return { kind: 'cached', commit, bytes: (await stat(archive)).size }
  const part = path.join(work, 'part.tar.gz')
  await unpack(keep(remote.download(commit, work, watch), part), temporary, commit)
  // It joins the cached ones only when it was read from end to end.
  await rename(part, archive)
  return { kind: 'cloned', commit, bytes: (await stat(archive)).size }
}

/** False where there is none, or a damaged one, which is removed. */
async function unpackCached(archive: string, temporary: string, commit: string, watch: Watch): Promise<boolean> {
  if (!(await exists(archive))) return false
  try {
    await unpack(readArchive(archive, watch), temporary, commit)
    return true
  } catch (error) {
    if (!(error instanceof DamagedArchive)) throw error
    await rm(archive, { force: true })
    await rm(temporary, { recursive: true, force: true })
    return false
  }
}

/** Hands the bytes on and writes them to a new file too. */
async function* keep(bytes: AsyncIterable<Buffer>, file: string): AsyncGenerator<Buffer> {
  const handle = await open(file, 'wx')
  try {
    for await (const chunk of bytes) {
      await handle.writeFile(chunk)
      yield chunk
    }
  } finally {
    await handle.close()
  }
}
