import { defineMigration } from '../define.ts'
import { isList, isTable } from '../json.ts'
import { channel, inside } from '../places.ts'

const isInteractive = (capability: unknown): boolean => typeof capability === 'string' && capability.trim().toLowerCase() === 'interactivereplies'

export default defineMigration({
  id: 'slack-mentions',
  since: '2026.8.1',
  title: 'When a Slack bot answers in a thread without being named is said in `implicitMentions`; buttons need no capability.',
  up: (draft) => {
    for (const path of draft.find(...inside(channel('slack'), 'thread.requireExplicitMention'))) {
      const explicit = draft.at(path)
      const to = [...path.slice(0, -2), 'implicitMentions', 'threadParticipation']
      if (typeof explicit === 'boolean' && !draft.has(to)) draft.set(to, !explicit)
      draft.remove(path, 'implicitMentions.threadParticipation stands for it')
      draft.prune(path.slice(0, -1))
    }
    for (const path of draft.find(...inside(channel('slack'), 'capabilities'))) {
      const value = draft.at(path)
      if (isTable(value)) {
        draft.remove([...path, 'interactiveReplies'], 'replies may have buttons without it')
        draft.prune(path)
      } else if (isList(value) && value.some(isInteractive)) {
        const rest = value.filter((capability) => !isInteractive(capability))
        if (rest.length > 0) draft.set(path, rest)
        else draft.remove(path, 'replies may have buttons without it')
      }
    }
  },
})
