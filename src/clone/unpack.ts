import { lstatSync } from 'node:fs'
import { mkdir, open, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import degit from 'degit'
import type { Contents } from './archive.ts'
import { nameBelowTop, staysInside } from './archive.ts'
import { readTar } from './tar.ts'

/** What degit is to fetch and unpack. */
export interface Unpacking {
  /** What degit takes for its cache: archives, its `map.json`, what it unpacks. */
  readonly folder: string
  readonly ref: string
  readonly commit: string
  readonly destination: string
  /** Puts the archive into the cache; degit calls it when the archive is not there. */
  readonly download: (file: string) => Promise<void>
}

/**
 * Lets degit fetch and unpack an archive. Its `cloneWithTar` rather than its `clone`, which would run the repository's
 * `degit.json` and fall back to a Git clone of its own.
 */
export async function runDegit({ folder, ref, commit, destination, download }: Unpacking): Promise<void> {
  let failure: { readonly error: unknown } | undefined
  const job = degit(undefined, {
    fetch: (_url, file) => download(file).catch((error: unknown) => {
      failure = { error }
      throw error
    }),
    // degit asks for a Git clone when some file merely reads like a Git LFS pointer; `completeTree` unpacks it instead.
    git: { fetchRefs: async () => [{ type: 'tag', name: ref, hash: commit }], clone: async () => undefined },
  })
  job.repo = { mode: 'tar', site: 'github', transport: 'https', user: 'source', name: 'source', ref, ssh: '', url: 'https://source.invalid' }
  // degit has no option for its cache folder; this method is where it decides on it.
  Object.defineProperty(job, 'getRepoDir', { value: () => folder })
  try {
    await job.cloneWithTar(destination)
  } catch (error) {
    if (failure !== undefined) throw failure.error
    // Whatever else stops degit, such as too many open files in a big repository, need not stop us.
    if ((error as { code?: unknown }).code !== 'COULD_NOT_DOWNLOAD') throw error
  }
}

/** Makes `destination` hold the archive exactly: degit skips files that it fails to write, and bends symbolic links. */
export async function completeTree(archive: string, contents: Contents, destination: string): Promise<void> {
  if (!isComplete(contents, destination)) {
    await rm(destination, { recursive: true, force: true })
    await writeFiles(archive, destination)
  }
  await writeLinks(contents, destination)
}

function isComplete({ files }: Contents, destination: string): boolean {
  return [...files].every(([name, { size }]) => {
    const found = lstatSync(path.join(destination, name), { throwIfNoEntry: false })
    return found?.isFile() === true && found.size === size
  })
}

/** Into an empty folder and before any link exists, so that no path can lead elsewhere. */
async function writeFiles(archive: string, destination: string): Promise<void> {
  for await (const { type, path: entry, mode, body } of readTar(archive)) {
    const name = nameBelowTop(entry)
    if (type !== 'file' || name === '') continue
    const file = path.join(destination, name)
    await mkdir(path.dirname(file), { recursive: true })
    const handle = await open(file, 'w', (mode & 0o100) === 0 ? 0o666 : 0o777)
    try {
      for await (const chunk of body()) await handle.writeFile(chunk)
    } finally {
      await handle.close()
    }
  }
}

/**
 * degit makes relative links absolute, into a folder that it then deletes. So they are written again, as they were;
 * one that leads out of the tree is dropped.
 */
async function writeLinks({ links }: Contents, destination: string): Promise<void> {
  for (const [name, target] of links) {
    const link = path.join(destination, name)
    await rm(link, { force: true })
    if (!staysInside(name, target)) continue
    await mkdir(path.dirname(link), { recursive: true })
    await symlink(target, link).catch(async (error: NodeJS.ErrnoException) => {
      // Windows reserves links to developers; Git then writes the target as text, and so do we.
      if (error.code !== 'EPERM') throw error
      await writeFile(link, target)
    })
  }
  await dropDetours(links, destination)
}

/** Two links, each harmless as written, can together lead out: `a -> b/c` and `d -> a/../..` when `b/c` is a link too. */
async function dropDetours(links: Contents['links'], destination: string): Promise<void> {
  const root = await realpath(destination)
  for (const name of links.keys()) {
    const link = path.join(destination, name)
    const reached = await realpath(link).catch(() => root)
    if (reached !== root && !reached.startsWith(root + path.sep)) await rm(link, { force: true })
  }
}
