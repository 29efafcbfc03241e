import type { Conflict } from '../../src/merge/conflict.ts'
import { mergeFile } from '../../src/merge/file.ts'
import { complaints, same } from './oracle.ts'

export interface Texts {
  readonly base: string
  readonly mine: string
  readonly theirs: string
}

/** Merges, and holds the result to all that is promised. @throws Error that says what is broken */
export function judgeMerge(path: string, read: (text: string) => unknown, { base, mine, theirs }: Texts): void {
  const result = mergeFile(path, base, mine, theirs)
  if (result.kind !== 'merged') throw new Error(result.why)
  judgeValues(read, { base, mine, theirs }, result.text, result.conflicts)
  demand(same(mergeFile(path, theirs, result.text, theirs), unchanged(result.text)), 'an update after the update changes something')
  demand(same(mergeFile(path, base, mine, base), unchanged(mine)), 'nothing is new, and yet something changes')
  demand(same(mergeFile(path, base, base, theirs), unchanged(theirs)), 'nothing was edited, and yet it is not the new text')
}

/** The result parses; all that the person changed is in it; what both changed is named with the values that it had. */
export function judgeValues(read: (text: string) => unknown, { base, mine, theirs }: Texts, text: string, conflicts: readonly Conflict[]): void {
  const values = { base: read(base), mine: read(mine), theirs: read(theirs), result: read(text) }
  const wrong = complaints(values, conflicts.map(keysOf))
  demand(wrong.length === 0, wrong.join('\n'))
  for (const { place, base: was, mine: own, theirs: ours } of conflicts) {
    demand(!same(own, ours) && !same(was, ours), 'a conflict that is none')
    if (place.kind === 'key') demand(same(at(values.result, place.path), own), 'a conflict names another value than that of the result')
  }
}

function unchanged(text: string): object {
  return { kind: 'merged', text, conflicts: [] }
}

export function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise)
}

/** The keys that lead to a conflict, without the indices of lists. */
export function keysOf({ place }: Conflict): readonly string[] {
  if (place.kind === 'lines') throw new Error('a value has no lines')
  return place.path.filter((key) => typeof key === 'string')
}

function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((part, key) => (typeof part === 'object' && part !== null && Object.hasOwn(part, key) ? (part as Record<string | number, unknown>)[key] : undefined), value)
}
