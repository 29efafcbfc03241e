import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { chmod, chown, mkdir, open, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FileSet } from '../render/file-set.ts'

/**
 * Writes all files into a folder that has none of them. Synchronous: some hundred small files take a tenth of the time
 * that they take one promise after the other; each folder is asked for once.
 */
export function writeAllNew(folder: string, files: FileSet): void {
  const made = new Set<string>()
  for (const [name, { text, mode }] of files) {
    const path = join(folder, ...name.split('/'))
    const parent = dirname(path)
    if (!made.has(parent)) mkdirSync(parent, { recursive: true })
    made.add(parent)
    writeFileSync(path, text, { flag: 'wx', mode })
    // The umask may have taken bits away; executable scripts must stay so.
    if (mode === 0o755) chmodSync(path, 0o755)
  }
}

/** Writes a new file, to the disk itself: a power cut later cannot leave it empty under its name. */
export async function writeWhole(path: string, text: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, 'wx', mode)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  // The umask may have taken the right to run away.
  if (mode === 0o755) await chmod(path, mode)
}

/** Gives a file the owner and the rights of the one whose place it takes; whether it may be run is `mode`'s to say. */
export async function lookLike(path: string, other: string, mode: number): Promise<void> {
  const there = await stat(other)
  const isOfGroup = await own(path, there)
  // Rights of a group that it could not be given to would be those of another one.
  const readable = isOfGroup ? there.mode & 0o666 : (there.mode & 0o606) | ((there.mode & 0o006) << 3)
  await chmod(path, readable | (mode & 0o111 && (readable & 0o444) >> 2))
}

/**
 * Only root gives a file to somebody else, and only a member gives it to a group: `sudo chown me` leaves the group.
 * @returns whether it has the group, too
 */
async function own(path: string, { uid, gid }: { readonly uid: number; readonly gid: number }): Promise<boolean> {
  const now = await stat(path)
  if (now.uid === uid && now.gid === gid) return true
  return chown(path, uid, gid).then(() => true, async (error: NodeJS.ErrnoException) => {
    if (now.uid !== uid || error.code !== 'EPERM') throw error
    return false
  })
}
