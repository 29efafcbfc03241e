import { defineMigration } from '../define.ts'
import type { Draft } from '../draft.ts'
import type { KeyPath } from '../json.ts'

const groupChat = ['routing', 'groupChat']

export default defineMigration({
  id: 'group-routing',
  // Refused by every recorded schema.
  since: '2026.3.28',
  title: 'What was under `routing`, and `requireMention` of Telegram, stands with the channels and messages.',
  up: (draft) => {
    draft.moveOr(['routing', 'allowFrom'], ['channels', 'whatsapp', 'allowFrom'], draft.table(['channels', 'whatsapp']) !== undefined)
    for (const id of ['whatsapp', 'telegram', 'imessage']) copyMention(draft, [...groupChat, 'requireMention'], id)
    draft.remove([...groupChat, 'requireMention'], 'it stands with each channel now')
    for (const key of ['historyLimit', 'mentionPatterns']) draft.move([...groupChat, key], ['messages', 'groupChat', key])
    draft.prune(groupChat, ['routing'])
    for (const key of ['requireMention', 'groupMentionsOnly']) {
      copyMention(draft, ['channels', 'telegram', key], 'telegram')
      draft.remove(['channels', 'telegram', key], 'it stands with the groups now')
    }
  },
})

/** For all groups that have no setting of their own. */
function copyMention(draft: Draft, from: KeyPath, id: string): void {
  const value = draft.at(from)
  const to = ['channels', id, 'groups', '*', 'requireMention']
  if (value !== undefined && draft.table(['channels', id]) !== undefined && !draft.has(to)) draft.set(to, value)
}
