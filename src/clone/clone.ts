import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { UnsafeArchive } from './archive.ts'
import { exists, rememberCommit } from './cache.ts'
import { fill, findCommit } from './fill.ts'
import type { Job } from './fill.ts'
import { DamagedArchive, Offline, explainDamaged, explainDisk, explainExists, explainNotOpenClaw, explainUnsafe, throwIfAborted } from './failures.ts'
import type { Shown } from './failures.ts'
import { openGit } from './git-remote.ts'
import { openGithub } from './github.ts'
import type { CloneProgress } from './remote.ts'
import { parseSource } from './source.ts'
import type { CloneSource } from './source.ts'
import { sweep, temporaryName } from '../workspace/temporary.ts'

export { defaultCacheDir } from './cache.ts'
export type { CloneProgress } from './remote.ts'
export type { CloneSource } from './source.ts'

export interface CloneOptions {
  /** The folder to make. It must not exist; its parents may be missing. */
  readonly destination: string
  /** Where archives are kept, by commit. Nothing outside of it and of `destination`'s parent is written. */
  readonly cacheDir: string
  /** Stops the clone, at the latest after the next piece of the archive. */
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

/** Prefix of the folder in the cache that holds what is half-made. */
const WORK = 'work'
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
  await sweep(path.dirname(destination), path.basename(destination))
  await sweep(job.folder, WORK)
  const commit = await findCommit(job)
  const [temporary, work] = [temporaryName(destination), path.join(job.folder, temporaryName(WORK))]
  try {
    await mkdir(work)
    const result = await fill(temporary, work, commit, job)
    await refuseOtherTrees(temporary, job.shown)
    await rememberCommit(job.folder, job.shown.ref, commit)
    throwIfAborted(job.watch.signal)
    await moveInto(temporary, destination)
    return result
  } finally {
    await rm(work, { recursive: true, force: true })
    await rm(temporary, { recursive: true, force: true })
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
