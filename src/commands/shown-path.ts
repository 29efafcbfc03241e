import nodePath, { type PlatformPath } from 'node:path'
import { isCommandName } from './names.ts'

/**
 * A folder as the person would type it from where they are: relative below that, absolute elsewhere; one that could be
 * taken for a flag or a command starts with a dot.
 * @param path the paths of this computer; a test gives those of another
 */
export function shownPath(folder: string, cwd: string, path: PlatformPath = nodePath): string {
  const { relative, sep } = path
  const shown = relative(cwd, folder)
  if (shown === '') return '.'
  if (shown === '..' || shown.startsWith(`..${sep}`)) return folder
  return shown.startsWith('-') || isCommandName(shown) ? `.${sep}${shown}` : shown
}
