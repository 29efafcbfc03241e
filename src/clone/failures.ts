import { Cancelled, UserError, exitCodes } from '../errors.ts'

/** The network is in the way, not the person. It stays inside this folder: `clone` turns it into a result. */
export class Offline extends Error {
  override readonly name = 'Offline'
}

/** The archive is not what the server made: cut short, changed on disk, or of another commit. */
export class DamagedArchive extends Error {
  override readonly name = 'DamagedArchive'
}

/** What messages call a clone's source; `repository` is already without credentials. */
export interface Shown {
  readonly repository: string
  readonly ref: string
}

export function explainSource(repository: string, why: string): UserError {
  return new UserError('clone-source', `${repository}: ${why}`, 'write owner/name for GitHub, or a Git URL such as https://host/owner/name.git or git@host:owner/name.git', exitCodes.usage)
}

export function explainRef({ repository, ref }: Shown): UserError {
  return new UserError('clone-ref', `${JSON.stringify(ref)} cannot be a tag of ${repository}`, 'write the tag as the repository has it, such as v2026.9.6', exitCodes.usage)
}

export function explainNoRepository({ repository, ref }: Shown): UserError {
  return new UserError('clone-repository', `cannot read the repository ${repository} (wanted: its tag ${ref}): it does not exist or is private`, 'check the spelling of owner and name; for a private repository use its git@host:owner/name.git address')
}

export function explainNoTag({ repository, ref }: Shown): UserError {
  return new UserError('clone-tag', `the repository ${repository} has no tag ${ref}`, 'tags are taken exactly as written, and a branch never stands in for one; OpenClaw releases are named like v2026.9.6')
}

/** 5xx and 429: the address is right and the network works, so neither "offline" nor "wrong tag" would be true. */
export function explainServerTrouble({ repository, ref }: Shown, host: string, status: string): UserError {
  return new UserError('clone-server', `${host} has trouble right now (${status}), so ${repository} at ${ref} was not fetched`, 'nothing was written; try again in a few minutes')
}

export function explainDamaged({ repository, ref }: Shown, why: string): UserError {
  return new UserError('clone-damaged', `what arrived for ${repository} at ${ref} is not a usable archive: ${why}`, 'nothing was written; try again, and if it stays so, a proxy or mirror may be changing the download')
}

export function explainUnsafe({ repository, ref }: Shown, why: string): UserError {
  return new UserError('clone-unsafe', `the archive of ${repository} at ${ref} was refused: ${why}`, 'nothing was written; an honest Git archive never holds this, so do not use this source')
}

export function explainNotOpenClaw({ repository, ref }: Shown, missing: readonly string[]): UserError {
  return new UserError('clone-not-openclaw', `${repository} at ${ref} is not an OpenClaw source tree: no ${missing.join(' and no ')} at its top`, 'use openclaw/openclaw or a fork of it, at a release tag')
}

export function explainExists(destination: string): UserError {
  return new UserError('clone-exists', `${destination} exists already, so nothing was cloned into it`, 'move it away or choose another folder')
}

export function explainNoGit({ repository, ref }: Shown): UserError {
  return new UserError('git-missing', `cloning ${repository} at ${ref} needs Git, and there is no git command here`, 'install Git (https://git-scm.com/downloads); only GitHub repositories written as owner/name do without')
}

export function explainGit({ repository, ref }: Shown, line: string): UserError {
  return new UserError('clone-git', `Git could not fetch ${repository} at ${ref}: ${line}`, 'check the address, your access and the tag with: git ls-remote --tags')
}

const DISK = new Map([
  ['EACCES', 'no permission to write'], ['EPERM', 'no permission to write'], ['EROFS', 'the disk is read-only'],
  ['ENOSPC', 'the disk is full'], ['EDQUOT', 'your disk quota is used up'], ['ENOTDIR', 'a parent of it is a file, not a folder'],
  ['ENAMETOOLONG', 'a path becomes too long; use a folder nearer to the root'], ['EMFILE', 'too many files are open'],
])

/** A full disk or a missing permission is for the person to mend; any other error stays what it was. */
export function explainDisk(error: unknown, folder: string): unknown {
  const { code = '', path = folder } = error instanceof Error ? error as NodeJS.ErrnoException : {}
  const why = DISK.get(code)
  return why === undefined ? error : new UserError('clone-write', `cannot write the clone, ${why}: ${path}`, 'mend that and run the command again; nothing was left at the destination')
}

/** @throws Cancelled once the person has aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Cancelled('the clone was cancelled; nothing was kept')
}
