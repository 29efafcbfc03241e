import { defineMigration } from '../define.ts'

export default defineMigration({
  id: 'binding-peers',
  since: '2026.8.1',
  title: 'A binding to a person is of the kind `direct`; `dm` is gone.',
  up: (draft) => {
    for (const path of draft.find('bindings.*.match.peer.kind')) if (draft.at(path) === 'dm') draft.replace(path, 'direct')
  },
})
