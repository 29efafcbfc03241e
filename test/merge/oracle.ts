/*
 * What a merge must hold to, said once more and without the engine: values are compared key by key, on plain data.
 */

/** Parsed values of a file on all sides, and the key paths (without indices) at which a conflict was named. */
export interface Sides {
  readonly base: unknown
  readonly mine: unknown
  readonly theirs: unknown
  readonly result: unknown
}

type Path = readonly string[]
type Table = Readonly<Record<string, unknown>>

/** What is wrong with the result, a line each. @param named the key paths of conflicts, without the indices of lists */
export function complaints(sides: Sides, named: readonly Path[], path: Path = []): readonly string[] {
  const { base, mine, theirs, result } = sides
  const isNamed = named.some((at) => at.slice(0, path.length).every((key, index) => key === path[index]) || path.slice(0, at.length).every((key, index) => key === at[index]))
  const complain = (what: string): readonly string[] => [`${path.join('/')}: ${what}: ${JSON.stringify(sides)}`]
  if (same(mine, base)) return same(result, theirs) || isNamed ? [] : complain('ours did not arrive')
  if (isTable(mine) && (base === undefined || isTable(base)) && isTable(result)) {
    const keys = new Set([base, mine, theirs, result].flatMap((side) => (isTable(side) ? Object.keys(side) : [])))
    return [...keys].flatMap((key) => complaints({ base: get(base, key), mine: get(mine, key), theirs: get(theirs, key), result: get(result, key) }, named, [...path, key]))
  }
  if (Array.isArray(mine) && (base === undefined || Array.isArray(base)) && Array.isArray(result)) {
    return listFaults((base as unknown[] | undefined) ?? [], mine, theirs, result, isNamed).flatMap(complain)
  }
  if (!same(result, mine)) return complain('the person\'s value is lost')
  return same(theirs, base) || same(theirs, mine) || isNamed ? [] : complain('a conflict is not named')
}

function listFaults(base: readonly unknown[], mine: readonly unknown[], theirs: unknown, result: readonly unknown[], isNamed: boolean): readonly string[] {
  const added = mine.filter((item) => !has(base, item))
  const faults = added.every((item) => result.some((now) => [undefined, ...base].some((before) => survives(before, item, now)))) ? [] : ['an item of the person is lost']
  if (same(theirs, base) && !same(result, mine)) return [...faults, 'nothing is new, and yet it changed']
  if ([base, mine, result].flat().some((item) => typeof item === 'object')) return faults
  if (base.some((item) => !has(mine, item) && has(result, item))) faults.push('an item that the person took out is back')
  if (!same(mine.filter((item) => has(result, item)), result.filter((item) => has(mine, item)))) faults.push('the person\'s order is lost')
  if (!Array.isArray(theirs) || isNamed) return faults
  if (theirs.some((item) => !has(base, item) && !has(result, item))) faults.push('an item of ours is not there')
  if (base.some((item) => !has(theirs, item) && has(result, item))) faults.push('an item that we took out is there')
  return faults
}

/** Whether all that makes `mine` differ from `before` is in `now`. */
function survives(before: unknown, mine: unknown, now: unknown): boolean {
  if (same(mine, before)) return true
  if (isTable(mine) && (before === undefined || isTable(before)) && isTable(now)) return [...new Set([...Object.keys(mine), ...Object.keys(before ?? {})])].every((key) => survives(get(before, key), get(mine, key), get(now, key)))
  if (Array.isArray(mine) && (before === undefined || Array.isArray(before)) && Array.isArray(now)) {
    const old = (before as unknown[] | undefined) ?? []
    return mine.every((item) => has(old, item) || now.some((present) => [undefined, ...old].some((was) => survives(was, item, present))))
  }
  return same(now, mine)
}

function has(list: readonly unknown[], item: unknown): boolean {
  return list.some((one) => same(one, item))
}

function get(table: unknown, key: string): unknown {
  return isTable(table) && Object.hasOwn(table, key) ? table[key] : undefined
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

/** Equal data; in a table the order of keys says nothing. */
export function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => same(item, b[index]))
  if (isTable(a) && isTable(b)) return Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((key) => Object.hasOwn(b, key) && same(a[key], b[key]))
  if (a instanceof Date && b instanceof Date) return a.toISOString() === b.toISOString()
  return a === b || (typeof a === 'number' && Number.isNaN(a) && Number.isNaN(b))
}
