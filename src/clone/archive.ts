import path from 'node:path'
import { DamagedArchive } from './failures.ts'
import { readTar } from './tar.ts'

/** What an archive holds, by path below its single top folder. */
export interface Contents {
  readonly files: ReadonlyMap<string, { readonly size: number, readonly mode: number }>
  /** Symbolic links with their targets as written, those that lead out of the tree included. */
  readonly links: ReadonlyMap<string, string>
}

/** An entry that could reach outside of the folder it is unpacked to. */
export class UnsafeArchive extends Error {
  override readonly name = 'UnsafeArchive'
}

const MOST_BYTES_UNPACKED = 4 * 1024 ** 3

/**
 * Reads a whole archive before any of it is unpacked.
 * @throws DamagedArchive if it is cut short, changed or of another commit; UnsafeArchive if it could write elsewhere
 */
export async function inspectArchive(file: string, commit: string): Promise<Contents> {
  const files = new Map<string, { size: number, mode: number }>()
  const links = new Map<string, string>()
  let unpacked = 0
  for await (const entry of readTar(file)) {
    if (entry.commit !== undefined && entry.commit !== commit) throw new DamagedArchive('it is of another commit')
    const name = nameBelowTop(entry.path)
    if (entry.type === 'other') throw new UnsafeArchive(`${quote(entry.path)} is neither a file, a folder nor a symbolic link`)
    if (name === '' || entry.type === 'folder') continue
    if (files.has(name) || links.has(name)) throw new UnsafeArchive(`${quote(name)} is in it twice`)
    unpacked += entry.size
    if (unpacked > MOST_BYTES_UNPACKED) throw new UnsafeArchive('it unpacks to more than 4 GiB')
    if (entry.type === 'symlink') links.set(name, entry.target)
    else files.set(name, { size: entry.size, mode: entry.mode })
  }
  refuseEntriesBehindLinks(files, links)
  return { files, links }
}

/** The path of an entry without the archive's top folder. @throws UnsafeArchive if it leads elsewhere, or into `.git` */
export function nameBelowTop(entry: string): string {
  const parts = entry.split('/').filter((part) => part !== '' && part !== '.')
  // A backslash separates folders on Windows, and `C:` names a drive there.
  const escapes = entry.startsWith('/') || /^[a-z]:/iu.test(entry) || entry.split(/[\\/]/u).includes('..')
  if (escapes) throw new UnsafeArchive(`${quote(entry)} would be written outside of the clone`)
  if (parts.some((part) => part.toLowerCase() === '.git')) throw new UnsafeArchive(`${quote(entry)} would plant Git hooks or settings`)
  return parts.slice(1).join('/')
}

function refuseEntriesBehindLinks(files: ReadonlyMap<string, unknown>, links: ReadonlyMap<string, string>): void {
  for (const name of [...files.keys(), ...links.keys()]) {
    for (let folder = path.posix.dirname(name); folder !== '.'; folder = path.posix.dirname(folder)) {
      if (links.has(folder)) throw new UnsafeArchive(`${quote(name)} lies behind the symbolic link ${quote(folder)}`)
    }
  }
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
