import { defineMigration } from '../define.ts'

export default defineMigration({
  id: 'session-names',
  since: '2026.8.1',
  title: 'Settings of sessions have other names: `reset.idleMinutes`, `maintenance.pruneAfter`, `resetByType.direct`.',
  up: (draft) => {
    const idle = draft.at(['session', 'idleMinutes'])
    if (idle !== undefined && draft.table(['session', 'reset']) === undefined) draft.set(['session', 'reset'], { mode: 'idle' })
    draft.move(['session', 'idleMinutes'], ['session', 'reset', 'idleMinutes'])
    draft.move(['session', 'maintenance', 'pruneDays'], ['session', 'maintenance', 'pruneAfter'])
    draft.move(['session', 'resetByType', 'dm'], ['session', 'resetByType', 'direct'])
    // The session's own was the one that counted.
    if (draft.has(['session', 'typingMode'])) draft.remove(['agents', 'defaults', 'typingMode'], 'session.typingMode was stronger')
    draft.move(['session', 'typingMode'], ['agents', 'defaults', 'typingMode'])
  },
})
