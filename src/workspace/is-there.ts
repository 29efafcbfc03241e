import { lstat } from 'node:fs/promises'

/** Whether anything is at a path, be it a link that leads nowhere. What cannot be looked at counts as not there. */
export async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(() => true, () => false)
}
