import { defineMigration } from '../define.ts'
import type { Draft } from '../draft.ts'
import type { KeyPath } from '../json.ts'
import { channel, inside } from '../places.ts'

export default defineMigration({
  id: 'thread-bindings-spawn',
  // `spawnSessions` is known since 2026.5.2, and the two that it stands for are refused from here on.
  since: '2026.8.1',
  title: 'One switch, `threadBindings.spawnSessions`, stands for the two for subagents and for ACP.',
  up: (draft) => {
    for (const path of draft.find(...inside(['session', ...channel('*')], 'threadBindings'))) joinSwitches(draft, path)
  },
})

/** On where both were on: nothing may start on its own that was switched off. */
function joinSwitches(draft: Draft, path: KeyPath): void {
  const both = ['spawnSubagentSessions', 'spawnAcpSessions'].map((key) => [...path, key])
  const values = both.map((each) => draft.at(each)).filter((value) => typeof value === 'boolean')
  const to = [...path, 'spawnSessions']
  if (values.length > 0 && !draft.has(to)) draft.set(to, values.every(Boolean))
  for (const each of both) draft.remove(each, 'spawnSessions stands for it')
}
