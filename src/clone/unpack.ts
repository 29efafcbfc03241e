import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { mkdir, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Inspection, staysInside } from './archive.ts'
import { Batches } from './batches.ts'
import { readTarGz, type TarEntry, type TarVisitor } from './tar.ts'

/**
 * Makes a new folder `destination` hold a `.tar.gz` exactly, while its bytes arrive: each file is written once and none
 * is read again. The links come last, so that no path can lead elsewhere by way of one. If it throws, a part is there.
 * @throws DamagedArchive if it is cut short, changed or of another commit; UnsafeArchive if it could write elsewhere;
 *   whatever `bytes` throws
 */
export async function unpack(bytes: AsyncIterable<Buffer>, destination: string, commit: string): Promise<void> {
  const inspection = new Inspection(commit)
  const writer = new FileWriter(destination, inspection)
  try {
    await readTarGz(bytes, writer)
    await writer.finish()
  } finally {
    await writer.close()
  }
  await writeLinks(inspection.links, destination)
}

/** Small files go together; a big one is written as its bytes arrive. */
class FileWriter implements TarVisitor {
  readonly #root: string
  readonly #inspection: Inspection
  readonly #made = new Set<string>()
  readonly #batches = new Batches()
  #file: number | 'small' | undefined

  constructor(root: string, inspection: Inspection) {
    this.#root = root
    this.#inspection = inspection
    mkdirSync(root, { recursive: true })
  }

  begin(entry: TarEntry): void {
    const name = this.#inspection.admit(entry)
    if (name === undefined) return
    const [file, folder] = [`${this.#root}/${name}`, path.posix.dirname(name)]
    if (!this.#made.has(folder)) {
      mkdirSync(`${this.#root}/${folder}`, { recursive: true })
      this.#made.add(folder)
    }
    const mode = (entry.mode & 0o100) === 0 ? 0o666 : 0o777
    if (!Batches.takes(entry.size)) this.#file = openSync(file, 'w', mode)
    else {
      this.#batches.begin(file, mode, entry.size)
      this.#file = 'small'
    }
  }

  piece(bytes: Buffer): void {
    if (this.#file === undefined) return
    if (this.#file === 'small') this.#batches.piece(bytes)
    else for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at)
  }

  end(): void {
    if (this.#file === 'small') this.#batches.end()
    else if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  /** @throws what the system said about a file that is written by now */
  async finish(): Promise<void> {
    await this.#batches.finish()
  }

  async close(): Promise<void> {
    if (typeof this.#file === 'number') closeSync(this.#file)
    await this.#batches.close()
  }
}

/** Links are written as they were; one that leads out of the tree is dropped. */
async function writeLinks(links: Inspection['links'], destination: string): Promise<void> {
  for (const [name, target] of links) {
    if (!staysInside(name, target)) continue
    const link = path.join(destination, name)
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
async function dropDetours(links: Inspection['links'], destination: string): Promise<void> {
  const root = await realpath(destination)
  for (const name of links.keys()) {
    const link = path.join(destination, name)
    const reached = await realpath(link).catch(() => root)
    if (reached !== root && !reached.startsWith(root + path.sep)) await rm(link, { force: true })
  }
}
