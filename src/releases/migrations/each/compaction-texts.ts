import { defineMigration } from '../define.ts'
import { AGENTS, inside } from '../places.ts'
import { retire } from '../steps.ts'

export default defineMigration({
  id: 'compaction-texts',
  since: '2026.8.1',
  title: 'How a conversation is summed up can no longer be written into the configuration.',
  up: (draft) => {
    for (const path of draft.find(...inside(AGENTS, 'compaction'))) {
      for (const key of ['customInstructions', 'identifierInstructions', 'memoryFlush.prompt', 'memoryFlush.systemPrompt']) for (const found of draft.below(path, key)) draft.remove(found, 'OpenClaw has its own words for it')
      if (draft.at([...path, 'identifierPolicy']) === 'custom') draft.replace([...path, 'identifierPolicy'], 'strict')
    }
    const compaction = ['agents', 'defaults', 'compaction']
    if (draft.at([...compaction, 'truncateAfterCompaction']) === false) draft.remove([...compaction, 'maxActiveTranscriptBytes'], 'truncateAfterCompaction was false')
    retire(draft, ['agents.defaults.compaction'], ['truncateAfterCompaction'], 'maxActiveTranscriptBytes alone says it')
  },
})
