import { defineMigration } from '../define.ts'

const autonomous = ['skills', 'workshop', 'autonomous']

export default defineMigration({
  id: 'skill-workshop',
  since: '2026.8.1',
  title: 'How freely OpenClaw writes skills of its own is one of three words, `skills.workshop.autonomous.mode`.',
  up: (draft) => {
    const enabled = draft.at([...autonomous, 'enabled'])
    if (typeof enabled !== 'boolean') return
    if (!draft.has([...autonomous, 'mode'])) draft.set([...autonomous, 'mode'], enabled ? 'propose' : 'off')
    draft.remove([...autonomous, 'enabled'], 'mode stands for it')
  },
})
