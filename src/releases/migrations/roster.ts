import { STATE_DIR } from '../../fly/constants.ts'
import type { Draft } from './draft.ts'
import { child, isList, type Json } from './json.ts'

export const entries = ['agents', 'entries']
export const defaults = ['agents', 'defaults']

/** An agent that had no workspace of its own worked in that of all: it keeps it, now by name. */
export function pinWorkspace(draft: Draft, id: string): void {
  const [own, shared] = [draft.at([...entries, id, 'workspace']), draft.at([...defaults, 'workspace'])]
  if (own !== undefined && !(typeof own === 'string' && own.trim() === '')) return
  draft.set([...entries, id, 'workspace'], typeof shared === 'string' && shared.trim() !== '' ? shared.trim() : `${STATE_DIR}/workspace`)
}

/** Binds to one agent whatever account of a channel no binding covers. */
export function bindUnbound(draft: Draft, id: string, accountsOf: (settings: Json) => readonly string[], covers: (binding: Json, channel: string, account: string) => boolean): void {
  const bindings = draft.at(['bindings'])
  if (bindings !== undefined && !isList(bindings)) return
  const places = channelsOf(draft).flatMap(([channel, settings]) => accountsOf(settings).toSorted().map((account) => ({ channel, accountId: account })))
  const unbound = places.filter(({ channel, accountId }) => !(bindings ?? []).some((binding) => covers(binding, channel, accountId)))
  if (unbound.length > 0) draft.set(['bindings'], [...(bindings ?? []), ...unbound.map((match) => ({ agentId: id, match }))])
}

function channelsOf(draft: Draft): readonly (readonly [string, Json])[] {
  const all = Object.entries(draft.table(['channels']) ?? {})
  return all.filter(([name, settings]) => !['defaults', 'modelByChannel'].includes(name) && child(settings, 'enabled') !== false).toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** A binding for everybody in a channel, not for one person, group or server. */
export function isForChannel(binding: Json, channel: string): boolean {
  const match = child(binding, 'match')
  return child(binding, 'type') !== 'acp' && child(match, 'channel') === channel && !['peer', 'guildId', 'teamId', 'roles'].some((key) => child(match, key) !== undefined)
}
