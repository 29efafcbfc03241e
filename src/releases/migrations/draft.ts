import { child, fill, isList, isTable, valueAt, withValue, type Json, type KeyPath, type Table } from './json.ts'

/** One thing that a migration did. Paths are those of the configuration at that moment, after all earlier notes. */
export type Note =
  | { readonly kind: 'moved'; readonly from: KeyPath; readonly to: KeyPath }
  /** A list became a table; `ids` are the keys of its items, in their order, and undefined for one that was left out. */
  | { readonly kind: 'keyed'; readonly from: KeyPath; readonly to: KeyPath; readonly ids: readonly (string | undefined)[] }
  | { readonly kind: 'removed'; readonly path: KeyPath; /** Why nothing is lost, or what to do instead. */ readonly why?: string }
  | { readonly kind: 'set'; readonly path: KeyPath; /** Said only where it is a word of OpenClaw's, never the person's. */ readonly words?: { readonly before: string; readonly after: string } }

/** A configuration while it is migrated. Values are never changed in place; what is not as expected is left alone. */
export class Draft {
  config: Json
  readonly notes: Note[] = []

  constructor(config: Json) {
    this.config = config
  }

  at(path: KeyPath): Json | undefined {
    return valueAt(this.config, path)
  }

  table(path: KeyPath): Table | undefined {
    const value = this.at(path)
    return isTable(value) ? value : undefined
  }

  has(path: KeyPath): boolean {
    return this.at(path) !== undefined
  }

  /** Every place that is there and fits one of the patterns, such as `channels.*.accounts`; `*` is any key or index. */
  find(...patterns: readonly string[]): readonly KeyPath[] {
    return patterns.flatMap((pattern) => this.below([], pattern))
  }

  /** As `find`, from a place on. The empty pattern is that place itself. */
  below(base: KeyPath, pattern: string): readonly KeyPath[] {
    return pattern.split('.').filter((key) => key !== '').reduce<readonly KeyPath[]>((paths, key) => paths.flatMap((path) => this.#step(path, key)), [base])
  }

  #step(path: KeyPath, key: string): readonly KeyPath[] {
    const value = this.at(path)
    if (key !== '*') return child(value, key) === undefined ? [] : [[...path, key]]
    const keys = isList(value) ? [...value.keys()] : isTable(value) ? Object.keys(value) : []
    return keys.map((each) => [...path, each])
  }

  /** Puts a value; does nothing, and returns false, where something on the way is not a table. */
  set(path: KeyPath, value: Json, note: Note | undefined = { kind: 'set', path }): boolean {
    const after = withValue(this.config, path, value)!
    if (after === this.config || valueAt(after, path) === undefined) return false
    this.config = after
    if (note !== undefined) this.notes.push(note)
    return true
  }

  /** One word of OpenClaw's for another. */
  replace(path: KeyPath, after: string | boolean): void {
    const before = this.at(path)
    if (before !== after) this.set(path, after, { kind: 'set', path, words: { before: JSON.stringify(before), after: JSON.stringify(after) } })
  }

  remove(path: KeyPath, why?: string): void {
    if (!this.has(path)) return
    this.config = withValue(this.config, path, undefined) ?? {}
    this.notes.push({ kind: 'removed', path, ...(why !== undefined && { why }) })
  }

  /** Takes tables away that are empty after what was done: nobody has to be told. */
  prune(...paths: readonly KeyPath[]): void {
    if (this.notes.length === 0) return
    for (const path of paths) if (Object.keys(this.table(path) ?? { full: true }).length === 0) this.config = withValue(this.config, path, undefined) ?? {}
  }

  /** Moves what is at `from`; what is already at `to` stays as it is, and gets only what it lacks where both are tables. */
  move(from: KeyPath, to: KeyPath): void {
    const [value, there] = [this.at(from), this.at(to)]
    if (value === undefined) return
    if (there === undefined) return this.#carry(from, to, value)
    if (isTable(there) && isTable(value)) this.set(to, fill(there, value))
    this.remove(from, 'the new key is there already')
  }

  /** Moves what is at `from` where that is possible, and takes it away where not. */
  moveOr(from: KeyPath, to: KeyPath, isPossible: boolean): void {
    if (isPossible) this.move(from, to)
    else this.remove(from, 'there is nothing that it could be for')
  }

  /** Puts a table in the place of a list: its items by their ids. */
  rekey(from: KeyPath, to: KeyPath, table: Table, ids: readonly (string | undefined)[]): void {
    const moved = withValue(this.config, from, table)
    if (moved === undefined || moved === this.config) return
    this.config = moved
    this.#carry(from, to, table)
    this.notes.splice(-1, 1, { kind: 'keyed', from, to, ids })
  }

  #carry(from: KeyPath, to: KeyPath, value: Json): void {
    const parent = this.table(from.slice(0, -1))
    if (parent !== undefined && from.length === to.length && from.slice(0, -1).every((key, index) => key === to[index])) {
      // In its place among its neighbours: a person who looks for it finds it where it was.
      const renamed = Object.fromEntries(Object.entries(parent).map(([key, own]) => [key === from.at(-1) ? String(to.at(-1)) : key, own]))
      this.config = withValue(this.config, from.slice(0, -1), renamed)!
    } else {
      const after = withValue(withValue(this.config, from, undefined), to, value)
      if (valueAt(after, to) === undefined) return
      this.config = after!
    }
    this.notes.push({ kind: 'moved', from, to })
  }
}
