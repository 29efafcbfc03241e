import { defineMigration } from '../define.ts'
import type { Draft } from '../draft.ts'
import { bindUnbound, defaults, entries, isForChannel, pinWorkspace } from '../roster.ts'
import { child, isTable } from '../json.ts'

export default defineMigration({
  id: 'agents-default',
  since: '2026.8.1',
  title: 'No agent is the default any more: what the marked one did for all is said where it is done.',
  up: (draft) => {
    const ids = Object.entries(draft.table(entries) ?? {}).flatMap(([id, entry]) => (isTable(entry) ? [id] : []))
    const marked = ids.filter((id) => draft.at([...entries, id, 'default']) === true)
    const odd = ids.some((id) => !['undefined', 'boolean'].includes(typeof draft.at([...entries, id, 'default'])))
    if (odd || draft.at(['agents', 'ownership']) === 'explicit' || marked.length !== 1) return
    if (ids.length > 1) giveDuties(draft, marked[0]!)
    for (const id of ids) draft.remove([...entries, id, 'default'], 'the marker is gone')
  },
})

/** What nobody else was given: the shared workspace, the unbound channels, the heartbeat, and talking. */
function giveDuties(draft: Draft, id: string): void {
  pinWorkspace(draft, id)
  bindUnbound(draft, id, () => ['*'], (binding, name) => child(child(binding, 'match'), 'accountId') === '*' && isForChannel(binding, name))
  const hasHeartbeat = Object.values(draft.table(entries) ?? {}).some((entry) => Boolean(child(entry, 'heartbeat')))
  if (!hasHeartbeat && !draft.has([...defaults, 'heartbeat'])) own(draft, 'heartbeat', id)
  own(draft, 'systemAgent', id)
  if (id !== 'main') own(draft, 'authInheritance', id)
  const store = draft.at(['session', 'store'])
  if (typeof store === 'string' && store.trim() !== '' && !store.includes('{agentId}')) own(draft, 'sessionStore', id)
  if (!draft.has(['talk', 'agentId'])) draft.set(['talk', 'agentId'], id)
}

function own(draft: Draft, key: string, id: string): void {
  if (!draft.has([...defaults, key, 'agentId'])) draft.set([...defaults, key, 'agentId'], id)
}
