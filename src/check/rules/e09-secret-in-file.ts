import { looksLikeSecret, namesSecret } from '../../answers/secret-shapes.ts'
import { findChannel, type ChannelCatalog } from '../../channels/catalog.ts'
import { isList, isTable, type KeyPath, type Value } from '../../merge/value.ts'
import type { Rule, Sighting } from '../rule.ts'
import type { Dockerfile } from '../subject/dockerfile.ts'
import { isReference } from '../subject/gateway.ts'
import type { Located } from '../subject/located.ts'

export const e09: Rule = {
  id: 'E09',
  title: 'A secret is in a file',
  why: 'Everybody in the Fly organisation can read what is in fly.toml, and files are committed, copied and shown; it must count as known to others.',
  needs: [],
  look: ({ fly, otherFly, config, dockerfile, catalog }) => [
    ...[fly, otherFly].flatMap((file) => (file === undefined ? [] : secretsIn(file, (path) => path.join('.') !== 'build.image', catalog))),
    ...(config === undefined ? [] : secretsIn(config, () => true, catalog)),
    ...(dockerfile === undefined ? [] : secretsInDockerfile(dockerfile)),
  ],
}

function secretsIn(file: Located, isLookedAt: (path: KeyPath) => boolean, catalog: ChannelCatalog): readonly Sighting[] {
  return stringsIn(file.value, []).filter(({ path, text }) => isLookedAt(path) && isSecret(path, text) && !isKnownId(path, text, catalog)).map(({ path }) => sightingOf(shown(path), nameOf(path, catalog), { ...file.place(...path) }))
}

function sightingOf(key: string, name: string, where: Sighting['where']): Sighting {
  return {
    what: `${key} holds what looks like a secret`,
    where,
    cure: [
      `get a new one from where it came from, then give it to Fly on stdin: fly secrets import (one line, ${name}=…)`,
      where.file.endsWith('.json') ? `here write { "source": "env", "provider": "default", "id": "${name}" }` : 'and take the line out of this file',
    ],
  }
}

function* walk(value: Value, path: KeyPath): Generator<{ readonly path: KeyPath; readonly text: string }> {
  if (typeof value === 'string') yield { path, text: value }
  else if (isReference(value)) return
  else if (isList(value)) for (const [index, item] of value.entries()) yield* walk(item, [...path, index])
  else if (isTable(value)) for (const [key, item] of Object.entries(value)) yield* walk(item, [...path, key])
}

function stringsIn(value: Value, path: KeyPath): readonly { readonly path: KeyPath; readonly text: string }[] {
  return [...walk(value, path)]
}

function isSecret(path: KeyPath, text: string): boolean {
  if (isReference(text) || text.trim() === '') return false
  const key = String(path.findLast((part) => typeof part === 'string') ?? '')
  return looksLikeSecret(text) || (namesSecret(key) && holdsValue(key, text))
}

/** An id of a service may be long and random: what fits a question for such ids is taken as one when it is answered, too. */
function isKnownId(path: KeyPath, text: string, catalog: ChannelCatalog): boolean {
  const [place, id] = path
  // Nostr's and Buzz's public keys; a list of who may write is no place in which anybody keeps a private one.
  if (/^[0-9a-f]{64}$/.test(text) && path.some((key) => key === 'allowFrom' || key === 'groupAllowFrom')) return true
  const questions = place === 'channels' ? Object.values(findChannel(catalog, String(id))?.questions ?? {}) : []
  return questions.some((question) => question.kind !== 'choice' && looksLikeSecret(question.example) && new RegExp(question.pattern, 'u').test(text))
}

/** A name alone says little: `mainKey: "main"` is none, and neither is a path or a switch. */
function holdsValue(key: string, text: string): boolean {
  if (/^(?:true|false|\d{1,6}|none|auto|off|on)$/i.test(text) || /^[/~.]|\$\{/.test(text)) return false
  return /(?:password|passwd|passphrase)$/i.test(key) ? true : /keys?$/i.test(key) && !/api|access/i.test(key) ? text.length >= 24 : text.length >= 8
}

/** The name that OpenClaw and `npm run secrets` know the secret by, where they know it. */
function nameOf(path: KeyPath, catalog: ChannelCatalog): string {
  const key = String(path.findLast((part) => typeof part === 'string') ?? 'SECRET')
  if (path.slice(0, 2).join('.') === 'gateway.auth') return constantOf(`openclaw_gateway_${key}`)
  if (path[0] !== 'channels') return constantOf(key)
  const name = constantOf(`${path[1]}_${key}`)
  const known = findChannel(catalog, String(path[1]))?.secrets ?? []
  return known.length === 1 && /token$/i.test(key) ? known[0]!.name : name
}

/** `bot-a.apiKey` is BOT_A_API_KEY. */
function constantOf(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll(/[^A-Za-z0-9]+/g, '_').toUpperCase()
}

/** A key may itself be a token that somebody pasted. */
function shown(path: KeyPath): string {
  return path.map((part) => (looksLikeSecret(String(part)) ? '…' : String(part))).join('.')
}

function secretsInDockerfile(dockerfile: Dockerfile): readonly Sighting[] {
  return dockerfile.instructions.filter(({ name }) => name === 'ENV' || name === 'ARG').flatMap((instruction) => {
    const [, key = '', value = ''] = /^([A-Za-z_]\w*)(?:=|\s+)["']?([^"'\s]*)/.exec(instruction.text) ?? []
    return isSecret([key], value) ? [sightingOf(`${instruction.name} ${key}`, key.toUpperCase(), dockerfile.place(instruction))] : []
  })
}
