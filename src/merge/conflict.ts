import type { Edit } from './edits.ts'
import { formatPath, valueAt, type KeyPath, type Value } from './value.ts'

/** Where in the merged file both sides changed the same thing. */
export type Place =
  /** A value of JSON or TOML. */
  | { readonly kind: 'key'; readonly path: KeyPath }
  /** An item that the person took out of the list at `path`; the new one would go before the one at `at`. */
  | { readonly kind: 'item'; readonly path: KeyPath; readonly at: number }
  /** Whole lines, counted from 1; `to` is less than `from` where the person took all of them out. `above` is the line before them. */
  | { readonly kind: 'lines'; readonly from: number; readonly to: number; readonly above: string }

/**
 * Both sides changed the same thing: the person's stays. What is undefined is not there. Of lines they are texts, in which
 * each line has its line feed.
 */
export interface Conflict {
  readonly place: Place
  readonly base: Value | undefined
  readonly mine: Value | undefined
  readonly theirs: Value | undefined
}

/** `vm[0].memory`, `line 4`, `lines 4 to 6` */
export function formatPlace(place: Place): string {
  switch (place.kind) {
    case 'key': return formatPath(place.path)
    case 'item': return `an item of ${formatPath(place.path)}`
    case 'lines': return place.to > place.from ? `lines ${place.from} to ${place.to}` : `line ${place.from}`
  }
}

/** An edit that is not carried out, though only we changed the value. @param mine what the person's text means */
export function conflictOf(edit: Edit, mine: Value): Conflict {
  if (edit.kind === 'insert') return { place: { kind: 'item', path: edit.path, at: edit.index }, base: undefined, mine: undefined, theirs: edit.value }
  const present = valueAt(mine, edit.path)
  return { place: { kind: 'key', path: edit.path }, base: present, mine: present, theirs: edit.kind === 'set' ? edit.value : undefined }
}

/** The conflict as it stands after the edits: items that came and went before it have moved it in its list. */
export function moveConflict(conflict: Conflict, edits: readonly Edit[]): Conflict {
  const { place } = conflict
  if (place.kind === 'lines' || edits.length === 0) return conflict
  const path = place.path.map((key, depth) => (typeof key === 'number' ? movedIndex(place.path.slice(0, depth), key, edits) : key))
  return { ...conflict, place: place.kind === 'key' ? { ...place, path } : { ...place, path, at: movedIndex(place.path, place.at, edits) } }
}

function movedIndex(list: KeyPath, index: number, edits: readonly Edit[]): number {
  const isIn = (path: KeyPath, length: number): boolean => path.length === length && list.every((key, depth) => path[depth] === key)
  const added = edits.filter((edit) => edit.kind === 'insert' && isIn(edit.path, list.length) && edit.index <= index)
  const removed = edits.filter((edit) => edit.kind === 'delete' && isIn(edit.path, list.length + 1) && Number(edit.path.at(-1)) < index)
  return index + added.length - removed.length
}
