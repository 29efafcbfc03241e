import { copyFile, link, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { UserError } from '../errors.ts'
import { inspectArchive } from './archive.ts'
import type { Contents } from './archive.ts'
import { archivePath, exists, recallCommit } from './cache.ts'
import { DamagedArchive, Offline, throwIfAborted } from './failures.ts'
import type { Shown } from './failures.ts'
import type { Remote, Watch } from './remote.ts'
import { completeTree, runDegit } from './unpack.ts'

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
 * Unpacks the commit's archive, from the cache or downloaded into it, to a new folder. `work` holds whatever is half-made
 * meanwhile; degit takes it for its cache.
 * @throws Offline, DamagedArchive, UnsafeArchive, UserError, Cancelled
 */
export async function fill(temporary: string, work: string, commit: string, { remote, folder, shown, watch }: Job): Promise<Filled> {
  const archive = archivePath(folder, commit)
  let contents = await inspectCached(archive, commit)
  const kind = contents === undefined ? 'cloned' : 'cached'
  const download = async (file: string): Promise<void> => {
    contents = await fetchArchive(archive, work, commit, remote, watch)
    await lend(archive, file, watch)
  }
  if (contents !== undefined) await lend(archive, archivePath(work, commit), watch)
  await runDegit({ folder: work, ref: shown.ref, commit, destination: temporary, download })
  throwIfAborted(watch.signal)
  if (contents === undefined) throw new DamagedArchive('it vanished from the cache while in use')
  await completeTree(archive, contents, temporary)
  return { kind, commit, bytes: (await stat(archive)).size }
}

/** Puts the archive where degit looks for it; not every disk has hard links. */
async function lend(archive: string, file: string, watch: Watch): Promise<void> {
  await link(archive, file).catch(() => copyFile(archive, file))
  watch.report({ phase: 'extracting', bytes: (await stat(archive)).size })
}

/** What a cached archive holds; one that is damaged is removed, so that degit finds it missing and fetches it again. */
async function inspectCached(archive: string, commit: string): Promise<Contents | undefined> {
  if (!(await exists(archive))) return undefined
  try {
    return await inspectArchive(archive, commit)
  } catch (error) {
    if (!(error instanceof DamagedArchive)) throw error
    await rm(archive, { force: true })
    return undefined
  }
}

/** Joins an archive to the cached ones only when it was read from end to end. */
async function fetchArchive(archive: string, work: string, commit: string, remote: Remote, watch: Watch): Promise<Contents> {
  const part = path.join(work, 'part.tar.gz')
  await remote.download(commit, part, watch)
  const contents = await inspectArchive(part, commit)
  await rename(part, archive)
  return contents
}
