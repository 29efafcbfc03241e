import { defineMigration } from '../define.ts'
import { AGENTS, EACH_AGENT, inside, ROOT } from '../places.ts'
import { rename } from '../steps.ts'

export default defineMigration({
  id: 'memory-search',
  since: '2026.8.1',
  title: 'The search in an agent\'s memory is set up under `memory.search`.',
  up: (draft) => {
    draft.move(['agents', 'defaults', 'memorySearch'], ['memory', 'search'])
    draft.move(['memorySearch'], ['memory', 'search'])
    rename(draft, EACH_AGENT, 'memorySearch', 'memory.search')
    for (const path of draft.find(...inside([...ROOT, ...AGENTS], 'memory.search'))) {
      draft.move([...path, 'maxResults'], [...path, 'query', 'maxResults'])
      for (const key of ['chunkSize', 'chunkOverlap']) draft.remove([...path, key], 'OpenClaw cuts the text itself')
      const provider = draft.at([...path, 'provider'])
      if (typeof provider === 'string' && provider.trim().toLowerCase() === 'auto') draft.replace([...path, 'provider'], 'openai')
    }
  },
})
