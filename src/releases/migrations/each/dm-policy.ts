import { defineMigration } from '../define.ts'
import type { Draft } from '../draft.ts'
import { isList, type Json, type KeyPath } from '../json.ts'
import { channel, inside } from '../places.ts'

export default defineMigration({
  id: 'dm-policy',
  since: '2026.8.1',
  title: 'Who may write directly to a Discord or Slack bot stands in `dmPolicy` and `allowFrom`, beside `dm`.',
  up: (draft) => {
    for (const path of draft.find(...inside([...channel('discord'), ...channel('slack')], 'dm'))) moveAccess(draft, path)
  },
})

/** Where both are there and say different things, both stay: which of them counts is for the person to say. */
function moveAccess(draft: Draft, dm: KeyPath): void {
  for (const [key, to] of [['policy', 'dmPolicy'], ['allowFrom', 'allowFrom']] as const) {
    const [from, target] = [[...dm, key], [...dm.slice(0, -1), to]]
    if (!draft.has(target) || says(draft.at(target)) === says(draft.at(from))) draft.move(from, target)
  }
  draft.prune(dm)
}

function says(value: Json | undefined): string {
  return JSON.stringify(isList(value) ? value.map((item) => String(item).trim()) : value)
}
