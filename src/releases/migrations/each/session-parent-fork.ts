import { defineMigration } from '../define.ts'
import { retire } from '../steps.ts'

export default defineMigration({
  id: 'session-parent-fork',
  since: '2026.5.2',
  title: '`session.parentForkMaxTokens` is gone: OpenClaw finds the size itself.',
  up: (draft) => retire(draft, ['session'], ['parentForkMaxTokens']),
})
