import { lstat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, relative } from 'node:path'
import type { CloneProgress, CloneSource } from '../clone/clone.ts'
import { Cancelled, UserError } from '../errors.ts'
import type { Move } from '../workspace/apply.ts'
import { isThere } from '../workspace/is-there.ts'
import { cloneVersion } from './clone-version.ts'
import type { Io } from './io.ts'
import type { Prepared } from './prepare-update.ts'
import type { UpdateOptions } from './update-flags.ts'

const CLONE = 'openclaw'

/** The old clone must not be built for the new release, so it goes aside all the same. */
const NOT_CLONED = { path: null, changes: 'unknown' } as const

/** A new clone that waits beside the old one. */
export interface CloneWork {
  /** Absolute; null where npm run deploy is to fetch it. */
  readonly path: string | null
  /** What the person changed in the old one. */
  readonly changes: readonly string[] | 'unknown'
  /** Where the old one goes, below the deployment; null where there was none. */
  readonly aside: string | null
  readonly moves: readonly Move[]
}

/**
 * Fetches the clone that the new answers want, if another one is there, or was not needed before. The old one is not
 * touched yet.
 * @throws UserError where there is no network, Cancelled; nothing is left then
 */
export async function prepareClone(prepared: Prepared, options: Pick<UpdateOptions, 'clone' | 'json'>, io: Io): Promise<CloneWork | undefined> {
  const { folder, answers: { image, release }, former } = prepared
  if (image.build === 'image') return undefined
  const path = join(folder, CLONE)
  const there = await lstat(path).catch(() => undefined)
  if (there === undefined ? former['build'] !== 'image' : !there.isDirectory()) return undefined
  const version = there && (await cloneVersion(path))
  const repository = typeof former['repository'] === 'string' ? former['repository'] : image.repository
  if (version === release && repository === image.repository) return undefined
  const source = version === undefined ? null : { repository, ref: `v${version}` }
  const fresh = options.clone ? await fetchBeside({ repository: image.repository, ref: `v${release}` }, { path, source }, options.json, io) : NOT_CLONED
  const aside = there === undefined ? null : await freeName(folder, `${CLONE}.mine${version === undefined ? '' : `-${version}`}`)
  const moves = [...(aside === null ? [] : [{ from: CLONE, to: aside }]), ...(fresh.path === null ? [] : [{ from: relative(folder, fresh.path), to: CLONE }])]
  return { ...fresh, aside, moves }
}

/** Of the old clone only what the person changed is kept, or all of it where that cannot be told. @returns where that is */
export async function finishClone(folder: string, { changes, aside }: CloneWork): Promise<string | undefined> {
  if (aside === null || changes === 'unknown') return aside ?? undefined
  const { keepOnly } = await import('../clone/local-changes.ts')
  await keepOnly(join(folder, aside), changes)
  return changes.length > 0 ? aside : undefined
}

async function fetchBeside(source: CloneSource, old: { readonly path: string; readonly source: CloneSource | null }, quiet: boolean, io: Io): Promise<{ readonly path: string; readonly changes: readonly string[] | 'unknown' }> {
  const [{ renewClone }, { defaultCacheDir }, { startCloneProgress }] = [await import('../clone/renew.ts'), await import('../clone/clone.ts'), await import('../ask/clone-progress.ts')]
  const what = `${source.repository} at ${source.ref}`
  const progress = quiet ? undefined : startCloneProgress(io, what)
  const onProgress = (step: CloneProgress): void => progress?.onProgress(step)
  try {
    const fresh = await renewClone(source, old, { cacheDir: defaultCacheDir(io.env, process.platform, homedir()), signal: io.signal, onProgress })
    if ('offline' in fresh) throw new UserError('offline', `${what} could not be cloned: ${fresh.offline}; nothing was changed`, 'run the same command again when the network is there, or with --no-clone, and npm run deploy will fetch it')
    progress?.succeed(`Cloned ${what}`)
    return fresh
  } catch (error) {
    progress?.fail(error instanceof Cancelled ? 'Stopped' : 'Not cloned')
    throw error
  }
}

async function freeName(folder: string, name: string): Promise<string> {
  for (let count = 1; ; count++) {
    const proposal = count === 1 ? name : `${name}-${count}`
    if (!(await isThere(join(folder, proposal)))) return proposal
  }
}
