import path from 'node:path'
import { DamagedArchive } from './failures.ts'
import type { TarEntry } from './tar.ts'

/** An entry that could reach outside of the folder it is unpacked to. */
export class UnsafeArchive extends Error {
  override readonly name = 'UnsafeArchive'
}

const MOST_BYTES_UNPACKED = 4 * 1024 ** 3

/** What an archive has held so far; each entry is judged before any byte of it is written. */
export class Inspection {
  readonly #commit: string
  readonly #files = new Set<string>()
  readonly #folders = new Set<string>()
  /** Symbolic links with their targets as written, those that lead out of the tree included. */
  readonly links = new Map<string, string>()
  #unpacked = 0

  /** @param commit what the archive must be of, where it says so itself */
  constructor(commit: string) {
    this.#commit = commit
  }

  /**
   * The file that an entry is, by its path below the archive's single top folder; undefined where nothing is to be
   * written now.
   * @throws DamagedArchive if it is of another commit; UnsafeArchive if it could write elsewhere
   */
  admit(entry: TarEntry): string | undefined {
    if (entry.commit !== undefined && entry.commit !== this.#commit) throw new DamagedArchive('it is of another commit')
    // The system takes it for the end of a name, so that what was judged and what is made would be two.
    if (`${entry.path}${entry.target}`.includes('\0')) throw new UnsafeArchive(`${quote(entry.path)} has a NUL in its name or target`)
    const name = nameBelowTop(entry.path)
    if (entry.type === 'other') throw new UnsafeArchive(`${quote(entry.path)} is neither a file, a folder nor a symbolic link`)
    if (name === '' || entry.type === 'folder') return undefined
    if (this.#files.has(name) || this.#folders.has(name) || this.links.has(name)) throw new UnsafeArchive(`${quote(name)} is in it twice`)
    this.#unpacked += entry.size
    if (this.#unpacked > MOST_BYTES_UNPACKED) throw new UnsafeArchive('it unpacks to more than 4 GiB')
    for (let folder = path.posix.dirname(name); folder !== '.' && !this.#folders.has(folder); folder = path.posix.dirname(folder)) {
      if (this.links.has(folder)) throw new UnsafeArchive(`${quote(name)} lies behind the symbolic link ${quote(folder)}`)
      if (this.#files.has(folder)) throw new UnsafeArchive(`${quote(folder)} is in it twice`)
      this.#folders.add(folder)
    }
    if (entry.type === 'symlink') this.links.set(name, entry.target)
    else this.#files.add(name)
    return entry.type === 'symlink' ? undefined : name
  }
}

/** A path of names that begin with no dot and hold neither a backslash nor a colon: it leads nowhere else. Most are such ones. */
const PLAIN = /^[^./\\:][^/\\:]*(?:\/[^./\\:][^/\\:]*)+$/u

/** The path of an entry without the archive's top folder. @throws UnsafeArchive if it leads elsewhere, or into `.git` */
function nameBelowTop(entry: string): string {
  if (PLAIN.test(entry)) return entry.slice(entry.indexOf('/') + 1)
  const parts = entry.split('/').filter((part) => part !== '' && part !== '.')
  // A backslash separates folders on Windows, and `C:` names a drive there.
  const escapes = entry.startsWith('/') || /^[a-z]:/iu.test(entry) || entry.split(/[\\/]/u).includes('..')
  if (escapes) throw new UnsafeArchive(`${quote(entry)} would be written outside of the clone`)
  if (parts.some((part) => part.toLowerCase() === '.git')) throw new UnsafeArchive(`${quote(entry)} would plant Git hooks or settings`)
  return parts.slice(1).join('/')
}

/** Whether a link's target, as written, lies within the tree. */
export function staysInside(name: string, target: string): boolean {
  const reached = path.posix.normalize(path.posix.join(path.posix.dirname(name), target))
  return !/^(?:[\\/]|[a-z]:)/iu.test(target) && !target.includes('\\') && reached !== '..' && !reached.startsWith('../')
}

/** Names come from strangers: control characters must not reach a terminal. */
function quote(name: string): string {
  return JSON.stringify(name.length > 200 ? `${name.slice(0, 200)}…` : name)
}
