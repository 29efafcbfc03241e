import { defineMigration } from '../define.ts'

const mode = ['gateway', 'reload', 'mode']

export default defineMigration({
  id: 'gateway-reload-mode',
  since: '2026.8.1',
  title: '`gateway.reload.mode` is `hybrid` or `off`; what was `hot` or `restart` is done by `hybrid`.',
  up: (draft) => {
    const old = draft.at(mode)
    if (old === 'hot' || old === 'restart') draft.replace(mode, 'hybrid')
  },
})
