import { isRecord } from '../record.ts'

/** An object of JSON or TOML that somebody else wrote: nothing is known of its values. */
export type Table = Readonly<Record<string, unknown>>

export function isTable(value: unknown): value is Table {
  return isRecord(value)
}

/** The value if it is a table, else an empty one: then none of its keys is there. */
export function tableOf(value: unknown): Table {
  return isTable(value) ? value : {}
}
