import { defineMigration } from '../define.ts'
import { AGENTS, inside } from '../places.ts'

export default defineMigration({
  id: 'sandbox-scope',
  since: '2026.4.7',
  title: '`sandbox.perSession` became `sandbox.scope`: `session` or `shared`.',
  up: (draft) => {
    for (const path of draft.find(...inside(AGENTS, 'sandbox'))) {
      const old = draft.at([...path, 'perSession'])
      if (typeof old !== 'boolean') continue
      if (!draft.has([...path, 'scope'])) draft.set([...path, 'scope'], old ? 'session' : 'shared')
      draft.remove([...path, 'perSession'], 'scope stands for it')
    }
  },
})
