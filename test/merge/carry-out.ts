import type { OwnFile, Plan } from '../../src/merge/plan.ts'

/** The files of a deployment as a person has them. */
export type Files = ReadonlyMap<string, OwnFile>

/** What a plan leaves behind. */
export function carryOut(plan: Plan, mine: Files): Files {
  const after = new Map(mine)
  for (const change of plan) {
    if (change.kind === 'delete') after.delete(change.path)
    else if (change.kind !== 'kept') after.set(change.kind === 'beside' ? change.beside : change.path, { kind: 'text', text: change.text, executable: (change.mode & 0o100) !== 0 })
  }
  return after
}
