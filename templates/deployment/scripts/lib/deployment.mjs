// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { indent, UserError } from './messages.mjs'
import { isSchemaVersions } from './release.mjs'
import { codeOf, isRecord } from './shape.mjs'

/**
 * @typedef {{
 *   name: string, label: string, where: string,
 *   pattern?: string, example?: string, optional?: boolean, multiline?: boolean, generate?: 'hex32', keep?: string,
 * }} SecretSpec
 * @typedef {{
 *   folder: string, generator: string, app: string, org?: string, region: string, release: string,
 *   access: 'public' | 'private', config: string, build: 'source' | 'image', secrets: SecretSpec[],
 *   port: number, url?: string, webhooks?: Webhook[], repository?: string, tag?: string, schemaVersions?: import('./release.mjs').SchemaVersions,
 * }} Deployment
 * @typedef {{ label: string, address: string, without?: string }} Webhook  who is called from the internet, where, and the command after which it is not
 * @typedef {(value: unknown) => boolean} Check
 */

const file = fileURLToPath(new URL('../deployment.json', import.meta.url))

/** @type {(pattern: RegExp) => Check} */
const text = (pattern) => (value) => typeof value === 'string' && pattern.test(value)
/** @type {(...words: string[]) => Check} */
const oneOf = (...words) => (value) => typeof value === 'string' && words.includes(value)
/** @type {(check: Check) => Check} */
const maybe = (check) => (value) => value === undefined || check(value)
/** @type {Check} */
const flag = (value) => typeof value === 'boolean'

/** @type {Check} */
function isPattern(value) {
  try {
    return typeof value === 'string' && Boolean(new RegExp(value))
  } catch {
    return false // no regular expression; the caller names the key
  }
}

/** Generator, app and config file become words of a command line: nothing that could pass for a flag or lead elsewhere. */
/** @type {Record<string, Check>} */
const deploymentShape = {
  generator: text(/^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/),
  app: text(/^[a-z0-9][a-z0-9-]*$/),
  org: maybe(text(/^[A-Za-z0-9][\w-]*$/)),
  region: text(/^[a-z]{3}$/),
  release: text(/./),
  access: oneOf('public', 'private'),
  config: oneOf('fly.toml', 'fly.private.toml'),
  build: oneOf('source', 'image'),
  port: (value) => Number.isInteger(value) && Number(value) > 0 && Number(value) < 65536,
  url: maybe(text(/^https?:\/\/[a-z0-9.-]+(?::\d+)?$/)),
  repository: maybe(text(/^[^-]/)),
  tag: maybe(text(/^[^-]/)),
  schemaVersions: maybe(isSchemaVersions),
  webhooks: maybe((value) => Array.isArray(value) && value.every((one) => isRecord(one) && findBadKeys(one, webhookShape).length === 0)),
  secrets: Array.isArray,
}

/** @type {Record<string, Check>} */
const webhookShape = {
  label: text(/./),
  address: text(/^https:\/\/\S+$/),
  without: maybe(text(/^npm run update -- --[a-z0-9.-]+ [a-z0-9-]+$/)),
}

/** @type {Record<string, Check>} */
const secretShape = {
  name: text(/^[A-Z][A-Z0-9_]*$/),
  label: text(/./),
  where: text(/./),
  pattern: maybe(isPattern),
  example: maybe(text(/./)),
  optional: maybe(flag),
  multiline: maybe(flag),
  generate: maybe(oneOf('hex32')),
  keep: maybe(text(/./)),
}

/**
 * @param {Record<string, unknown>} record
 * @param {Record<string, Check>} shape
 * @param {string} prefix
 */
function findBadKeys(record, shape, prefix = '') {
  return Object.entries(shape)
    .filter(([key, check]) => !check(record[key]))
    .map(([key]) => `${prefix}${key}: ${key in record ? 'not a value it can have' : 'missing'}`)
}

/**
 * @param {Record<string, unknown>} record
 * @returns {string[]}
 */
function findProblems(record) {
  const secrets = Array.isArray(record.secrets) ? record.secrets : []
  const inSecrets = secrets.flatMap((secret, index) => {
    const place = `secrets[${index}]`
    return isRecord(secret) ? findBadKeys(secret, secretShape, `${place}.`) : [`${place}: not an object`]
  })
  const names = secrets.map((secret) => secret?.name)
  const twice = names.filter((name, index) => name !== undefined && names.indexOf(name) < index)
  return [...findBadKeys(record, deploymentShape), ...inSecrets, ...twice.map((name) => `secrets: ${name} is there twice`)]
}

/** @param {string} message */
function broken(message) {
  return new UserError(message, 'Take it from your backup or from git, or make the deployment anew beside this one and copy it: npm create openclaw-fly@latest -- ../anew --answers openclaw-fly.toml')
}

function readText() {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw broken(`scripts/deployment.json cannot be read (${codeOf(error)}).`)
  }
}

/** @returns {unknown} */
function readJson() {
  const json = readText()
  try {
    return JSON.parse(json)
  } catch {
    throw broken('scripts/deployment.json is not valid JSON.')
  }
}

/**
 * An update that was killed has changed some files and not others; its journal says what is left to do.
 * @param {string} folder
 */
function refuseHalf(folder) {
  const state = join(folder, '.openclaw-fly')
  const names = existsSync(state) ? readdirSync(state) : []
  if (names.some((name) => name.startsWith('apply.tmp-') && existsSync(join(state, name, 'journal.json')))) {
    throw new UserError('An update of this deployment was interrupted, or is under way: some of its files are new, and some are old.', 'Wait for it, or finish it: npx --yes create-openclaw-fly@latest update')
  }
}

/** @returns {Deployment} */
export function readDeployment() {
  refuseHalf(join(dirname(file), '..'))
  const record = readJson()
  if (!isRecord(record)) throw broken('scripts/deployment.json does not hold an object.')
  const problems = findProblems(record)
  if (problems.length > 0) throw broken(`scripts/deployment.json is not as it was written:\n${indent(problems.join('\n'))}`)
  return { .../** @type {Deployment} */ (record), folder: join(dirname(file), '..') }
}
