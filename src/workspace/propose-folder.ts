import { lstatSync } from 'node:fs'
import { resolve } from 'node:path'

/** The folder that is made where none is named. */
export const DEFAULT_FOLDER = 'my-openclaw'

/** `name`, or the first of `name-2`, `name-3` and so on that nothing is in the way of. */
export function proposeFolder(name: string, cwd: string): string {
  for (let count = 1; ; count++) {
    const proposal = count === 1 ? name : `${name}-${count}`
    if (isFree(resolve(cwd, proposal))) return proposal
  }
}

/** What cannot be looked at is found out about when it is chosen. */
function isFree(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined
  } catch {
    return true
  }
}
