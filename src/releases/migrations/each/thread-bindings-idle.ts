import { defineMigration } from '../define.ts'
import { channel } from '../places.ts'
import { rename } from '../steps.ts'

export default defineMigration({
  id: 'thread-bindings-idle',
  // Refused by every recorded schema.
  since: '2026.3.28',
  title: '`threadBindings.ttlHours` is called `idleHours`.',
  up: (draft) => rename(draft, ['session', ...channel('*')], 'threadBindings.ttlHours', 'threadBindings.idleHours'),
})
