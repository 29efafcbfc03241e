import { defineMigration } from '../define.ts'
import { channel, inside } from '../places.ts'

export default defineMigration({
  id: 'telegram-history',
  // `dm` is refused from 2026.5.26 on, the group's context from here on.
  since: '2026.7.1',
  title: 'Telegram groups always have their history, as much as `historyLimit` says; topics in direct messages follow Telegram.',
  up: (draft) => {
    for (const path of draft.find(...inside(channel('telegram'), 'dm'), ...inside(channel('telegram'), 'direct.*.threadReplies'))) draft.remove(path, 'Telegram says itself whether a bot has topics')
    for (const path of draft.find(...inside(channel('telegram'), 'includeGroupHistoryContext'))) {
      if (draft.at(path) === 'none') draft.set([...path.slice(0, -1), 'historyLimit'], 0)
      draft.remove(path, 'historyLimit says how much')
    }
  },
})
