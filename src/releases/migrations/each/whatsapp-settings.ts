import { defineMigration } from '../define.ts'
import type { Draft } from '../draft.ts'
import { child, isTable, type Json } from '../json.ts'
import { channel, inside } from '../places.ts'
import { rename } from '../steps.ts'

export default defineMigration({
  id: 'whatsapp-settings',
  since: '2026.8.1',
  title: 'WhatsApp is set up as the other channels are: the table `web`, its own prefix, debounce and acknowledgement are gone.',
  up: (draft) => {
    const enabled = draft.at(['web', 'enabled'])
    if (enabled !== undefined && !draft.has(['channels', 'whatsapp', 'enabled'])) draft.move(['web', 'enabled'], ['channels', 'whatsapp', 'enabled'])
    draft.remove(['web'], 'channels.whatsapp stands for it')
    draft.move(['messages', 'messagePrefix'], ['channels', 'whatsapp', 'responsePrefix'])
    rename(draft, channel('whatsapp'), 'messagePrefix', 'responsePrefix')
    moveDebounce(draft)
    moveAcknowledgement(draft)
  },
})

/** One for all accounts now: that of the default account, else the channel's, else the first. */
function moveDebounce(draft: Draft): void {
  const places = draft.find(...inside(channel('whatsapp'), 'debounceMs'))
  const name = draft.at(['channels', 'whatsapp', 'defaultAccount'])
  const isUsable = (value: Json | undefined): boolean => Number.isInteger(value) && (value as number) >= 0
  const usable = places.filter((path) => isUsable(draft.at(path)))
  const ofAccount = (id: string) => usable.find((path) => path[2] === 'accounts' && path[3] === id)
  const chosen = (typeof name === 'string' ? ofAccount(name) : undefined) ?? ofAccount('default') ?? usable[0]
  const to = ['messages', 'inbound', 'byChannel', 'whatsapp']
  if (chosen !== undefined && !draft.has(to)) draft.move(chosen, to)
  for (const path of places) draft.remove(path, 'messages.inbound.byChannel.whatsapp stands for it')
}

/** Where the acknowledgement was to be shown, in today's words; undefined where there is none for it. */
function scopeOf(ack: Json): string | undefined {
  const [direct, group] = [child(ack, 'direct') !== false, child(ack, 'group') ?? 'mentions']
  if (group === 'always') return direct ? 'all' : 'group-all'
  if (group === 'never') return direct ? 'direct' : 'off'
  return direct || group !== 'mentions' ? undefined : 'group-mentions'
}

function moveAcknowledgement(draft: Draft): void {
  for (const path of draft.find(...inside(channel('whatsapp'), 'ackReaction'))) {
    const ack = draft.at(path)
    if (!isTable(ack)) continue
    const [emoji, scope] = [child(ack, 'emoji'), scopeOf(ack)]
    if (!draft.has(['messages', 'ackReaction'])) draft.set(['messages', 'ackReaction'], typeof emoji === 'string' ? emoji : '👀')
    if (scope !== undefined && !draft.has(['messages', 'ackReactionScope'])) draft.set(['messages', 'ackReactionScope'], scope)
    draft.remove(path, 'messages.ackReaction and ackReactionScope stand for it')
  }
}
