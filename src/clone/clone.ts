import { randomBytes } from 'node:crypto'
import { lstat, mkdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { UserError } from '../errors.ts'
import { UnsafeArchive, inspectArchive } from './archive.ts'
import type { Contents } from './archive.ts'
import { archivePath, recallCommit, rememberCommit, sweep } from './cache.ts'
import { DamagedArchive, Offline, explainDamaged, explainDisk, explainExists, explainNotOpenClaw, explainUnsafe, throwIfAborted } from './failures.ts'
import type { Shown } from './failures.ts'
import { openGit } from './git-remote.ts'
import { openGithub } from './github.ts'
import type { Remote, Watch } from './remote.ts'
import { parseSource } from './source.ts'
import type { CloneSource } from './source.ts'
import { completeTree, runDegit } from './unpack.ts'

export { defaultCacheDir } from './cache.ts'
export type { CloneSource } from './source.ts'

/** What a clone is busy with. `bytes` received so far, of `total` where the server tells. */
export interface CloneProgress {
  readonly phase: 'resolving' | 'downloading' | 'extracting' | 'git'
  readonly bytes: number
  readonly total?: number
}

export interface CloneOptions {
  /** The folder to make. It must not exist; its parents may be missing. */
  readonly destination: string
  /** Where archives are kept, by commit. Nothing outside of it and of `destination`'s parent is written. */
  readonly cacheDir: string
  /** Stops the clone; while degit unpacks, as soon as it is done with that. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: CloneProgress) => void
  /** Stands in for `https://github.com`, for tests and mirrors. */
  readonly origin?: string
  /** Milliseconds without an answer that count as offline; 10 000 by default. */
  readonly offlineAfterMs?: number
}

/** `bytes` is the size of the archive. `offline` is no failure: nothing was written, and `reason` says why, for people. */
export type CloneResult =
  | { readonly kind: 'cloned' | 'cached', readonly commit: string | null, readonly bytes: number }
  | { readonly kind: 'offline', readonly reason: string }

/** Everything that the steps of one clone share. */
interface Job {
  readonly remote: Remote
  readonly shown: Shown
  readonly folder: string
  readonly watch: Watch
}

const REQUIRED = ['Dockerfile', 'package.json']

/**
 * Puts OpenClaw's source at exactly the tag `source.ref` into a new folder: all of it or nothing. An archive that is in
 * the cache is not downloaded again, and is enough when the network is gone or the server has trouble.
 * @throws UserError for a wrong repository or tag, a server in trouble, an archive or folder that will not do; Cancelled
 */
export async function clone(source: CloneSource, options: CloneOptions): Promise<CloneResult> {
  const place = parseSource(source)
  const shown = { repository: place.shown, ref: source.ref }
  const remote = place.kind === 'github' ? openGithub(place, source.ref, options.origin) : openGit(place, source.ref)
  const watch = { signal: options.signal, patience: options.offlineAfterMs ?? 10_000, report: options.onProgress ?? (() => undefined) }
  const destination = path.resolve(options.destination)
  const folder = path.join(path.resolve(options.cacheDir), ...remote.cacheKey)
  try {
    throwIfAborted(watch.signal)
    if (await exists(destination)) throw explainExists(destination)
    return await cloneTo(destination, { remote, shown, folder, watch })
  } catch (error) {
    if (error instanceof Offline) return { kind: 'offline', reason: error.message }
    if (error instanceof DamagedArchive) throw explainDamaged(shown, error.message)
    if (error instanceof UnsafeArchive) throw explainUnsafe(shown, error.message)
    throw explainDisk(error, path.dirname(destination))
  }
}

async function cloneTo(destination: string, job: Job): Promise<CloneResult> {
  await mkdir(job.folder, { recursive: true })
  await sweep(path.dirname(destination), [`${path.basename(destination)}.tmp-`])
  await sweep(job.folder, ['extract-', 'part-'])
  const commit = await findCommit(job)
  const temporary = `${destination}.tmp-${randomBytes(6).toString('hex')}`
  try {
    const result = await fill(temporary, commit, job)
    await refuseOtherTrees(temporary, job.shown)
    throwIfAborted(job.watch.signal)
    await moveInto(temporary, destination)
    await rememberCommit(job.folder, job.shown.ref, commit)
    return result
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/** The server's word on the tag counts; what was cached stands in only when the server cannot be asked. */
async function findCommit({ remote, folder, shown, watch }: Job): Promise<string> {
  try {
    return await remote.resolve(watch)
  } catch (error) {
    const unheard = error instanceof Offline || (error instanceof UserError && error.code === 'clone-server')
    const known = unheard ? await recallCommit(folder, shown.ref) : undefined
    if (known === undefined || !(await exists(archivePath(folder, known)))) throw error
    return known
  }
}

async function fill(temporary: string, commit: string, { remote, folder, shown, watch }: Job): Promise<CloneResult> {
  const archive = archivePath(folder, commit)
  let contents = await inspectCached(archive, commit)
  const kind = contents === undefined ? 'cloned' : 'cached'
  const download = async (): Promise<void> => {
    contents = await fetchArchive(archive, commit, remote, watch)
    await reportExtracting(archive, watch)
  }
  if (contents !== undefined) await reportExtracting(archive, watch)
  await runDegit({ folder, ref: shown.ref, commit, destination: temporary, download })
  throwIfAborted(watch.signal)
  if (contents === undefined) throw new DamagedArchive('it vanished from the cache while in use')
  await completeTree(archive, contents, temporary)
  return { kind, commit, bytes: (await stat(archive)).size }
}

async function reportExtracting(archive: string, watch: Watch): Promise<void> {
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

/** Downloads beside the cached archives and joins them only when read from end to end. */
async function fetchArchive(archive: string, commit: string, remote: Remote, watch: Watch): Promise<Contents> {
  const part = path.join(path.dirname(archive), `part-${randomBytes(6).toString('hex')}.tar.gz`)
  try {
    await remote.download(commit, part, watch)
    const contents = await inspectArchive(part, commit)
    await rename(part, archive)
    return contents
  } finally {
    await rm(part, { force: true })
  }
}

async function refuseOtherTrees(folder: string, shown: Shown): Promise<void> {
  const found = await Promise.all(REQUIRED.map((name) => exists(path.join(folder, name))))
  const missing = REQUIRED.filter((_, at) => found[at] !== true)
  if (missing.length > 0) throw explainNotOpenClaw(shown, missing)
}

/** One rename, so that a kill leaves either no folder or a whole one. */
async function moveInto(temporary: string, destination: string): Promise<void> {
  try {
    await rename(temporary, destination)
  } catch (error) {
    throw await exists(destination) ? explainExists(destination) : error
  }
}

async function exists(file: string): Promise<boolean> {
  return lstat(file).then(() => true, (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return false
    throw error
  })
}
