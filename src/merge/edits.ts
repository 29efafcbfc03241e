import type { Conflict } from './conflict.ts'
import { isList, isTable, valueOf, type KeyPath, type Table, type Value } from './value.ts'

/** One change to a value; paths are those of the value before any change. */
export type Edit =
  | { readonly kind: 'set'; readonly path: KeyPath; readonly value: Value; /** Where the new text has it. */ readonly from: KeyPath }
  | { readonly kind: 'delete'; readonly path: KeyPath }
  /** Puts an item before the one at `index` of the list at `path`; at its end where `index` is its length. */
  | { readonly kind: 'insert'; readonly path: KeyPath; readonly index: number; readonly value: Value; readonly from: KeyPath }

/** What a merge does to the person's value, and what it leaves to be said. */
export interface Merge {
  readonly edits: readonly Edit[]
  readonly conflicts: readonly Conflict[]
}

export const nothing: Merge = { edits: [], conflicts: [] }

export function combine(merges: readonly Merge[]): Merge {
  return { edits: merges.flatMap(({ edits }) => edits), conflicts: merges.flatMap(({ conflicts }) => conflicts) }
}

/** The value after the edits. @param depth how many keys of each path lead to `value` itself */
export function applyEdits(value: Value | undefined, edits: readonly Edit[], depth = 0): Value | undefined {
  const whole = edits.find((edit) => edit.kind !== 'insert' && edit.path.length === depth)
  if (whole !== undefined) return whole.kind === 'set' ? whole.value : undefined
  if (isList(value)) return applyToList(value, edits, depth)
  const table = isTable(value) ? value : {}
  const keys = new Set([...Object.keys(table), ...edits.map(({ path }) => String(path[depth]))])
  const entries = [...keys].map((key) => [key, applyEdits(valueOf(table, key), edits.filter(({ path }) => path[depth] === key), depth + 1)] as const)
  return edits.length === 0 ? value : fromEntries(entries.filter((entry): entry is readonly [string, Value] => entry[1] !== undefined))
}

function applyToList(list: readonly Value[], edits: readonly Edit[], depth: number): Value {
  const insertedAt = (index: number): readonly Value[] => edits.flatMap((edit) => (edit.kind === 'insert' && edit.path.length === depth && edit.index === index ? [edit.value] : []))
  const kept = list.map((item, index) => {
    const own = edits.filter((edit) => edit.path.length > depth && edit.path[depth] === index)
    const after = own.length === 0 ? item : applyEdits(item, own, depth + 1)
    return [...insertedAt(index), ...(after === undefined ? [] : [after])]
  })
  return [...kept.flat(), ...insertedAt(list.length)]
}

/** A table with these entries as its own, `__proto__` among them. */
function fromEntries(entries: readonly (readonly [string, Value])[]): Table {
  return Object.fromEntries(entries)
}
