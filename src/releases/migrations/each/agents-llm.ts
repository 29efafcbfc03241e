import { defineMigration } from '../define.ts'
import { retire } from '../steps.ts'

export default defineMigration({
  id: 'agents-llm',
  since: '2026.4.26',
  title: '`agents.defaults.llm` is gone.',
  up: (draft) => retire(draft, ['agents.defaults'], ['llm'], 'set models.providers.<id>.timeoutSeconds for a slow provider'),
})
