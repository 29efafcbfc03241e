// @ts-check
import { createHash } from 'node:crypto'
import { chmodSync, createReadStream, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { UserError } from './messages.mjs'
import { codeOf } from './shape.mjs'

/** @typedef {{ bytes: number, sha256: string }} Measure */

/** In the deployment's folder. */
export const backupsFolder = 'backups'

/**
 * The folder of the backups, readable by its owner alone. It keeps itself out of git, since an older .gitignore of the
 * deployment does not name it.
 * @param {string} deployment  its folder
 * @returns {string} path of the folder
 */
export function makeBackupsFolder(deployment) {
  const folder = join(deployment, backupsFolder)
  try {
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, 0o700)
    writeFileSync(join(folder, '.gitignore'), '*\n')
  } catch (error) {
    throw new UserError(`The folder for backups cannot be made (${codeOf(error)}): ${folder}`, 'Make room for it, then run this again.')
  }
  return folder
}

/**
 * @param {string} app
 * @param {Date} now
 */
export function backupName(app, now) {
  return `${app}-${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z.tar.gz`
}

/**
 * @param {string} deployment  its folder
 * @returns {{ name: string, bytes: number, changed: Date }[]} newest first
 */
export function listLocalBackups(deployment) {
  const folder = join(deployment, backupsFolder)
  const names = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : []
  const files = names.filter((name) => name.endsWith('.tar.gz')).map((name) => {
    const { size, mtime } = statSync(join(folder, name))
    return { name, bytes: size, changed: mtime }
  })
  files.sort((a, b) => b.changed.getTime() - a.changed.getTime())
  return files
}

/**
 * @param {string} file
 * @returns {Promise<Measure>}
 */
export async function measureFile(file) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return { bytes: statSync(file).size, sha256: hash.digest('hex') }
}

/** @param {number} bytes */
export function formatBytes(bytes) {
  const units = ['bytes', 'kB', 'MB', 'GB']
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1)
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(1)} ${units[power]}`
}
