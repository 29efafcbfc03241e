import { defineMigration } from '../define.ts'
import type { Draft } from '../draft.ts'
import type { KeyPath } from '../json.ts'
import { EACH_AGENT, inside } from '../places.ts'

const shared = ['tools', 'message']

export default defineMigration({
  id: 'cross-context',
  since: '2026.8.1',
  title: '`tools.message.allowCrossContextSend` became `tools.message.crossContext`.',
  up: (draft) => {
    const isAllowed = draft.at([...shared, 'allowCrossContextSend']) === true
    for (const path of draft.find(...inside(EACH_AGENT, 'tools.message'))) moveSwitch(draft, path, isAllowed)
    moveSwitch(draft, shared, false)
  },
})

/** @param inherits the switch for all agents was on, which an agent's own table would now hide */
function moveSwitch(draft: Draft, path: KeyPath, inherits: boolean): void {
  const own = draft.at([...path, 'allowCrossContextSend'])
  const [within, across] = ['allowWithinProvider', 'allowAcrossProviders'].map((key) => [...path, 'crossContext', key])
  if (own === true || (own === undefined && inherits && draft.table(path) !== undefined)) {
    for (const each of [within!, across!]) if (draft.at(each) !== true) draft.set(each, true)
  } else if (inherits && own !== undefined) {
    const isWithin = (draft.at(within!) ?? draft.at([...shared, 'crossContext', 'allowWithinProvider'])) !== false
    const isAcross = (draft.at(across!) ?? draft.at([...shared, 'crossContext', 'allowAcrossProviders'])) === true
    draft.set(within!, isWithin)
    draft.set(across!, isAcross)
  }
  draft.remove([...path, 'allowCrossContextSend'], 'crossContext stands for it')
}
