import { defineMigration } from '../define.ts'
import { retire } from '../steps.ts'
import { ROOT } from '../places.ts'

export default defineMigration({
  id: 'gateway-webchat',
  since: '2026.6.1',
  title: 'The old web chat is gone; the Control UI is in its place.',
  up: (draft) => retire(draft, ROOT, ['gateway.webchat', 'channels.webchat']),
})
