import { newestRelease, releases } from '../../src/releases/catalogue.ts'
import { node24, openclaw } from './programs.ts'

/** What several files want, once for all of them: two that began with it would each fetch the same. */
export default async function fetchPrograms(): Promise<void> {
  await node24()
  for (const release of new Set([releases[0]!.release, newestRelease])) await openclaw(release)
}
