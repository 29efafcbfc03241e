import { createTwoFilesPatch } from 'diff/lib/patch/create.js'
import type { Change, Plan } from '../merge/plan.ts'

/** What a plan changes, as a unified diff with the paths that git writes. */
export function diffLines(plan: Plan): readonly string[] {
  return plan.flatMap((change) => {
    const sides = sidesOf(change)
    if (sides === undefined) return []
    const { path, before, after, mode } = sides
    const text = createTwoFilesPatch(before === undefined ? '/dev/null' : `a/${path}`, after === undefined ? '/dev/null' : `b/${path}`, before ?? '', after ?? '', undefined, undefined, { context: 3 })
    const hunks = text.split('\n').slice(1, -1)
    return [`diff --git a/${path} b/${path}`, ...headOf(before, after, mode), ...hunks]
  })
}

interface Sides {
  readonly path: string
  readonly before: string | undefined
  readonly after: string | undefined
  readonly mode: number
}

function sidesOf(change: Change): Sides | undefined {
  switch (change.kind) {
    case 'write': case 'merge': return change.before === change.text ? undefined : { path: change.path, before: change.before, after: change.text, mode: change.mode }
    case 'beside': return { path: change.beside, before: undefined, after: change.text, mode: change.mode }
    case 'delete': return { path: change.path, before: change.before, after: undefined, mode: 0o644 }
    case 'mode': case 'kept': return undefined
  }
}

function headOf(before: string | undefined, after: string | undefined, mode: number): readonly string[] {
  const bits = `100${mode.toString(8)}`
  if (before === undefined) return [`new file mode ${bits}`]
  return after === undefined ? [`deleted file mode ${bits}`] : []
}
