// @ts-check
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from './messages.mjs'
import { codeOf } from './shape.mjs'

/**
 * What the scripts need to know of fly.toml, which is the person's to edit. This reads the plain form that it was written
 * in, `key = value` below `[table]`, and nothing more of TOML; what is written otherwise counts as absent.
 * @typedef {{
 *   file: string, text: string, app: string | undefined, region: string | undefined,
 *   volume: string | undefined, mount: string | undefined, sizeGb: number, snapshotDays: number,
 *   image: string | undefined, dockerfile: string | undefined, hasService: boolean, localPaths: string[],
 * }} FlyToml  `localPaths` are relative to the folder that is built, `dockerfile` to this file
 */

/** flyctl's own, if the file does not say (internal/command/deploy/deploy.go, volumes/create.go). */
const defaults = { sizeGb: 1, snapshotDays: 5 }

/** @param {string} value */
function readValue(value) {
  const [, basic, literal, plain] = /^(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s#]+))/.exec(value) ?? []
  return basic === undefined ? literal ?? plain ?? '' : basic.replace(/\\(.)/g, '$1')
}

/**
 * @param {string} text
 * @returns {{ table: string, key: string, value: string }[]}
 */
function readEntries(text) {
  let table = ''
  return text.split(/\r?\n/).flatMap((line) => {
    const header = /^\s*\[{1,2}\s*([\w.-]+)\s*\]{1,2}/.exec(line)?.[1]
    if (header !== undefined) {
      table = header
      return [{ table, key: '', value: '' }]
    }
    const [, key, value] = /^\s*([\w-]+)\s*=\s*(.*)$/.exec(line) ?? []
    return key === undefined || value === undefined ? [] : [{ table, key, value: readValue(value) }]
  })
}

/**
 * @param {string} folder
 * @param {string} file
 * @returns {FlyToml}
 */
export function readFlyToml(folder, file) {
  const text = readText(folder, file)
  const entries = readEntries(text)
  const get = (/** @type {string} */ table, /** @type {string} */ key) => entries.find((entry) => entry.table === table && entry.key === key)?.value
  return {
    file,
    text,
    app: get('', 'app'),
    region: get('', 'primary_region'),
    image: get('build', 'image'),
    dockerfile: get('build', 'dockerfile'),
    volume: get('mounts', 'source'),
    mount: get('mounts', 'destination'),
    sizeGb: Number(/^(\d+)(?:gb?)?$/i.exec(get('mounts', 'initial_size') ?? '')?.[1] ?? defaults.sizeGb),
    snapshotDays: Number(/^\d+$/.exec(get('mounts', 'snapshot_retention') ?? '')?.[0] ?? defaults.snapshotDays),
    hasService: entries.some(({ table }) => /^(?:http_service|services)(?:\.|$)/.test(table)),
    localPaths: entries.filter(({ table, key }) => table === 'files' && key === 'local_path').map(({ value }) => value),
  }
}

/**
 * The image that is deployed, or the one that the Dockerfile builds on.
 * @param {string} folder
 * @param {FlyToml} toml
 * @returns {string | undefined}
 */
export function readImage(folder, { image, dockerfile }) {
  if (image !== undefined || dockerfile === undefined) return image
  return [...readText(folder, dockerfile).matchAll(/^[ \t]*FROM[ \t]+(?:--platform=\S+[ \t]+)?(\S+)/gim)].at(-1)?.[1]
}

/**
 * @param {string} folder
 * @param {string} file
 */
function readText(folder, file) {
  try {
    return readFileSync(join(folder, file), 'utf8')
  } catch (error) {
    throw new UserError(`${file} cannot be read (${codeOf(error)}), and Fly deploys what it says.`, 'Take it from your backup or from git.')
  }
}
