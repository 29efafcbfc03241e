import type { FileSet } from '../render/file-set.ts'
import { textAfter, type Open } from './open-conflicts.ts'
import type { Change, Plan, Present } from './plan.ts'
import { restored } from './restore.ts'
import { settleAll, type Choice } from './settle.ts'

/** What the person wants where both sides changed the same thing. */
export type Decision = { readonly kind: 'mine' } | { readonly kind: 'later' } | Choice

export type Decisions = ReadonlyMap<Open, Decision>

/** A plan with decisions in it, and what is still to be decided. */
export interface Decided {
  readonly plan: Plan
  readonly open: readonly Open[]
}

/** Puts decisions into a plan. One that cannot be carried out stays open. */
export function decide(plan: Plan, decisions: Decisions, present: Present, files: FileSet): Decided {
  const paths = [...new Set([...decisions.keys()].map(({ path }) => path))]
  const decided = paths.map((path) => decidePath(path, plan, decisionsFor(path, decisions), present, files))
  const rest = plan.filter(({ path }) => !paths.includes(path))
  return {
    plan: [...rest, ...decided.flatMap((each) => each.plan)].toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
    open: decided.flatMap(({ open }) => open),
  }
}

function decisionsFor(path: string, decisions: Decisions): Decisions {
  return new Map([...decisions].filter(([open]) => open.path === path))
}

function decidePath(path: string, plan: Plan, decisions: Decisions, present: Present, files: FileSet): Decided {
  const changes = plan.filter((change) => change.path === path)
  for (const [open, decision] of decisions) if (open.kind === 'file') return decideFile(open, decision, changes, present, files)
  const open = [...decisions].flatMap(([each, { kind }]) => (kind === 'later' ? [each] : []))
  const choices = [...decisions].flatMap(([each, decision]) => (each.kind === 'place' && isChoice(decision) ? [{ conflict: each.conflict, choice: decision }] : []))
  const text = textAfter(path, plan, present)
  if (choices.length === 0 || text === undefined) return { plan: changes, open }
  const settled = settleAll(path, text, choices)
  if (!settled.ok) return { plan: changes, open: [...decisions.keys()] }
  return { plan: withText(path, settled.text, changes, present), open }
}

function isChoice(decision: Decision): decision is Choice {
  return decision.kind === 'new' || decision.kind === 'typed'
}

/** The change that leads to this text. */
function withText(path: string, text: string, changes: Plan, { mine }: Present): Plan {
  const [change] = changes
  if (change?.kind === 'write' || change?.kind === 'merge') return [{ ...change, text }]
  const own = mine.get(path)
  if (own?.kind !== 'text' || own.text === text) return changes
  return [{ kind: 'merge', path, text, mode: own.executable === true ? 0o755 : 0o644, before: own.before ?? own.text, conflicts: [] }]
}

/** Whole files: with the person's the new one goes, with the new one the person's is kept under another name. */
function decideFile(open: Extract<Open, { readonly kind: 'file' }>, { kind }: Decision, changes: Plan, present: Present, files: FileSet): Decided {
  if (kind === 'later' || kind === 'typed') return { plan: changes, open: [open] }
  const lying = present.mine.get(open.beside)
  const cleared: readonly Change[] = lying?.kind === 'text' ? [{ kind: 'delete', path: open.beside, before: lying.text }] : []
  if (kind === 'mine') return { plan: cleared, open: [] }
  if (present.mine.get(open.path)?.kind === 'other') return { plan: changes, open: [open] }
  return { plan: [...restored(open.path, files, present), ...cleared], open: [] }
}
