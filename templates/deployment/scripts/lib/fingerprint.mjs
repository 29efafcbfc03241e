// @ts-check
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from './messages.mjs'
import { codeOf } from './shape.mjs'

/** @typedef {import('./deployment.mjs').Deployment} Deployment */
/** @typedef {import('./fly-toml.mjs').FlyToml} FlyToml */

/** The environment variable by which a machine says what it was made from; `fly machine list` shows it. */
export const fingerprintName = 'OPENCLAW_FLY_FINGERPRINT'

/** Never part of an image: the history, and what is installed anew in the build. */
const left = new Set(['.git', 'node_modules'])

/**
 * One text for all that a deploy puts into the machine: the configuration, the files it names, and the source or the
 * Dockerfile that is built. The same text on the machine means that a deploy would change nothing.
 * @param {Deployment} deployment
 * @param {FlyToml} toml
 * @returns {string} 32 hexadecimal digits
 */
export function fingerprint({ folder, build, release }, toml) {
  const hash = createHash('sha256').update(JSON.stringify(['1', release, toml.text]))
  const built = build === 'source' ? join(folder, 'openclaw') : folder
  for (const path of toml.localPaths) hash.update(JSON.stringify([path, digest(readNamed(built, path))]))
  if (build === 'source') hashTree(hash, built, '')
  else if (toml.dockerfile) hash.update(JSON.stringify([toml.dockerfile, digest(readNamed(folder, toml.dockerfile))]))
  return hash.digest('hex').slice(0, 32)
}

/** @param {Buffer | string} content */
const digest = (content) => createHash('sha256').update(content).digest('hex')

/**
 * @param {string} built
 * @param {string} path
 */
function readNamed(built, path) {
  try {
    return readFileSync(join(built, path))
  } catch (error) {
    throw new UserError(`${path}, which the machine needs, cannot be read (${codeOf(error)}).`, 'Take it from your backup or from git; fly.toml names it.')
  }
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} root
 * @param {string} folder  relative to root
 */
function hashTree(hash, root, folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).filter(({ name }) => !left.has(name))
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) hashTree(hash, root, path)
    else if (entry.isSymbolicLink()) hash.update(JSON.stringify([path, 'link', readlinkSync(join(root, path))]))
    else if (entry.isFile()) hash.update(JSON.stringify([path, digest(readFileSync(join(root, path)))]))
  }
}
