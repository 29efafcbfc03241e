import { applyEdits, combine, nothing, type Merge } from './edits.ts'
import { mergeLists } from './lists.ts'
import { isList, isSame, isTable, valueOf, type KeyPath, type Table, type Value } from './value.ts'

export interface Sides {
  readonly base: Value | undefined
  readonly mine: Value | undefined
  readonly theirs: Value | undefined
}

/**
 * Three-way merge of values. The result is a list of edits to `mine`, so that its text can be edited in place.
 * @param path where `mine` is in its file, @param from where `theirs` is in its own: lists may shift them apart
 */
export function mergeValues({ base, mine, theirs }: Sides, path: KeyPath = [], from: KeyPath = path): Merge {
  if (isSame(base, theirs) || isSame(mine, theirs)) return nothing
  if (isTable(mine) && isTable(theirs) && (base === undefined || isTable(base))) return mergeTables(base ?? {}, mine, theirs, path, from)
  if (isSame(base, mine)) return take(mine, theirs, path, from)
  if (isList(mine) && isList(theirs) && (base === undefined || isList(base))) {
    const merged = mergeLists({ base: base ?? [], mine, theirs }, path, from, mergeValues)
    if (merged !== undefined) return merged
  }
  // What the person deleted stays deleted, and is said, because it is new now.
  return { edits: [], conflicts: [{ place: { kind: 'key', path }, base, mine, theirs }] }
}

function mergeTables(base: Table, mine: Table, theirs: Table, path: KeyPath, from: KeyPath): Merge {
  const keys = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])]
  return combine(keys.map((key) => mergeValues({ base: valueOf(base, key), mine: valueOf(mine, key), theirs: valueOf(theirs, key) }, [...path, key], [...from, key])))
}

/** The person changed nothing here, so the new value is taken: as finely as the text can be edited. */
function take(mine: Value | undefined, theirs: Value | undefined, path: KeyPath, from: KeyPath): Merge {
  if (theirs === undefined) return mine === undefined ? nothing : { edits: [{ kind: 'delete', path }], conflicts: [] }
  if (isList(mine) && isList(theirs)) {
    const merged = mergeLists({ base: mine, mine, theirs }, path, from, mergeValues)
    if (merged !== undefined && isSame(applyEdits(mine, merged.edits, path.length), theirs)) return merged
  }
  return { edits: [{ kind: 'set', path, value: theirs, from }], conflicts: [] }
}
