import { defineMigration } from '../define.ts'

export default defineMigration({
  id: 'silent-replies',
  since: '2026.5.18',
  title: 'The settings that rewrote silent replies are gone.',
  up: (draft) => {
    for (const path of draft.find('agents.defaults.silentReplyRewrite', 'agents.defaults.silentReply.direct', 'surfaces.*.silentReplyRewrite', 'surfaces.*.silentReply.direct')) draft.remove(path)
  },
})
