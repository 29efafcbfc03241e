import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { explainGit, explainNoTag } from './failures.ts'
import { runGit } from './git.ts'
import { findTag } from './pkt-line.ts'
import { readArchive } from './read-archive.ts'
import { relax } from './remote.ts'
import type { Remote } from './remote.ts'
import type { Place } from './source.ts'

// Git packs on this computer and in silence; milliseconds far beyond what OpenClaw needs on a slow disk.
const PACKING = 5 * 60_000

const UNITS = new Map([['bytes', 1], ['KiB', 1024], ['MiB', 1024 ** 2], ['GiB', 1024 ** 3]])

/** A repository on any Git server. Nothing of it is ever checked out: Git fetches the tag and packs it as an archive. */
export function openGit(place: Place & { kind: 'git' }, ref: string): Remote {
  const { url, authorization } = place
  const job = { shown: { repository: place.shown, ref }, authorization, url }
  const tag = `refs/tags/${ref}`
  return {
    cacheKey: ['git', createHash('sha256').update(url).digest('hex').slice(0, 32)],
    resolve: async (watch) => {
      watch.report({ phase: 'resolving', bytes: 0 })
      const listed = await runGit(['ls-remote', '--', url, tag, `${tag}^{}`], job, watch)
      const commit = findTag(listed.replaceAll('\t', ' ').split('\n'), ref)
      if (commit === undefined) throw explainNoTag(job.shown)
      return commit
    },
    download: async function* (commit, work, watch) {
      const [bare, file] = [path.join(work, 'fetched.git'), path.join(work, 'packed.tar.gz')]
      try {
        watch.report({ phase: 'git', bytes: 0 })
        await runGit(['init', '--quiet', '--bare', '--template=', bare], job, watch)
        // The full name: only ever a tag, never a branch of the same name.
        await runGit(['-C', bare, 'fetch', '--depth=1', '--no-tags', '--progress', '--', url, `+${tag}:${tag}`], job, relax(watch), (line) => {
          const bytes = readProgress(line)
          if (bytes !== undefined) watch.report({ phase: 'git', bytes })
        })
        const fetched = await runGit(['-C', bare, 'rev-parse', '--verify', `${tag}^{commit}`], job, watch)
        if (fetched.trim() !== commit) throw explainGit(job.shown, 'the tag was moved while it was being fetched')
        await runGit(['-C', bare, 'archive', '--format=tar.gz', '-1', '--prefix=source/', `--output=${file}`, commit], job, { ...watch, patience: PACKING })
        yield* readArchive(file, watch)
      } finally {
        await rm(bare, { recursive: true, force: true })
        await rm(file, { force: true })
      }
    },
  }
}

/** Bytes received so far, from a line such as `Receiving objects:  45% (9/20), 1.20 MiB | 3.00 MiB/s`. */
function readProgress(line: string): number | undefined {
  const [, amount, unit] = /^Receiving objects:.*?, ([\d.]+) (bytes|[KMG]iB)/u.exec(line) ?? []
  const factor = UNITS.get(unit ?? '')
  return factor === undefined ? undefined : Math.round(Number(amount) * factor)
}
