import { defineMigration } from '../define.ts'
import { channel } from '../places.ts'
import { rename } from '../steps.ts'

export default defineMigration({
  id: 'heartbeat-visibility',
  since: '2026.8.1',
  title: 'Whether a heartbeat shows in a channel is said in `heartbeatVisibility`.',
  up: (draft) => rename(draft, channel('*'), 'heartbeat', 'heartbeatVisibility'),
})
