// @ts-check
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findMissing } from './address-list.mjs'
import { appendToArray, find, locate } from './json-text.mjs'
import { getListInMachine, setInMachine } from './live-values.mjs'
import { indent, note, say, UserError } from './messages.mjs'
import { linkRange } from './places.mjs'
import { replaceFile } from './replace-file.mjs'
import { codeOf } from './shape.mjs'

/**
 * Fly puts the app's own address at the end of each request's list of senders. OpenClaw takes the last sender that it
 * does not trust for the visitor, so without these addresses in gateway.trustedProxies all visitors look like one, and
 * ten wrong tokens of a stranger lock everybody out for five minutes (measured on 2026.9.6).
 *
 * @typedef {import('./fly.mjs').FlyContext} FlyContext
 * @typedef {import('./in-machine.mjs').InMachine} InMachine
 */

const path = ['gateway', 'trustedProxies']
const file = 'openclaw.json'

/**
 * Adds what is missing to the openclaw.json of this folder, which the machine gets at its very first start. What cannot
 * be changed without touching anything else is left to the person, in exact words.
 * @param {FlyContext} context
 * @param {readonly string[]} addresses
 */
export function recordAddresses({ deployment: { folder }, dryRun }, addresses) {
  const place = join(folder, file)
  const edited = addToText(readText(place), addresses)
  if (edited === undefined) return explainByHand(addresses)
  if (edited.added.length === 0) return say(`  ${file} trusts them already, in ${path.join('.')}`)
  if (!dryRun) replaceFile(place, edited.text)
  say(`  ${dryRun ? 'would add' : 'added'} to ${path.join('.')} in ${file}: ${edited.added.join(', ')}`)
}

/** @param {string} place */
function readText(place) {
  try {
    return readFileSync(place, 'utf8')
  } catch (error) {
    throw new UserError(`${file} cannot be read (${codeOf(error)}); the machine gets it at its first start.`, 'Take it from your backup or from git.')
  }
}

/**
 * @param {string} text
 * @param {readonly string[]} addresses
 * @returns {{ text: string, added: string[] } | undefined} nothing if it is not plain JSON (OpenClaw reads JSON5 too), or has no such array
 */
function addToText(text, addresses) {
  let list
  try {
    list = find(locate(text), path)
  } catch {
    return undefined // not plain JSON; the caller says what to do
  }
  if (!list?.items) return undefined
  const added = findMissing(list.items.map(({ start, end }) => JSON.parse(text.slice(start, end))), addresses)
  const edited = appendToArray(text, path, added)
  return edited === undefined ? undefined : { text: edited, added }
}

/**
 * The value that the list should have, as JSON: what this folder's openclaw.json says, and one address more.
 * @param {string} folder
 * @param {string} address
 */
export function listWith(folder, address) {
  const text = readText(join(folder, file))
  const edited = addToText(text, [address])
  const node = edited && find(locate(edited.text), path)
  return JSON.stringify(node && edited ? JSON.parse(edited.text.slice(node.start, node.end)) : [linkRange, address])
}

/** @param {readonly string[]} addresses */
function explainByHand(addresses) {
  note(`! ${file} is not plain JSON with an array ${path.join('.')}, so it is yours to change. In it, inside "gateway", there should be:`)
  note(indent(`"trustedProxies": [${[linkRange, ...addresses].map((address) => JSON.stringify(address)).join(', ')}]`))
  note('  Keep what you have in that list beside these. The running gateway is seen to below.')
}

/**
 * The same for the configuration on the volume, which is the one that counts once the gateway has started.
 * @param {InMachine} inMachine
 * @param {readonly string[]} addresses
 */
export async function trustInMachine(inMachine, addresses) {
  const list = await getListInMachine(inMachine, path.join('.'))
  const missing = list ? findMissing(list, addresses) : [linkRange, ...addresses]
  if (missing.length === 0) return say('  the gateway trusts the app\'s own addresses')
  await setInMachine(inMachine, path.join('.'), [...list ?? [], ...missing], list)
  say(`  added ${missing.join(', ')} to ${path.join('.')} on the volume; it applies at once`)
}
