import { defineMigration } from '../define.ts'

const area = ['discovery', 'wideArea']

export default defineMigration({
  id: 'discovery-domain',
  since: '2026.8.1',
  title: 'Wide-area discovery is on where it has a domain; its `enabled` is gone.',
  up: (draft) => {
    const domain = draft.at([...area, 'domain'])
    if (draft.at([...area, 'enabled']) === false && typeof domain === 'string' && domain.trim() !== '') draft.remove([...area, 'domain'], 'it was switched off')
    draft.remove([...area, 'enabled'])
  },
})
