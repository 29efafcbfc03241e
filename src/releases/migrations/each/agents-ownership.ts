import { defineMigration } from '../define.ts'
import { child } from '../json.ts'

const agents = ['agents']

export default defineMigration({
  id: 'agents-ownership',
  since: '2026.8.1',
  title: 'Where there are several agents, `agents.ownership` says that each channel names its own.',
  up: (draft) => {
    const roster = Object.values(draft.table([...agents, 'entries']) ?? {})
    if (draft.has([...agents, 'ownership']) || roster.length < 2 || roster.some((entry) => child(entry, 'default') === true)) return
    draft.set([...agents, 'ownership'], 'explicit')
  },
})
