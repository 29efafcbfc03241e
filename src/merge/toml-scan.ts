import type { KeyPath } from './value.ts'

/**
 * A statement of a TOML text with its place. `path` leads to it from the root; a block of an array of tables has its
 * index in it. Offsets are of whole lines but for those of the value; `end` is before the line feed.
 */
export type Statement =
  | { readonly kind: 'table'; readonly path: KeyPath; readonly isBlock: boolean; readonly start: number; readonly end: number }
  | { readonly kind: 'pair'; readonly path: KeyPath; readonly table: KeyPath; readonly start: number; readonly end: number; readonly valueStart: number; readonly valueEnd: number }

/**
 * Finds the statements of a TOML text that is known to parse (https://toml.io/en/v1.0.0): where each begins and ends,
 * not what it means. Lines end with a line feed.
 */
export function scanToml(text: string): readonly Statement[] {
  const statements: Statement[] = []
  const blocks = new Map<string, number>()
  let table: KeyPath = []
  for (let at = 0; at < text.length; at = endOfLine(text, at) + 1) {
    const start = at
    at = afterSpaces(text, at)
    if (text[at] === '\n' || text[at] === '#' || text[at] === undefined) continue
    if (text[at] === '[') {
      const isBlock = text.startsWith('[[', at)
      const name = readKeys(text, at + (isBlock ? 2 : 1))
      table = resolve(name.keys, isBlock, blocks)
      at = name.end
      statements.push({ kind: 'table', path: table, isBlock, start, end: endOfLine(text, at) })
    } else {
      const { keys, end } = readKeys(text, at)
      const valueStart = afterSpaces(text, end + 1)
      const valueEnd = endOfValue(text, valueStart)
      at = valueEnd
      statements.push({ kind: 'pair', path: [...table, ...keys], table, start, end: endOfLine(text, at), valueStart, valueEnd })
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
function readKeys(text: string, at: number): { readonly keys: readonly string[]; readonly end: number } {
  const keys: string[] = []
  for (;;) {
    at = afterSpaces(text, at)
    const end = text[at] === '"' || text[at] === "'" ? endOfString(text, at) : at + /^[\w-]*/.exec(text.slice(at))![0].length
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

function endOfValue(text: string, at: number): number {
  const first = text[at]
  if (first === '"' || first === "'") return endOfString(text, at)
  if (first === '[' || first === '{') return endOfBrackets(text, at)
  return at + /^[^\n#,\]}]*/.exec(text.slice(at))![0].trimEnd().length
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

function endOfString(text: string, at: number): number {
  const quote = text[at]!
  const isLong = text.startsWith(quote.repeat(3), at)
  const body = quote === '"' ? String.raw`(?:[^"\\]|\\[^]|"{1,2}(?!"))*` : String.raw`(?:[^']|'{1,2}(?!'))*`
  // A long string may end in quotes of its own, before its three.
  const long = new RegExp(`^${quote.repeat(3)}${body}${quote.repeat(3)}${quote}{0,2}`)
  const short = quote === '"' ? /^"(?:[^"\\]|\\.)*"/ : /^'[^']*'/
  return at + (isLong ? long : short).exec(text.slice(at))![0].length
}

function afterSpaces(text: string, at: number): number {
  return at + /^[ \t]*/.exec(text.slice(at))![0].length
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end
}
