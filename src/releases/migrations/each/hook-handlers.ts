import { defineMigration } from '../define.ts'
import { isList } from '../json.ts'

const internal = ['hooks', 'internal']

export default defineMigration({
  id: 'hook-handlers',
  since: '2026.4.7',
  title: 'Hooks are found in folders; `hooks.internal.handlers` is gone.',
  up: (draft) => {
    if (!draft.has([...internal, 'handlers'])) return
    draft.remove([...internal, 'handlers'], 'put each handler into a hook folder with a HOOK.md')
    // With nothing else in it, the switch would let in every hook that is found.
    const folders = draft.at([...internal, 'load', 'extraDirs'])
    const isBare = Object.keys(draft.table([...internal, 'entries']) ?? {}).length === 0 && !(isList(folders) && folders.some((folder) => typeof folder === 'string' && folder.trim() !== ''))
    if (isBare && draft.at([...internal, 'enabled']) === true) draft.remove([...internal, 'enabled'], 'it was for the handlers')
  },
})
