import { readToml, TomlFault } from '../../answers/toml.ts'
import { Json5Error, json5Value, parseJson5, type Json5Node } from '../../merge/json5-tree.ts'
import { normalise } from '../../merge/lines.ts'
import { scanToml, type Statement } from '../../merge/toml-scan.ts'
import { isList, isSamePath, isTable, valueOf, type KeyPath, type Value } from '../../merge/value.ts'
import type { Place } from '../rule.ts'

/** A file that was read: what it means, and where in it everything stands. */
export interface Located {
  readonly name: string
  readonly text: string
  readonly value: Value
  /** The value at a path, undefined where nothing is. */
  readonly at: (...path: KeyPath) => Value | undefined
  /** The place of a path; of what is not there, the innermost table that is, and of the file where none is. */
  readonly place: (...path: KeyPath) => Place
}

/** The text cannot be read. */
export interface Unreadable {
  readonly place: Place
  readonly message: string
}

export function isUnreadable(file: Located | Unreadable): file is Unreadable {
  return 'message' in file
}

export function readTomlFile(name: string, original: string): Located | Unreadable {
  const { text } = normalise(original)
  try {
    const value = readToml(text) as Value
    const statements = scanToml(text)
    return located(name, text, value, (path) => tomlOffset(statements, path))
  } catch (error) {
    if (!(error instanceof TomlFault)) throw error
    // The parser says where it stood, which may be behind the last line.
    const lines = text.split('\n').length
    return { place: { file: name, ...(error.line !== undefined && { line: Math.min(error.line, lines), column: error.column ?? 1 }) }, message: 'this is not TOML' }
  }
}

export function readJson5File(name: string, original: string): Located | Unreadable {
  const { text } = normalise(original)
  try {
    const root = parseJson5(text)
    return located(name, text, json5Value(root), (path) => jsonOffset(root, path))
  } catch (error) {
    if (!(error instanceof Json5Error)) throw error
    const { line, column } = lineAndColumn(text, error.offset)
    return { place: { file: name, line, column }, message: `this is not JSON5: ${error.message}` }
  }
}

function located(name: string, text: string, value: Value, offsetOf: (path: KeyPath) => number | undefined): Located {
  return {
    name,
    text,
    value,
    at: (...path) => path.reduce<Value | undefined>((part, key) => (isList(part) ? part[Number(key)] : isTable(part) ? valueOf(part, String(key)) : undefined), value),
    place: (...path) => {
      const offset = offsetOf(path)
      return { file: name, ...(offset !== undefined && { line: lineAndColumn(text, offset).line }) }
    },
  }
}

function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}

/** The statement that a path leads to, or into; else the first inside it, else the header above it. */
function tomlOffset(statements: readonly Statement[], path: KeyPath): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length)
    const found = statements.find((statement) => isSamePath(statement.path, part)) ?? statements.find((statement) => isSamePath(statement.path.slice(0, length), part))
    if (found !== undefined) return found.start
  }
  return undefined
}

function jsonOffset(root: Json5Node, path: KeyPath): number | undefined {
  let [node, offset]: [Json5Node, number | undefined] = [root, undefined]
  for (const key of path) {
    const member = node.kind === 'object' ? node.members.findLast((one) => one.key === key) : undefined
    const item = node.kind === 'array' ? node.items[Number(key)] : undefined
    if (member === undefined && item === undefined) break
    offset = member?.start ?? item!.start
    node = member?.value ?? item!
  }
  return offset
}
