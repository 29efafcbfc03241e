import { printToml, printTomlKey, type TomlValue } from '../answers/toml.ts'
import { isList, isTable, type KeyPath, type Table, type Value } from './value.ts'

/** A TOML text with one value in it, tables under headers of their own, and where it is there. */
export interface PrintedToml {
  readonly text: string
  readonly from: KeyPath
}

/** @param path of the value in some other text; in the printed one each list on the way has one item */
export function printTomlAt(path: KeyPath, value: Value): PrintedToml {
  const whole = path.reduceRight<Value>((inner, key) => (typeof key === 'number' ? [inner] : Object.fromEntries([[key, inner]])), value)
  return { text: isTable(whole) ? printTable(whole, []) : '', from: path.map((key) => (typeof key === 'number' ? 0 : key)) }
}

function printTable(table: Table, path: readonly string[]): string {
  const entries = Object.entries(table)
  const pairs = entries.filter(([, value]) => !isTable(value) && !isBlocks(value)).map(([key, value]) => `${printTomlKey(key)} = ${printToml(value as TomlValue)}\n`)
  const tables = entries.flatMap(([key, value]) => {
    const at = [...path, key]
    const name = at.map(printTomlKey).join('.')
    if (isTable(value)) return [`[${name}]\n${printTable(value, at)}`]
    return isBlocks(value) ? value.map((item) => `[[${name}]]\n${printTable(item, at)}`) : []
  })
  return [...pairs, ...tables].join('')
}

function isBlocks(value: Value): value is readonly Table[] {
  return isList(value) && value.length > 0 && value.every(isTable)
}
