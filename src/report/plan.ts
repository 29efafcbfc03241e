import { formatPlace } from '../merge/conflict.ts'
import type { Change, Plan } from '../merge/plan.ts'

/** What an update does, a line for each file that it concerns. */
export function planLines(plan: Plan): readonly string[] {
  return plan.length === 0 ? ['everything is as it would be generated now'] : plan.map(lineOf)
}

function lineOf(change: Change): string {
  switch (change.kind) {
    case 'write': return `written  ${change.path}`
    case 'delete': return `deleted  ${change.path}`
    case 'merge': return `merged   ${change.path}${change.conflicts.length === 0 ? '' : `; yours is kept, and ours is another one now: ${change.conflicts.map(({ place }) => formatPlace(place)).join(', ')}`}`
    case 'mode': return `mode     ${change.path}`
    case 'beside': return `yours is kept: ${change.path}; the new one is ${change.beside}`
    case 'kept': return `kept     ${change.path} (${change.why})`
  }
}
