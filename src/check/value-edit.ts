import { isList, isTable, type KeyPath, type Table, type Value } from '../merge/value.ts'
import type { FixEdit } from './rule.ts'

/** The value after one edit; tables on the way are made. */
export function setAt(value: Value, edit: FixEdit): Value {
  return edited(value, edit.path, edit.kind === 'set' ? edit.value : undefined)
}

function edited(value: Value | undefined, path: KeyPath, wanted: Value | undefined): Value {
  const [key, ...rest] = path
  if (isList(value)) return value.map((item, index) => (index === key ? (rest.length === 0 ? wanted! : edited(item, rest, wanted)) : item))
  const table: Table = isTable(value) ? value : {}
  const name = String(key)
  const { [name]: before, ...others } = table
  if (rest.length > 0) return wanted === undefined && before === undefined ? table : { ...table, [name]: edited(before, rest, wanted) }
  return wanted === undefined ? others : { ...table, [name]: wanted }
}
