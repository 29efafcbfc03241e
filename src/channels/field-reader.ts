import type { Problem } from '../errors.ts'
import { isRecord } from '../record.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
export type Table = { readonly [key: string]: Json }

/** What a text must look like, and in words. */
export interface Form {
  readonly pattern: RegExp
  readonly words: string
}

export const ID: Form = { pattern: /^[a-z][a-z0-9-]{0,40}$/, words: 'lowercase letters, digits and dashes' }
export const ONE_LINE: Form = { pattern: /^[^\p{Cc}\p{Bidi_Control}]{1,300}$/u, words: 'a text in one line' }
export const TEXT: Form = { pattern: /^[^]+$/, words: 'a text' }

/** Reads the fields of objects in a file, and keeps every mistake with its key path. */
export class FieldReader {
  readonly problems: Problem[] = []
  readonly name: string

  /** @param name how messages call the file */
  constructor(name: string) {
    this.name = name
  }

  fault(path: string, message: string, hint?: string): void {
    this.problems.push({ where: `${this.name}: ${path}`, message, ...(hint !== undefined && { hint }) })
  }

  known(table: Table, names: readonly string[], prefix: string): void {
    for (const key of Object.keys(table)) if (!names.includes(key)) this.fault(`${prefix}${key}`, 'there is no such key', `known are ${names.join(', ')}`)
  }

  text(table: Table, key: string, prefix: string, { pattern, words }: Form): string {
    const value = table[key]
    if (typeof value === 'string' && pattern.test(value)) return value
    this.fault(`${prefix}${key}`, value === undefined ? 'this is missing' : `this must be ${words}`, value === undefined ? words : undefined)
    return ''
  }

  optionalText(table: Table, key: string, prefix: string, form: Form): string | undefined {
    return table[key] === undefined ? undefined : this.text(table, key, prefix, form)
  }

  texts(table: Table, key: string, prefix: string, { pattern, words }: Form): readonly string[] {
    const value = table[key] ?? []
    if (!Array.isArray(value)) {
      this.fault(`${prefix}${key}`, 'this must be a list')
      return []
    }
    return (value as readonly Json[]).flatMap((item, index) => {
      if (typeof item === 'string' && pattern.test(item)) return [item]
      this.fault(`${prefix}${key}.${index}`, `this must be ${words}`)
      return []
    })
  }

  /** True or absent: a preset says nothing of what it does not have. */
  flag(table: Table, key: string, prefix: string): boolean {
    const value = table[key] ?? false
    if (typeof value !== 'boolean') this.fault(`${prefix}${key}`, 'this must be true or false')
    return value === true
  }

  wholeNumber(table: Table, key: string, prefix: string, most: number, words: string): number | undefined {
    const value = table[key]
    if (value === undefined) return undefined
    if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= most) return value
    this.fault(`${prefix}${key}`, `this must be ${words}`)
    return undefined
  }

  table(table: Table, key: string, prefix: string, required = false): Table {
    const value = table[key]
    if (isTable(value)) return value
    if (value !== undefined || required) this.fault(`${prefix}${key}`, value === undefined ? 'this is missing' : 'this must be an object')
    return {}
  }

  /** What `read` makes of the object there; undefined where there is none. */
  part<T>(table: Table, key: string, prefix: string, read: (part: Table) => T): T | undefined {
    const value = table[key]
    if (isTable(value)) return read(value)
    if (value !== undefined) this.fault(`${prefix}${key}`, 'this must be an object')
    return undefined
  }

  /** The objects of a list, each with the prefix of its key paths. */
  tables(table: Table, key: string, prefix: string): readonly (readonly [item: Table, prefix: string])[] {
    const value = table[key] ?? []
    if (!Array.isArray(value)) {
      this.fault(`${prefix}${key}`, 'this must be a list')
      return []
    }
    return (value as readonly Json[]).flatMap((item, index) => {
      if (isTable(item)) return [[item, `${prefix}${key}.${index}.`] as const]
      this.fault(`${prefix}${key}.${index}`, 'this must be an object')
      return []
    })
  }

  /** A regular expression for the whole of a text; undefined where it is none. */
  pattern(table: Table, prefix: string): string | undefined {
    const pattern = this.text(table, 'pattern', prefix, { pattern: /^\^[^]*\$$/, words: 'a regular expression from ^ to $' })
    if (pattern === '') return undefined
    try {
      void new RegExp(pattern, 'u')
      return pattern
    } catch {
      this.fault(`${prefix}pattern`, 'this is not a regular expression')
      return undefined
    }
  }
}

export function isTable(value: unknown): value is Table {
  return isRecord(value)
}
