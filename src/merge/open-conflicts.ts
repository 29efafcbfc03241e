import { conflictFromJson, conflictToJson } from './conflict-json.ts'
import { conflictState } from './conflict-state.ts'
import { formatPlace, type Conflict } from './conflict.ts'
import type { Plan, Present } from './plan.ts'

/** Where the person has still to decide between what is theirs and what is new. */
export type Open =
  | { readonly kind: 'place'; readonly path: string; readonly conflict: Conflict }
  /** The new version of a whole file lies beside the person's. */
  | { readonly kind: 'file'; readonly path: string; readonly beside: string }

/** What a plan leaves to be decided. */
export function conflictsIn(plan: Plan): readonly Open[] {
  return plan.flatMap((change): readonly Open[] => {
    if (change.kind === 'beside') return [{ kind: 'file', path: change.path, beside: change.beside }]
    return change.kind === 'merge' ? change.conflicts.map((conflict) => ({ kind: 'place', path: change.path, conflict })) : []
  })
}

/** Of what was left earlier, all that is still open once the plan is carried out, and that the plan does not name again. */
export function stillOpen(recorded: readonly Open[], plan: Plan, { mine }: Present): readonly Open[] {
  const named = new Set(conflictsIn(plan).map(nameOf))
  return recorded.filter((open) => {
    if (named.has(nameOf(open))) return false
    if (open.kind === 'file') return mine.has(open.beside)
    return conflictState(open.path, textAfter(open.path, plan, { mine }), open.conflict) === 'open'
  })
}

/** A file's text once the plan is carried out; undefined where there is none. */
export function textAfter(path: string, plan: Plan, { mine }: Pick<Present, 'mine'>): string | undefined {
  const change = plan.find((candidate) => candidate.path === path && candidate.kind !== 'beside' && candidate.kind !== 'kept')
  if (change !== undefined) return change.kind === 'delete' || !('text' in change) ? undefined : change.text
  const own = mine.get(path)
  return own?.kind === 'text' ? own.text : undefined
}

function nameOf(open: Open): string {
  return open.kind === 'file' ? open.path : `${open.path}: ${formatPlace(open.conflict.place)}`
}

/** In the form in which the state file keeps it. */
export function openToJson(open: Open): object {
  return open.kind === 'file' ? { path: open.path, beside: open.beside } : { path: open.path, conflict: conflictToJson(open.conflict) }
}

/** Undefined for whatever we would not have written. */
export function openFromJson(json: unknown): Open | undefined {
  if (typeof json !== 'object' || json === null) return undefined
  const { path, beside, conflict } = json as { readonly path?: unknown; readonly beside?: unknown; readonly conflict?: unknown }
  if (typeof path !== 'string') return undefined
  if (typeof beside === 'string') return { kind: 'file', path, beside }
  const read = conflictFromJson(conflict)
  return read && { kind: 'place', path, conflict: read }
}
