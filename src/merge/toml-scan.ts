import { endOf, endOfLine } from './text-places.ts'
import type { KeyPath } from './value.ts'

/**
 * A statement of a TOML text with its place. `path` leads to it from the root; a block of an array of tables has its
 * index in it. `start` and `end` are of whole lines, `end` before the line feed; behind `bodyEnd` is nothing but a comment.
 */
export type Statement = Header | Pair

export interface Header {
  readonly kind: 'table'
  readonly path: KeyPath
  readonly isBlock: boolean
  readonly start: number
  readonly bodyEnd: number
  readonly end: number
}

export interface Pair {
  readonly kind: 'pair'
  readonly path: KeyPath
  /** Path of the header that it stands under. */
  readonly table: KeyPath
  readonly start: number
  readonly bodyEnd: number
  readonly end: number
  readonly valueStart: number
  readonly valueEnd: number
}

/**
 * Finds the statements of a TOML text that is known to parse (https://toml.io/en/v1.0.0): where each begins and ends,
 * not what it means. Lines end with a line feed.
 */
export function scanToml(text: string): readonly Statement[] {
  const statements: Statement[] = []
  const blocks = new Map<string, number>()
  let table: KeyPath = []
  for (let start = 0, end = 0; start < text.length; start = end + 1) {
    const at = afterSpaces(text, start)
    const first = text[at]
    end = endOfLine(text, at)
    if (first === '\n' || first === '#' || first === undefined) continue
    if (first === '[') {
      const isBlock = text[at + 1] === '['
      const name = readKeys(text, at + (isBlock ? 2 : 1))
      table = resolve(name.keys, isBlock, blocks)
      end = endOfLine(text, name.end)
      statements.push({ kind: 'table', path: table, isBlock, start, bodyEnd: name.end + (isBlock ? 2 : 1), end })
    } else {
      const { keys, end: equals } = readKeys(text, at)
      const valueStart = afterSpaces(text, equals + 1)
      const valueEnd = endOfValue(text, valueStart)
      end = endOfLine(text, valueEnd)
      statements.push({ kind: 'pair', path: [...table, ...keys], table, start, bodyEnd: valueEnd, end, valueStart, valueEnd })
    }
  }
  return statements
}

/** Keys of a header with the index of each block that they lead through. */
function resolve(keys: readonly string[], isBlock: boolean, blocks: Map<string, number>): KeyPath {
  const path: (string | number)[] = []
  for (const [index, key] of keys.entries()) {
    path.push(key)
    const id = JSON.stringify(path)
    const opens = isBlock && index === keys.length - 1
    if (opens) blocks.set(id, (blocks.get(id) ?? -1) + 1)
    const count = blocks.get(id)
    if (count !== undefined) path.push(count)
  }
  return path
}

/** Dotted keys up to `]` or `=`; `end` is where that stands. */
export function readKeys(text: string, at: number): { readonly keys: readonly string[]; readonly end: number } {
  const keys: string[] = []
  for (;;) {
    at = afterSpaces(text, at)
    const end = text[at] === '"' || text[at] === "'" ? endOfString(text, at) : endOf(bareKey, text, at)
    keys.push(keyText(text.slice(at, end)))
    at = afterSpaces(text, end)
    if (text[at] !== '.') return { keys, end: at }
    at++
  }
}

function keyText(raw: string): string {
  if (raw.startsWith("'")) return raw.slice(1, -1)
  if (!raw.startsWith('"')) return raw
  // TOML's escapes are JSON's and one more, with eight digits.
  return JSON.parse(raw.replaceAll(/(?<!\\)((?:\\\\)*)\\U([\dA-Fa-f]{8})/g, (_, before: string, hex: string) => before + JSON.stringify(String.fromCodePoint(Number.parseInt(hex, 16))).slice(1, -1))) as string
}

/** Offset behind a value, which may be one of several in brackets. */
export function endOfValue(text: string, at: number): number {
  const first = text[at]
  if (first === '"' || first === "'") return endOfString(text, at)
  if (first === '[' || first === '{') return endOfBrackets(text, at)
  const end = endOf(plainValue, text, at)
  return at + text.slice(at, end).trimEnd().length
}

/** Brackets may hold strings, comments and further brackets, over any number of lines. */
function endOfBrackets(text: string, at: number): number {
  let depth = 0
  do {
    const character = text[at]
    if (character === '"' || character === "'") {
      at = endOfString(text, at)
      continue
    }
    if (character === '#') at = endOfLine(text, at)
    if (character === '[' || character === '{') depth++
    if (character === ']' || character === '}') depth--
    at++
  } while (depth > 0 && at < text.length)
  return at
}

const spaces = /[ \t]*/y
const bareKey = /[\w-]*/y
const plainValue = /[^\n#,\]}]*/y
/** A long string may end in quotes of its own, before its three. */
const strings = {
  '"': { short: /"(?:[^"\\]|\\.)*"/y, long: /"""(?:[^"\\]|\\[^]|"{1,2}(?!"))*""""{0,2}/y },
  "'": { short: /'[^']*'/y, long: /'''(?:[^']|'{1,2}(?!'))*''''{0,2}/y },
}

function endOfString(text: string, at: number): number {
  const quote = text[at] as '"' | "'"
  return endOf(text.startsWith(quote.repeat(3), at) ? strings[quote].long : strings[quote].short, text, at)
}

function afterSpaces(text: string, at: number): number {
  return endOf(spaces, text, at)
}
