import { mkdirSync, mkdtempSync, readdirSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest'
import { tidyAway } from '../support/one-folder.ts'
import { clone } from '../../src/clone/clone.ts'
import type { CloneOptions, CloneProgress, CloneResult } from '../../src/clone/clone.ts'
import { UserError } from '../../src/errors.ts'
import { makeRepository } from './repository.ts'
import type { Commits } from './repository.ts'
import { startServer } from './server.ts'
import type { Server } from './server.ts'

/** A name that no resolver is asked about, because no name may be so long. */
export const NOWHERE = `${'x'.repeat(64)}.invalid`

/** One test's surroundings: a server, an empty folder, a clone that knows both. */
export interface Workshop {
  server: Server
  commits: Commits
  /** The served repository on disk. */
  repository: string
  /** Empty at the beginning of each test. */
  folder: string
  destination: string
  cacheDir: string
  progress: CloneProgress[]
  clone: (ref?: string, options?: Partial<CloneOptions> & { repository?: string }) => Promise<CloneResult>
}

export function useWorkshop(): Workshop {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'clone test ')))
  const workshop = {} as Workshop
  beforeAll(async () => {
    mkdirSync(path.join(root, 'served'))
    workshop.commits = makeRepository(path.join(root, 'served'))
    workshop.repository = path.join(root, 'served', 'openclaw', 'openclaw.git')
    workshop.server = await startServer(path.join(root, 'served'))
    workshop.clone = (ref = 'v2026.9.6', { repository = 'openclaw/openclaw', ...options } = {}) => clone({ repository, ref }, {
      destination: workshop.destination, cacheDir: workshop.cacheDir, origin: workshop.server.origin, offlineAfterMs: 2000,
      onProgress: (progress) => workshop.progress.push(progress), ...options,
    })
  })
  beforeEach(() => {
    const folder = mkdtempSync(path.join(root, 'größe 大 '))
    Object.assign(workshop, { folder, destination: path.join(folder, 'openclaw'), cacheDir: path.join(folder, 'cache'), progress: [] })
    workshop.server.behaviour = {}
    workshop.server.requests.length = 0
    for (const name of ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']) vi.stubEnv(name, '')
    vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null')
  })
  afterEach(() => { vi.unstubAllEnvs() })
  afterAll(async () => {
    await workshop.server.close()
    tidyAway(root)
  })
  return workshop
}

/** The UserError that a promise ends in. */
export async function mistakeOf(promise: Promise<unknown>): Promise<UserError> {
  const error: unknown = await promise.then((value) => value, (reason: unknown) => reason)
  if (!(error instanceof UserError)) throw new Error('expected a UserError', { cause: error })
  return error
}

/** What lies in the test's folder besides the cache. */
export function leftovers(workshop: Workshop): string[] {
  return readdirSync(workshop.folder).filter((name) => name !== 'cache')
}
