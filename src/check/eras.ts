import { allowedOrigins, eraAt, has } from '../releases/eras.ts'
import { isSince } from '../releases/catalogue.ts'
import type { Release } from '../releases/release.ts'
import type { SchemaFault } from './json-schema.ts'

type Path = readonly string[]
type Rule = (value: unknown, release: Release) => string | undefined

const since = (what: Parameters<typeof has>[1]): Rule => (_, release) => (has(release, what) ? undefined : `is not known to OpenClaw ${release}`)

/** A token as a reference, which is an object; text is taken by every release. */
const reference: Rule = (value, release) => (typeof value === 'object' && !has(release, 'secretReference') ? `is no text, which OpenClaw ${release} wants` : undefined)

/** `dmPolicy` and `allowFrom` beside it: Discord and Slack had them in `dm` up to 2026.2.12, from 2026.2.17 on here too. */
const besideDm: Rule = (_, release) => (isSince(release, '2026.2.17') ? undefined : `is not known to OpenClaw ${release}`)

/** What was measured of releases that cannot print a schema, and of each key the releases that know it; `*`: any key. */
const rules: readonly (readonly [Path, Rule])[] = [
  [['gateway', 'controlUi', 'allowedOrigins'], (_, release) => (eraAt(allowedOrigins, release) === 'unknown' ? `is not known to OpenClaw ${release}` : undefined)],
  [['gateway', 'auth', 'rateLimit'], since('authRateLimit')],
  [['gateway', 'publicOrigin'], since('publicOrigin')],
  [['gateway', 'terminal'], since('terminal')],
  [['models', 'providers', '*', 'agentRuntime'], since('agentRuntime')],
  [['bindings', '*', 'type'], since('bindingType')],
  [['channels', 'whatsapp', 'enabled'], since('whatsappEnabled')],
  ...['discord', 'slack'].flatMap((id) => ['dmPolicy', 'allowFrom'].map((key) => [['channels', id, key], besideDm] as const)),
  ...[['discord', 'token'], ['telegram', 'botToken'], ['slack', 'botToken'], ['slack', 'appToken']].map((path) => [['channels', ...path], reference] as const),
]

/** What a configuration has that its release does not know, or lacks that it wants, by the measured eras alone. */
export function eraFaults(config: unknown, release: Release): readonly SchemaFault[] {
  const known = rules.flatMap(([path, rule]) => found(config, path).flatMap(([place, value]) => faultOf(place, rule(value, release))))
  const origins = ['gateway', 'controlUi', 'allowedOrigins']
  const wanted = eraAt(allowedOrigins, release) === 'required' && found(config, origins).length === 0
  return [...known, ...switchFaults(config, release), ...faultOf(origins, wanted ? `is missing, without which OpenClaw ${release} does not start` : undefined)]
}

/** In the first releases a channel stays off without a switch among the plugins. */
function switchFaults(config: unknown, release: Release): readonly SchemaFault[] {
  if (has(release, 'configuredStarts')) return []
  return found(config, ['channels', '*']).flatMap(([place]) => {
    const path = ['plugins', 'entries', place.at(-1)!, 'enabled']
    return faultOf(path, found(config, path).some(([, value]) => value === true) ? undefined : `is not true, without which OpenClaw ${release} does not start the channel`)
  })
}

function faultOf(path: Path, message: string | undefined): readonly SchemaFault[] {
  return message === undefined ? [] : [{ path, message }]
}

/** Every place of a value that a path leads to. */
function found(value: unknown, path: Path, place: Path = []): readonly (readonly [Path, unknown])[] {
  const [key, ...rest] = path
  if (key === undefined) return [[place, value]]
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.entries(value).filter(([name]) => key === '*' || name === key)
  return inner.flatMap(([name, child]) => found(child, rest, [...place, name]))
}
