import { orderEdits } from './edit-order.ts'
import type { Edit } from './edits.ts'
import type { Json5Node } from './json5-tree.ts'
import { indentAt } from './text-places.ts'
import type { KeyPath, Value } from './value.ts'

export type Container = Json5Node & { readonly kind: 'object' | 'array' }

/** How a language writes what stands in brackets and braces. */
export interface Syntax {
  /** Where everything stands; undefined where it is not known how to edit it. */
  readonly read: (text: string) => Json5Node | undefined
  /** Offset behind white space and comments. */
  readonly skipBlank: (text: string, at: number) => number | undefined
  /** Spaces and comments up to the end of a line. Sticky. */
  readonly restOfLine: RegExp
  /** The value as it stands on a line with this indent; `unit` is by how much the text indents. */
  readonly print: (value: Value, indent: string, unit: string) => string
  readonly printMember: (key: string, value: string, container: Container, text: string) => string
  /** Whether what is put into empty brackets gets a line of its own. */
  readonly hasLines: boolean
}

/**
 * Carries edits out in a text of brackets and braces: comments, order, quotes and commas that they do not concern stay as
 * they are. Lines end with a line feed.
 * @param base comments that are in it are ours, and go with what they are behind
 * @returns undefined where an edit leads to nothing
 */
export function editContainers(text: string, edits: readonly Edit[], base: string, syntax: Syntax): string | undefined {
  return orderEdits(edits).reduce<string | undefined>((before, edit) => (before === undefined ? undefined : applyOne(before, edit, base, syntax)), text)
}

function applyOne(text: string, edit: Edit, base: string, syntax: Syntax): string | undefined {
  const root = syntax.read(text)
  if (root === undefined) return undefined
  const unit = unitOf(text, root)
  const parent = containerAt(root, edit.kind === 'insert' ? edit.path : edit.path.slice(0, -1))
  if (parent === undefined) return undefined
  if (edit.kind === 'insert') return insertChild(text, parent, edit.index, (indent) => syntax.print(edit.value, indent, unit), syntax)
  const key = edit.path.at(-1)
  const at = indexOf(parent, key)
  if (edit.kind === 'delete') return at === -1 ? text : deleteChild(text, parent, at, base, syntax)
  if (at === -1) return insertChild(text, parent, childrenOf(parent).length, (indent) => syntax.printMember(String(key), syntax.print(edit.value, indent, unit), parent, text), syntax)
  const { start, end } = valueOfChild(parent, at)
  return splice(text, start, end, syntax.print(edit.value, indentAt(text, childrenOf(parent)[at]!.start), unit))
}

function containerAt(root: Json5Node, path: KeyPath): Container | undefined {
  let node = root
  for (const key of path) {
    const at = indexOf(node, key)
    if (at === -1) return undefined
    node = valueOfChild(node, at)
  }
  return node.kind === 'scalar' ? undefined : node
}

/** Where a key stands last, if it stands twice: that one counts. */
function indexOf(node: Json5Node, key: string | number | undefined): number {
  if (node.kind === 'object') return node.members.findLastIndex((member) => member.key === key)
  return node.kind === 'array' && typeof key === 'number' && key < node.items.length ? key : -1
}

function valueOfChild(node: Json5Node, at: number): Json5Node {
  return node.kind === 'object' ? node.members[at]!.value : (node as Container & { kind: 'array' }).items[at]!
}

interface Span {
  readonly start: number
  readonly end: number
}

export function childrenOf(node: Container): readonly Span[] {
  return node.kind === 'object' ? node.members.map(({ start, value }) => ({ start, end: value.end })) : node.items
}

/** Puts a child before the one at `at`, on a line of its own where the others are. */
function insertChild(text: string, node: Container, at: number, write: (indent: string) => string, syntax: Syntax): string {
  const children = childrenOf(node)
  const [first, before] = [children[0], children[at - 1]]
  if (first === undefined) return fillEmpty(text, node, write, syntax)
  const isMultiline = text.slice(node.start, first.start).includes('\n')
  const indent = indentAt(text, first.start)
  const child = write(indent)
  if (before === undefined) return isMultiline ? splice(text, node.start + 1, node.start + 1, `\n${indent}${child},`) : splice(text, first.start, first.start, `${child}, `)
  const comma = commaAfter(text, before.end, syntax)
  if (!isMultiline) return splice(text, before.end, before.end, `, ${child}`)
  const line = restOfLine(text, comma ?? before.end, syntax)
  const added = splice(text, line, line, `\n${indent}${child}${comma === undefined ? '' : ','}`)
  return comma === undefined ? splice(added, before.end, before.end, ',') : added
}

function fillEmpty(text: string, node: Container, write: (indent: string) => string, { hasLines }: Syntax): string {
  const inside = text.slice(node.start + 1, node.end - 1).trimEnd()
  const outer = indentAt(text, node.start)
  if (!hasLines && inside === '') return splice(text, node.start + 1, node.end - 1, node.kind === 'object' ? ` ${write(outer)} ` : write(outer))
  const indent = outer + (/^(\s+)\S/m.exec(text)?.[1]?.replaceAll('\n', '') || '  ')
  return splice(text, node.start + 1, node.end - 1, `${inside}\n${indent}${write(indent)}\n${outer}`)
}

/** Takes a child out with its comma and its line; comments of the person, and those on lines of their own, stay. */
function deleteChild(text: string, node: Container, at: number, base: string, syntax: Syntax): string {
  const children = childrenOf(node)
  const { start, end } = children[at]!
  const comma = commaAfter(text, end, syntax)
  const previous = children[at - 1]
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  const lineEnd = restOfLine(text, comma ?? end, syntax)
  const isOurs = base.includes(text.slice(comma ?? end, lineEnd).trim())
  const alone = isOurs && text.slice(lineStart, start).trim() === '' && (text[lineEnd] === '\n' || lineEnd === text.length)
  const from = alone ? lineStart : start
  const to = alone ? Math.min(lineEnd + 1, text.length) : afterSpaces(text, comma ?? end)
  const cut = splice(text, from, to, '')
  // The last one had no comma behind it: then the one before it needs none any more.
  const dangling = comma === undefined && previous !== undefined ? commaAfter(text, previous.end, syntax) : undefined
  if (dangling === undefined) return cut
  return splice(cut, dangling - 1, alone || text.slice(dangling, from).trim() !== '' ? dangling : from, '')
}

/** Offset behind the comma that follows `offset`, if only white space and comments are between. */
function commaAfter(text: string, offset: number, { skipBlank }: Syntax): number | undefined {
  const next = skipBlank(text, offset) ?? text.length
  return text[next] === ',' ? next + 1 : undefined
}

/** Offset of the line's end, if nothing but comments follows on it; `offset` itself otherwise. */
function restOfLine(text: string, offset: number, { restOfLine: pattern }: Syntax): number {
  pattern.lastIndex = offset
  return pattern.test(text) ? pattern.lastIndex : offset
}

function afterSpaces(text: string, offset: number): number {
  return offset + /^[^\S\n]*/.exec(text.slice(offset))![0].length
}

function splice(text: string, from: number, to: number, between: string): string {
  return text.slice(0, from) + between + text.slice(to)
}

/** White space at the beginning of the line that `offset` is in. */
/** By how much the text indents: what its first member is indented by. */
function unitOf(text: string, root: Json5Node): string {
  const first = root.kind === 'scalar' ? undefined : childrenOf(root)[0]
  return (first !== undefined && text.slice(0, first.start).includes('\n') && indentAt(text, first.start)) || '  '
}
