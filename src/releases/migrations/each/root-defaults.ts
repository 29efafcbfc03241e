import { defineMigration } from '../define.ts'
import { isTable } from '../json.ts'

/** Whether a heartbeat shows in a channel, not when it comes. */
const visibility = ['showOk', 'showAlerts', 'useIndicator']

export default defineMigration({
  id: 'root-defaults',
  // Refused by every recorded schema.
  since: '2026.3.28',
  title: 'Settings for all agents (`defaultModel`, `heartbeat`) stand under `agents.defaults`.',
  up: (draft) => {
    draft.moveOr(['defaultModel'], ['agents', 'defaults', 'model'], typeof draft.at(['defaultModel']) === 'string')
    const heartbeat = draft.at(['heartbeat'])
    if (!isTable(heartbeat)) return
    for (const key of Object.keys(heartbeat)) draft.move(['heartbeat', key], [...(visibility.includes(key) ? ['channels'] : ['agents']), 'defaults', 'heartbeat', key])
    draft.prune(['heartbeat'])
  },
})
