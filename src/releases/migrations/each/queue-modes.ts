import { defineMigration } from '../define.ts'

export default defineMigration({
  id: 'queue-modes',
  since: '2026.5.18',
  title: 'The queue modes `queue` and `steer-backlog` are gone: `steer` and `followup` stand for them.',
  up: (draft) => {
    for (const path of draft.find('messages.queue.mode', 'messages.queue.byChannel.*')) {
      const mode = draft.at(path)
      if (mode === 'queue') draft.replace(path, 'steer')
      if (mode === 'steer-backlog' || mode === 'steer+backlog') draft.replace(path, 'followup')
    }
  },
})
