import type { Conflict } from './conflict.ts'
import { mannerOf, readValue } from './languages.ts'
import { normalise } from './lines.ts'
import { findLines } from './place-lines.ts'
import { isList, isSame, valueAt } from './value.ts'

/** What became of a conflict: the person's value is still there, the new one was taken, or it is a third one now. */
export type ConflictState = 'open' | 'new' | 'edited'

/** @param text of the file now; undefined where it is gone. A file that cannot be read leaves its conflicts open. */
export function conflictState(path: string, text: string | undefined, conflict: Conflict): ConflictState {
  if (text === undefined) return 'edited'
  const { place, mine, theirs } = conflict
  if (place.kind === 'lines') return lineState(normalise(text).text, conflict)
  const manner = mannerOf(path)
  if (typeof manner === 'string') return 'edited'
  const value = readValue(normalise(text).text, manner)
  if (value === undefined) return 'open'
  const now = valueAt(value, place.path)
  if (place.kind === 'item') return !isList(now) ? 'edited' : now.some((item) => isSame(item, theirs)) ? 'new' : 'open'
  return isSame(now, mine) ? 'open' : isSame(now, theirs) ? 'new' : 'edited'
}

/** Lines that the person took out are not there to be found: then it is ours that tell. */
function lineState(text: string, { place, mine, theirs }: Conflict): ConflictState {
  if (place.kind !== 'lines') return 'edited'
  const isThere = (lines: unknown): boolean => typeof lines === 'string' && findLines(text, place, lines) !== undefined
  if (mine === '') return isThere(theirs) ? 'new' : isThere(mine) ? 'open' : 'edited'
  return isThere(mine) ? 'open' : isThere(theirs) ? 'new' : 'edited'
}
