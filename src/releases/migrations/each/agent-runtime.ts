import { defineMigration } from '../define.ts'
import { isTable } from '../json.ts'
import { AGENTS, inside } from '../places.ts'
import { rename } from '../steps.ts'

export default defineMigration({
  id: 'agent-runtime',
  since: '2026.5.28',
  title: 'What runs a model is said with its provider; `agentRuntime` and the like of an agent are gone, `embeddedPi` is `embeddedAgent`.',
  up: (draft) => {
    rename(draft, AGENTS, 'embeddedPi', 'embeddedAgent')
    for (const key of ['embeddedHarness', 'agentRuntime']) for (const path of draft.find(...inside(AGENTS, key))) if (isTable(draft.at(path))) draft.remove(path, 'set models.providers.<id>.agentRuntime')
    for (const path of draft.find(...inside(AGENTS, 'systemPromptOverride'))) draft.remove(path, 'OpenClaw writes the system prompt itself')
  },
})
