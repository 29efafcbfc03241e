import { defineMigration } from '../define.ts'
import { AGENTS } from '../places.ts'

export default defineMigration({
  id: 'agent-model-timeouts',
  since: '2026.5.18',
  title: 'An agent\'s `model` says which models, not how long; its `timeoutMs` is gone.',
  up: (draft) => {
    for (const path of draft.find(...AGENTS)) for (const model of ['model', 'subagents.model']) for (const found of draft.below(path, `${model}.timeoutMs`)) draft.remove(found, 'set models.providers.<id>.timeoutSeconds')
  },
})
