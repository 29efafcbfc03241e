import { looksLikeSecret, namesSecret } from '../../answers/secret-shapes.ts'
import type { ChannelCatalog } from '../../channels/catalog.ts'
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
    ...[fly, otherFly].flatMap((file) => (file === undefined ? [] : secretsIn(file, (path) => path.join('.') !== 'build.image'))),
    ...(config === undefined ? [] : secretsIn(config, (path, text) => !isId(path, text, catalog))),
    ...(dockerfile === undefined ? [] : secretsInDockerfile(dockerfile)),
  ],
}

function secretsIn(file: Located, isLookedAt: (path: KeyPath, text: string) => boolean): readonly Sighting[] {
  return stringsIn(file.value, []).filter(({ path, text }) => isLookedAt(path, text) && isSecret(path, text)).map(({ path }) => sightingOf(shown(path), nameOf(path), { ...file.place(...path) }))
}

/** Some channels have ids that are as long and random as a token; the form of the question tells them apart. */
function isId([top, id, ...more]: KeyPath, text: string, catalog: ChannelCatalog): boolean {
  // Who may write to a bot is a public name, as Nostr's keys are.
  if (top === 'channels' && more.some((key) => key === 'allowFrom' || key === 'groupAllowFrom') && /^[0-9a-f]{64}$/.test(text)) return true
  const channel = top === 'channels' ? catalog.find((one) => one.id === id) : undefined
  return Object.values(channel?.questions ?? {}).some((question) => question.kind !== 'choice' && looksLikeSecret(question.example) && new RegExp(question.pattern, 'u').test(text))
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

/** A name alone says little: `mainKey: "main"` is none, and neither is a path or a switch. */
function holdsValue(key: string, text: string): boolean {
  if (/^(?:true|false|\d{1,6}|none|auto|off|on)$/i.test(text) || /^[/~.]|\$\{/.test(text)) return false
  return /(?:password|passwd|passphrase)$/i.test(key) ? true : /keys?$/i.test(key) && !/api|access/i.test(key) ? text.length >= 24 : text.length >= 8
}

function nameOf(path: KeyPath): string {
  const key = String(path.findLast((part) => typeof part === 'string') ?? 'SECRET')
  const [first, ...parts] = path[0] === 'channels' ? [String(path[1]), key] : [key]
  return [first, ...parts].join('_').replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll(/[^A-Za-z0-9]+/g, '_').toUpperCase()
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
