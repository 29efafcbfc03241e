import { orderEdits } from './edit-order.ts'
import type { Edit } from './edits.ts'
import { parseJson5, skipBlank, type Json5Member, type Json5Node } from './json5-tree.ts'
import type { KeyPath, Value } from './value.ts'

/**
 * Carries edits out in a JSON5 text: comments, order, quotes and commas that they do not concern stay as they are. Lines
 * end with a line feed.
 * @throws Json5Error; TypeError for an edit of something that is not there
 */
export function editJson(text: string, edits: readonly Edit[]): string {
  return orderEdits(edits).reduce(applyOne, text)
}

function applyOne(text: string, edit: Edit): string {
  const root = parseJson5(text)
  if (edit.kind === 'insert') return insertChild(text, containerAt(root, edit.path), edit.index, (indent) => print(edit.value, indent, unitOf(text, root)))
  const parent = containerAt(root, edit.path.slice(0, -1))
  const key = edit.path.at(-1)
  const at = indexOf(parent, key)
  if (edit.kind === 'delete') return at === -1 ? text : deleteChild(text, parent, at)
  const unit = unitOf(text, root)
  if (at === -1) return insertChild(text, parent, childrenOf(parent).length, (indent) => `${printKey(String(key), parent, text)}: ${print(edit.value, indent, unit)}`)
  const { start, end } = valueAt(parent, at)
  return text.slice(0, start) + print(edit.value, indentAt(text, childrenOf(parent)[at]!.start), unit) + text.slice(end)
}

type Container = Json5Node & { readonly kind: 'object' | 'array' }

function containerAt(root: Json5Node, path: KeyPath): Container {
  let node = root
  for (const key of path) {
    const at = indexOf(node, key)
    if (at === -1) throw new TypeError('an edit leads to nothing')
    node = valueAt(node, at)
  }
  if (node.kind === 'scalar') throw new TypeError('an edit leads into a value')
  return node
}

/** Where a key stands last, if it stands twice: that one counts. */
function indexOf(node: Json5Node, key: string | number | undefined): number {
  if (node.kind === 'object') return node.members.findLastIndex((member) => member.key === key)
  return node.kind === 'array' && typeof key === 'number' && key < node.items.length ? key : -1
}

function valueAt(node: Json5Node, at: number): Json5Node {
  return node.kind === 'object' ? node.members[at]!.value : (node as Container & { kind: 'array' }).items[at]!
}

interface Span {
  readonly start: number
  readonly end: number
}

function childrenOf(node: Container): readonly Span[] {
  return node.kind === 'object' ? node.members.map(({ start, value }: Json5Member) => ({ start, end: value.end })) : node.items
}

/** Puts a child before the one at `at`, on a line of its own where the others are. */
function insertChild(text: string, node: Container, at: number, write: (indent: string) => string): string {
  const children = childrenOf(node)
  const [first, before] = [children[0], children[at - 1]]
  if (first === undefined) return fillEmpty(text, node, write)
  const isMultiline = text.slice(node.start, first.start).includes('\n')
  const indent = indentAt(text, first.start)
  const child = write(indent)
  if (before === undefined) return isMultiline ? splice(text, node.start + 1, node.start + 1, `\n${indent}${child},`) : splice(text, first.start, first.start, `${child}, `)
  const comma = commaAfter(text, before.end)
  if (!isMultiline) return splice(text, before.end, before.end, `, ${child}`)
  const line = restOfLine(text, comma ?? before.end)
  const added = splice(text, line, line, `\n${indent}${child}${comma === undefined ? '' : ','}`)
  return comma === undefined ? splice(added, before.end, before.end, ',') : added
}

function fillEmpty(text: string, node: Container, write: (indent: string) => string): string {
  const outer = indentAt(text, node.start)
  const inside = text.slice(node.start + 1, node.end - 1).trimEnd()
  const indent = outer + (/^(\s+)\S/m.exec(text)?.[1]?.replaceAll('\n', '') || '  ')
  return splice(text, node.start + 1, node.end - 1, `${inside}\n${indent}${write(indent)}\n${outer}`)
}

/** Takes a child out with its comma and its line; comments on lines of their own stay. */
function deleteChild(text: string, node: Container, at: number): string {
  const children = childrenOf(node)
  const { start, end } = children[at]!
  const comma = commaAfter(text, end)
  const previous = children[at - 1]
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  const lineEnd = restOfLine(text, comma ?? end)
  const alone = text.slice(lineStart, start).trim() === '' && (text[lineEnd] === '\n' || lineEnd === text.length)
  const from = alone ? lineStart : start
  const to = alone ? Math.min(lineEnd + 1, text.length) : afterSpaces(text, comma ?? end)
  const cut = splice(text, from, to, '')
  // The last one had no comma behind it: then the one before it needs none any more.
  const dangling = comma === undefined && previous !== undefined ? commaAfter(text, previous.end) : undefined
  if (dangling === undefined) return cut
  return splice(cut, dangling - 1, alone ? dangling : from, '')
}

/** Offset behind the comma that follows `offset`, if only white space and comments are between. */
function commaAfter(text: string, offset: number): number | undefined {
  const next = skipBlank(text, offset) ?? text.length
  return text[next] === ',' ? next + 1 : undefined
}

/** Offset of the line's end, if nothing but comments follows on it; `offset` itself otherwise. */
function restOfLine(text: string, offset: number): number {
  const match = /^(?:[^\S\n]+|\/\*(?:(?!\*\/)[^\n])*\*\/)*(?:\/\/[^\n]*)?(?=\n|$)/.exec(text.slice(offset))
  return match === null ? offset : offset + match[0].length
}

function afterSpaces(text: string, offset: number): number {
  return offset + /^[^\S\n]*/.exec(text.slice(offset))![0].length
}

function splice(text: string, from: number, to: number, between: string): string {
  return text.slice(0, from) + between + text.slice(to)
}

/** White space at the beginning of the line that `offset` is in. */
function indentAt(text: string, offset: number): string {
  return /^[^\S\n]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))![0]
}

/** By how much the text indents: what its first member is indented by. */
function unitOf(text: string, root: Json5Node): string {
  const first = root.kind === 'scalar' ? undefined : childrenOf(root)[0]
  return (first !== undefined && text.slice(0, first.start).includes('\n') && indentAt(text, first.start)) || '  '
}

function print(value: Value, indent: string, unit: string): string {
  return JSON.stringify(value, null, unit).replaceAll('\n', `\n${indent}`)
}

/** Without quotes where the neighbours have none. */
function printKey(key: string, node: Container, text: string): string {
  const isBare = node.kind === 'object' && node.members.length > 0 && node.members.every(({ start }) => !/["']/.test(text[start]!))
  return isBare && /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)
}
