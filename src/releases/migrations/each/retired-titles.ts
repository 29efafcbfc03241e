import { defineMigration } from '../define.ts'

export default defineMigration({
  id: 'retired-titles',
  since: '2026.9.2',
  title: 'The Control UI names what tools do by itself, and failed tools show where a run ends without an answer.',
  up: (draft) => {
    for (const path of draft.find('gateway.controlUi.toolTitles', 'messages.suppressToolErrors')) draft.remove(path)
  },
})
