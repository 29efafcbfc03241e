import { childrenOf, editContainers, type Container, type Syntax } from './container-edit.ts'
import type { Edit } from './edits.ts'
import { parseJson5, skipBlank } from './json5-tree.ts'
import type { Value } from './value.ts'

/**
 * Carries edits out in a JSON5 text, in which comments, order, quotes and commas stay. Lines end with a line feed.
 * @returns undefined where an edit leads to nothing
 * @throws Json5Error
 */
export function editJson({ base, mine }: { readonly base: string; readonly mine: string }, edits: readonly Edit[]): string | undefined {
  return editContainers(mine, edits, base, syntax)
}

const syntax: Syntax = {
  read: parseJson5,
  skipBlank,
  restOfLine: /(?:[^\S\n]+|\/\*(?:(?!\*\/)[^\n])*\*\/)*(?:\/\/[^\n]*)?(?=\n|$)/y,
  print,
  printMember: (key, value, container, text) => `${printKey(key, container, text)}: ${value}`,
  hasLines: true,
}

function print(value: Value, indent: string, unit: string): string {
  return JSON.stringify(value, null, unit).replaceAll('\n', `\n${indent}`)
}

/** Without quotes where the neighbours have none. */
function printKey(key: string, container: Container, text: string): string {
  const keys = childrenOf(container)
  const isBare = keys.length > 0 && keys.every(({ start }) => !/["']/.test(text[start]!))
  return isBare && /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)
}
