import { defineMigration } from '../define.ts'

const defaults = ['agents', 'defaults']

export default defineMigration({
  id: 'model-policy',
  since: '2026.8.1',
  title: 'Which models may be chosen is said in `agents.defaults.modelPolicy.allow`; until now those in `agents.defaults.models` were.',
  up: (draft) => {
    const names = Object.keys(draft.table([...defaults, 'models']) ?? {})
    if (names.length === 0 || draft.has([...defaults, 'modelPolicy']) || !names.every((name) => /^[^/\s]+\/\S+$/.test(name))) return
    draft.set([...defaults, 'modelPolicy', 'allow'], names)
  },
})
