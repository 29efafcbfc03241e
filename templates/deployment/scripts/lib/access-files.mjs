// @ts-check
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { appendToArray, find, locate } from './json-text.mjs'
import { note, say } from './messages.mjs'
import { replaceFile } from './replace-file.mjs'

/**
 * What the files of this folder say about public and private. Each is changed in that one place and nowhere else.
 * @typedef {import('./deployment.mjs').Deployment} Deployment
 * @typedef {Deployment['access']} Access
 */

const answersFile = 'openclaw-fly.toml'
const configs = { public: 'fly.toml', private: 'fly.private.toml' }

/**
 * The answers with another access. A domain needs public access, so it becomes a comment, and a setting again later.
 * @param {string} text  of openclaw-fly.toml
 * @param {Access} access
 * @returns {{ text: string, domain: string | undefined } | undefined} nothing if the answer is not where it was written
 */
export function switchAnswers(text, access) {
  const tables = /^[ \t]*\[/m.exec(text)?.index ?? text.length
  const [top, rest] = [text.slice(0, tables), text.slice(tables)]
  const answer = /^(access[ \t]*=[ \t]*)(["'])(?:public|private)\2/m
  if (!answer.test(top)) return undefined
  const switched = top.replace(answer, `$1$2${access}$2`)
  const mended = access === 'private' ? switched.replace(/^(domain[ \t]*=.*)$/m, '# $1') : switched.replace(/^(access[ \t]*=.*\r?\n)# (domain[ \t]*=)/m, '$1$2')
  const domain = /^(?:# )?domain[ \t]*=[ \t]*["']([A-Za-z0-9.-]+)["']/m.exec(mended)?.[1]
  return { text: mended + rest, domain }
}

/**
 * Makes scripts/deployment.json and openclaw-fly.toml say the access; a second time changes nothing.
 * @param {Deployment} deployment
 * @param {Access} access
 * @returns {Deployment & { domain?: string }} as it is from now on
 */
export function switchAccess(deployment, access) {
  const { folder } = deployment
  const answersPath = join(folder, answersFile)
  const before = readOptional(answersPath)
  const answers = before === undefined ? undefined : switchAnswers(before, access)
  if (answers === undefined) note(`! ${answersFile} has no line such as access = "public"; write access = "${access}" in it yourself.`)
  else if (answers.text !== before) replaceFile(answersPath, answers.text)
  const path = join(folder, 'scripts', 'deployment.json')
  const text = readFileSync(path, 'utf8')
  const { url: _, ...record } = JSON.parse(text)
  const url = access === 'public' && answers?.domain ? { url: `https://${answers.domain}` } : {}
  const switched = deployment.access === access ? JSON.parse(text) : { ...record, access, config: configs[access], ...url }
  if (deployment.access !== access) replaceFile(path, `${JSON.stringify(switched, null, 2)}\n`)
  say(`  ${answersFile} and scripts/deployment.json say ${access}`)
  return { ...deployment, ...switched, folder, ...(answers?.domain && { domain: answers.domain }) }
}

/** @param {string} path */
function readOptional(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined // not there; the caller says what should be in it
  }
}

/**
 * The addresses at which a browser may open the Control UI, in the openclaw.json of this folder.
 * @param {string} folder
 * @param {readonly string[]} origins
 */
export function allowInSeed(folder, origins) {
  const path = ['gateway', 'controlUi', 'allowedOrigins']
  const place = join(folder, 'openclaw.json')
  const text = readOptional(place)
  try {
    const list = text === undefined ? undefined : find(locate(text), path)
    const present = text === undefined ? [] : list?.items?.map(({ start, end }) => JSON.parse(text.slice(start, end))) ?? []
    const edited = text === undefined ? undefined : appendToArray(text, path, origins.filter((origin) => !present.includes(origin)))
    if (edited !== undefined && edited !== text) replaceFile(place, edited)
    if (edited !== undefined) return
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error // JSON5 is read by OpenClaw, and not changed by us
  }
  note(`! openclaw.json is not plain JSON with an array ${path.join('.')}; put into that list yourself: ${origins.join(', ')}`)
}
