import { defineMigration } from '../define.ts'
import { AGENTS, inside } from '../places.ts'
import { retire } from '../steps.ts'

export default defineMigration({
  id: 'memory-store-path',
  since: '2026.6.9',
  title: 'What an agent\'s memory has indexed lies in the agent\'s own database, not in a file of its own.',
  up: (draft) => retire(draft, inside(AGENTS, 'memorySearch'), ['store.path']),
})
