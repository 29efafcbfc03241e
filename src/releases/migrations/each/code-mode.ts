import { defineMigration } from '../define.ts'
import { EACH_AGENT, inside } from '../places.ts'

export default defineMigration({
  id: 'code-mode',
  since: '2026.9.6',
  title: 'Code mode runs JavaScript alone, and `executor` says what runs it.',
  up: (draft) => {
    for (const path of draft.find('tools.codeMode', ...inside(EACH_AGENT, 'tools.codeMode'))) {
      draft.remove([...path, 'languages'], 'it is JavaScript')
      if (draft.at([...path, 'runtime']) !== 'quickjs-wasi') continue
      if (!draft.has([...path, 'executor'])) draft.set([...path, 'executor'], 'quickjs')
      draft.remove([...path, 'runtime'], 'executor stands for it')
    }
  },
})
