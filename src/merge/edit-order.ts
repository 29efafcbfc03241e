import type { Edit } from './edits.ts'

/**
 * Edits in an order in which each leaves the places of those that follow as they were: in a list from its end to its
 * beginning, for an index is that of the value before any edit; keys as they were given.
 */
export function orderEdits(edits: readonly Edit[]): readonly Edit[] {
  const ranks = new Map<string, number>()
  for (const place of edits.map(placeOf)) for (const length of place.keys()) ranks.set(prefix(place, length + 1), ranks.get(prefix(place, length + 1)) ?? ranks.size)
  const compare = (a: Place, b: Place): number => {
    const at = a.findIndex((key, index) => key !== b[index])
    const [left, right] = [a[at], b[at]]
    if (left === undefined || right === undefined) return 0
    return typeof left === 'number' && typeof right === 'number' ? right - left : ranks.get(prefix(a, at + 1))! - ranks.get(prefix(b, at + 1))!
  }
  // Insertions at one place: the last first, since each goes before what is there by then.
  return edits.toReversed().toSorted((a, b) => compare(placeOf(a), placeOf(b)))
}

type Place = readonly (string | number)[]

/** An insertion stands just before the item that it precedes. */
function placeOf(edit: Edit): Place {
  return edit.kind === 'insert' ? [...edit.path, edit.index - 0.5] : edit.path
}

function prefix(place: Place, length: number): string {
  return JSON.stringify(place.slice(0, length))
}
