import { formatPlace } from '../merge/conflict.ts'
import { decide, type Decided, type Decision } from '../merge/decide.ts'
import { textAfter, type Open } from '../merge/open-conflicts.ts'
import { settle } from '../merge/settle.ts'
import { fold, sideLines } from '../report/conflicts.ts'
import { widthOf, type Io } from './io.ts'
import type { Prepared } from './prepare-update.ts'

/** Columns that the prompt's own line takes at the left. */
const MARGIN = 3

/** Asks at a terminal about all that is undecided, one by one. @throws Cancelled */
export async function askConflicts(prepared: Prepared, io: Io): Promise<Decided> {
  const { plan, present, files } = prepared
  const decisions = new Map<Open, Decision>()
  for (const open of prepared.open) decisions.set(open, await ask(open, prepared, io))
  return decide(plan, decisions, present, files)
}

async function ask(open: Open, { plan, present }: Prepared, io: Io): Promise<Decision> {
  const { askConflict } = await import('../ask/ask-conflict.ts')
  if (open.kind === 'file') return askConflict(io, { title: open.path, lines: [`${open.path} was changed by both sides; the new one is ${open.beside}.`], findFault: undefined })
  const { path, conflict } = open
  const text = textAfter(path, plan, present) ?? ''
  const findFault = (typed: string): string | undefined => {
    const settled = settle(path, text, conflict, { kind: 'typed', text: typed })
    return settled.ok ? undefined : settled.message
  }
  const lines = sideLines(path, conflict, widthOf(io) - MARGIN, fold).map((line) => line.trimEnd())
  return askConflict(io, { title: `${path}: ${formatPlace(conflict.place)}`, lines, findFault: conflict.place.kind === 'lines' ? undefined : findFault })
}
