import { lstat, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** The folder for downloads of create-openclaw-fly: XDG's, macOS's or Windows's, as `platform` (`process.platform`) has it. */
export function defaultCacheDir(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform, home: string): string {
  if (platform === 'win32') return path.win32.join(env['LOCALAPPDATA'] || path.win32.join(home, 'AppData', 'Local'), 'create-openclaw-fly', 'Cache')
  if (platform === 'darwin') return path.posix.join(home, 'Library', 'Caches', 'create-openclaw-fly')
  const xdg = env['XDG_CACHE_HOME'] ?? ''
  // The XDG specification says to ignore a relative path.
  return path.posix.join(path.posix.isAbsolute(xdg) ? xdg : path.posix.join(home, '.cache'), 'create-openclaw-fly')
}

/** Where the archive of a commit lies. */
export function archivePath(folder: string, commit: string): string {
  return path.join(folder, `${commit}.tar.gz`)
}

/** The commit that a tag named when it was last cloned, as `rememberCommit` noted it. */
export async function recallCommit(folder: string, ref: string): Promise<string | undefined> {
  const text = await readFile(path.join(folder, 'map.json'), 'utf8').catch(() => '')
  const commit = parseMap(text).get(ref)
  return typeof commit === 'string' && /^[0-9a-f]{40,64}$/u.test(commit) ? commit : undefined
}

/** Notes the tag's commit, for when the network is gone. */
export async function rememberCommit(folder: string, ref: string, commit: string): Promise<void> {
  const file = path.join(folder, 'map.json')
  const known = parseMap(await readFile(file, 'utf8').catch(() => ''))
  if (known.get(ref) !== commit) await writeFile(file, JSON.stringify(Object.fromEntries(known.set(ref, commit))))
}

function parseMap(text: string): Map<string, unknown> {
  try {
    return new Map(Object.entries(JSON.parse(text) as Record<string, unknown>))
  } catch {
    // Missing, or cut short by a kill: then nothing is remembered, and the next clone writes it anew.
    return new Map()
  }
}

/** Whether anything is there, be it a broken link. @throws whatever else stops a look, such as a parent that is a file */
export async function exists(file: string): Promise<boolean> {
  return lstat(file).then(() => true, (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return false
    throw error
  })
}
