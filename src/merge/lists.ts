import { combine, nothing, type Merge } from './edits.ts'
import { isList, isSame, isTable, valueOf, type KeyPath, type Table, type Value } from './value.ts'

export interface Lists {
  readonly base: readonly Value[]
  readonly mine: readonly Value[]
  readonly theirs: readonly Value[]
}

/** Merges one item that stands in both lists. */
type MergeItems = (sides: { base: Value | undefined; mine: Value; theirs: Value | undefined }, path: KeyPath, from: KeyPath) => Merge

/**
 * Merges lists by what their items are, not by where they stand: a block or an entry that somebody added moves all that
 * come after it. Undefined where items cannot be told apart; the list is then one value.
 */
export function mergeLists(lists: Lists, path: KeyPath, from: KeyPath, mergeItems: MergeItems): Merge | undefined {
  const name = namesOf(lists)
  if (name === undefined) return undefined
  const [base, mine, theirs] = [index(lists.base, name), index(lists.mine, name), index(lists.theirs, name)]
  if (isReordered(base, theirs) && isReordered(mine, theirs)) return undefined
  const present = [...mine].map(([id, item]) => {
    const [before, now] = [base.get(id), theirs.get(id)]
    return mergeItems({ base: before?.value, mine: item.value, theirs: now?.value }, [...path, item.at], now === undefined ? [...from, item.at] : [...from, now.at])
  })
  const added = [...theirs].flatMap(([id, item]): readonly Merge[] => {
    if (mine.has(id)) return []
    const [before, at] = [base.get(id), placeAfter(item.at, lists, mine, name)]
    if (before === undefined) return [insertion(item, at, path, from)]
    // The person took it out. It stays out, and is said where it is another one now.
    return isSame(before.value, item.value) ? [] : [{ edits: [], conflicts: [{ place: { kind: 'item', path, at }, base: before.value, mine: undefined, theirs: item.value }] }]
  })
  return combine([...present, ...added])
}

interface Item {
  readonly at: number
  readonly value: Value
}

type Name = (item: Value, at: number) => string

function index(list: readonly Value[], name: Name): ReadonlyMap<string, Item> {
  return new Map(list.map((value, at) => [name(value, at), { at, value }]))
}

/** Order may matter, as that of fallbacks does; another one cannot be merged item by item. */
function isReordered(before: ReadonlyMap<string, Item>, now: ReadonlyMap<string, Item>): boolean {
  const common = [...now.keys()].flatMap((id) => before.get(id)?.at ?? [])
  return common.some((at, place) => place > 0 && at < common[place - 1]!)
}

function insertion({ at, value }: Item, place: number, path: KeyPath, from: KeyPath): Merge {
  return { ...nothing, edits: [{ kind: 'insert', path, index: place, value, from: [...from, at] }] }
}

/** Behind the nearest of its predecessors that the person has too; without one before everything. */
function placeAfter(at: number, { mine, theirs }: Lists, own: ReadonlyMap<string, Item>, name: Name): number {
  for (let before = at - 1; before >= 0; before--) {
    const found = own.get(name(theirs[before]!, before))
    if (found !== undefined) return found.at + 1
  }
  return mine.length > 0 && theirs.length > at + 1 ? 0 : mine.length
}

/** Keys by which a block of fly.toml or an entry of openclaw.json is known: `[[files]]`, `[[services]]`, `[[mounts]]`, agents, bindings. */
const identities: readonly (readonly string[])[] = [['guest_path'], ['id'], ['name'], ['agentId', 'match'], ['source'], ['destination'], ['internal_port'], ['path'], ['port'], ['policy'], ['size']]

/** A way to tell items apart that is unique in all three lists, or undefined. */
function namesOf(lists: Lists): Name | undefined {
  const all = [lists.base, lists.mine, lists.theirs]
  const byPlace: readonly Name[] = isAligned(all) ? [(_, at) => String(at)] : []
  const byKey = identities.map((keys): Name => (item) => nameBy(keys, item as Table))
  const isOnly = all.every(({ length }) => length <= 1)
  const candidates: readonly Name[] = all.flat().every(isTable) ? (isOnly ? [...byPlace, ...byKey, asText] : [...byKey, asText, ...byPlace]) : [asText]
  return candidates.find((name) => all.every((list) => isUnique(list.map(name))) && !(name === asText && isReplacedByBoth(lists)))
}

function isUnique(names: readonly string[]): boolean {
  return !names.includes('') && new Set(names).size === names.length
}

/** Where both sides put something else in the place of an item, having both would be what neither wanted. */
function isReplacedByBoth(lists: Lists): boolean {
  const [base, mine, theirs] = [lists.base, lists.mine, lists.theirs].map((list) => new Set(list.map(asText)))
  const [own, ours] = [mine!, theirs!].map((side) => [...side].filter((id) => !base!.has(id)))
  return [...base!].some((id) => !mine!.has(id) && !theirs!.has(id)) && own!.some((id) => !theirs!.has(id)) && ours!.some((id) => !mine!.has(id))
}

/** A lone block, such as `[[vm]]`, or blocks without a key of their own are known by their place, as long as nobody added or removed one. */
function isAligned(all: readonly (readonly Value[])[]): boolean {
  return new Set(all.map(({ length }) => length)).size === 1
}

function nameBy(keys: readonly string[], item: Table): string {
  const values = keys.map((key) => valueOf(item, key))
  return values.includes(undefined) ? '' : values.map((value) => asText(value!)).join(' ')
}

function asText(value: Value): string {
  if (isList(value)) return `[${value.map(asText).join(',')}]`
  if (isTable(value)) return `{${Object.keys(value).toSorted().map((key) => `${JSON.stringify(key)}:${asText(value[key]!)}`).join(',')}}`
  return typeof value === 'bigint' ? `${value}n` : value instanceof Date ? `date ${value.toISOString()}` : JSON.stringify(value)
}
