import { defineMigration } from '../define.ts'

export default defineMigration({
  id: 'env-vars',
  since: '2026.8.1',
  title: 'Environment variables stand under `env.vars`, no longer directly under `env`.',
  up: (draft) => {
    for (const path of draft.find('env.*')) {
      const name = String(path.at(-1))
      if (name !== 'vars' && name !== 'shellEnv' && typeof draft.at(path) === 'string') draft.move(path, ['env', 'vars', name])
    }
  },
})
