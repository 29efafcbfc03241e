import { printToml, printTomlKey, type TomlValue } from '../answers/toml.ts'
import { editContainers, type Syntax } from './container-edit.ts'
import type { Edit } from './edits.ts'
import type { Json5Member, Json5Node } from './json5-tree.ts'
import { endOfValue, readKeys } from './toml-scan.ts'

/**
 * Carries edits out inside a value of TOML that stands in brackets or braces, in which comments and lines stay.
 * @param text of the value alone, @param edits with paths from the value on
 * @returns undefined where they cannot be carried out
 */
export function editInline(text: string, edits: readonly Edit[], base: string): string | undefined {
  return editContainers(text, edits, base, syntax)
}

const blank = /(?:\s+|#[^\n]*)*/y

function skipBlank(text: string, at: number): number {
  blank.lastIndex = at
  return blank.test(text) ? blank.lastIndex : at
}

const syntax: Syntax = {
  read: (text) => readNode(text, 0),
  skipBlank,
  restOfLine: /[^\S\n]*(?:#[^\n]*)?(?=\n|$)/y,
  print: (value) => printToml(value as TomlValue),
  printMember: (key, value) => `${printTomlKey(key)} = ${value}`,
  // A table in braces is one line (TOML 1.0).
  hasLines: false,
}

/** The text is known to parse. Undefined where there are dotted keys, which have no place of their own. */
function readNode(text: string, start: number): Json5Node | undefined {
  if (text[start] !== '[' && text[start] !== '{') return { start, end: endOfValue(text, start), kind: 'scalar', value: null }
  const items: Json5Node[] = []
  const members: Json5Member[] = []
  const isList = text[start] === '['
  let at = skipBlank(text, start + 1)
  while (at < text.length && text[at] !== ']' && text[at] !== '}') {
    const name = isList ? undefined : readKeys(text, at)
    if (name !== undefined && name.keys.length > 1) return undefined
    const value = readNode(text, name === undefined ? at : skipBlank(text, name.end + 1))
    if (value === undefined) return undefined
    if (name === undefined) items.push(value)
    else members.push({ key: name.keys[0]!, start: at, value })
    at = skipBlank(text, value.end)
    if (text[at] === ',') at = skipBlank(text, at + 1)
  }
  return isList ? { start, end: at + 1, kind: 'array', items } : { start, end: at + 1, kind: 'object', members }
}
