import { chmod, chown, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { temporaryName } from './temporary.ts'

/** Writes a file in one step: whoever reads it sees the old text or the new one, never a half. */
export async function replaceFile(path: string, text: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const half = temporaryName(path)
  try {
    await writeWhole(half, text, mode)
    await rename(half, path)
  } finally {
    await rm(half, { force: true })
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
  const [own, there] = [await stat(path), await stat(other)]
  if (own.uid !== there.uid || own.gid !== there.gid) await chown(path, there.uid, there.gid)
  const rights = (there.mode & 0o666) | (mode & 0o111 && (there.mode & 0o444) >> 2)
  await chmod(path, rights)
}
