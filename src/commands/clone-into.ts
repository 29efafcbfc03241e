import { homedir } from 'node:os'
import { UserError } from '../errors.ts'
import type { CloneOutcome } from '../report/created.ts'
import type { Io } from './io.ts'

/**
 * Clones the repository at the release's tag, with progress. No network is no error: the deploy script, or
 * `create-openclaw-fly clone`, does it later.
 * @throws UserError where repository or tag are wrong; Cancelled
 */
export async function cloneInto(destination: string, repository: string, release: string, quiet: boolean, io: Io): Promise<CloneOutcome> {
  const { clone, defaultCacheDir } = await import('../clone/clone.ts')
  const { startCloneProgress } = await import('../ask/clone-progress.ts')
  const ref = `v${release}`
  const progress = quiet ? undefined : startCloneProgress(io, `${repository} at ${ref}`)
  try {
    const result = await clone(
      { repository, ref },
      {
        destination,
        cacheDir: defaultCacheDir(io.env, process.platform, homedir()),
        signal: io.signal,
        onProgress: (step) => progress?.onProgress(step),
      },
    )
    if (result.kind === 'offline') {
      progress?.fail(`Not cloned: ${result.reason}`)
      return { offline: result.reason }
    }
    progress?.succeed(`${result.kind === 'cached' ? 'Took' : 'Cloned'} ${repository} at ${ref}${result.kind === 'cached' ? ' from the cache' : ''}`)
    return 'cloned'
  } catch (error) {
    progress?.fail(error instanceof UserError ? 'Not cloned' : 'Stopped')
    throw error
  }
}
