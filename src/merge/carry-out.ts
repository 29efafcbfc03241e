import type { Note } from '../releases/migrations/draft.ts'
import type { Edit } from './edits.ts'
import { editJson as editSides } from './json-edit.ts'
import { json5Value, parseJson5, type Json5Member, type Json5Node } from './json5-tree.ts'
import { endOfLine, indentAt } from './text-places.ts'
import { isList, isSame, isSamePath, isTable, valueOf, type KeyPath, type Value } from './value.ts'

/**
 * Does in a JSON5 text what a migration did to its value. What moved is moved as text, with the comments in it, above it
 * and behind it; the rest is edited value by value. Undefined where the text cannot be made to say `wanted`.
 */
export function carryOut(text: string, wanted: Value, notes: readonly Note[]): string | undefined {
  let now = notes.reduce(carryNote, text)
  // A key that stands twice in a text has to be taken out twice.
  for (let round = 0; round < 8; round++) {
    const edits = difference(json5Value(parseJson5(now)), wanted)
    if (edits.length === 0) return now
    now = editJson(now, edits)
  }
  return undefined
}

/** No comment counts as ours: each stays. An edit that leads to nothing changes nothing, which is seen at the end. */
function editJson(text: string, edits: readonly Edit[]): string {
  return editSides({ base: '', mine: text }, edits) ?? text
}

function carryNote(text: string, note: Note): string {
  if (note.kind === 'keyed') return renameIn(keyItems(text, note.from, note.ids), note.from, note.to)
  if (note.kind !== 'moved') return text
  return note.from.length === note.to.length && isSamePath(note.from.slice(0, -1), note.to.slice(0, -1)) ? renameIn(text, note.from, note.to) : moveText(text, note.from, note.to)
}

function renameIn(text: string, from: KeyPath, to: KeyPath): string {
  const member = memberAt(parseJson5(text), from)
  if (member === undefined) return text
  const end = endOfKey(text, member)
  return text.slice(0, member.start) + keyLike(text.slice(member.start, end), String(to.at(-1))) + text.slice(end)
}

/** Makes a table of a list: each item gets its id before it, and loses the one in it. */
function keyItems(text: string, path: KeyPath, ids: readonly (string | undefined)[]): string {
  const bare = editJson(text, ids.map((id, index): Edit => ({ kind: 'delete', path: id === undefined ? [...path, index] : [...path, index, 'id'] })))
  const member = memberAt(parseJson5(bare), path)
  if (member?.value.kind !== 'array') return text
  const style = bare.slice(member.start, endOfKey(bare, member))
  const kept = ids.filter((id) => id !== undefined)
  const { start, end, items } = member.value
  const inner = items.toReversed().reduce((rest, item, at) => {
    const own = bare.slice(item.start, item.end)
    const value = /^\{\s*\}$/.test(own) ? '{}' : own
    return `${rest.slice(0, item.start)}${keyLike(style, kept[items.length - 1 - at]!)}: ${value}${rest.slice(item.end)}`
  }, bare.slice(0, end - 1))
  return `${inner.slice(0, start)}{${inner.slice(start + 1)}}${bare.slice(end)}`
}

/** Stands for a value while the text around it is made; no configuration has it. */
const STAND_IN = '\u0000moved\u0000'

function moveText(text: string, from: KeyPath, to: KeyPath): string {
  const root = parseJson5(text)
  const member = memberAt(root, from)
  if (member === undefined) return text
  const { above, behind } = commentsOf(text, member)
  const own = text.slice(member.value.start, member.value.end)
  const indent = indentAt(text, member.start)
  const line = text.slice(member.value.end, endOfLine(text, member.value.end))
  // The comments go along, so they must not be left behind.
  const bare = text.slice(0, above.start) + text.slice(above.end, member.value.end) + line.slice(0, line.length - behind.length).trimEnd() + text.slice(endOfLine(text, member.value.end))
  const without = editJson(bare, [{ kind: 'delete', path: from }])
  const placed = editJson(without, [placing(json5Value(parseJson5(without)), to)])
  const at = placed.indexOf(JSON.stringify(STAND_IN))
  if (at === -1) return text
  const [lineStart, lineEnd] = [placed.lastIndexOf('\n', at) + 1, endOfLine(placed, at)]
  const here = indentAt(placed, at)
  const shifted = (lines: string): string => lines.replaceAll(`\n${indent}`, `\n${here}`)
  const lead = above.text === '' ? '' : shifted(`\n${above.text}`).slice(1)
  const [before, after] = [placed.slice(lineStart, at), placed.slice(at + JSON.stringify(STAND_IN).length, lineEnd)]
  return `${placed.slice(0, lineStart)}${lead}${before}${shifted(own)}${after}${behind === '' ? '' : ` ${behind}`}${placed.slice(lineEnd)}`
}

/** Puts the stand-in to its place, with the tables on the way that are missing; a word that was there gives way to one. */
function placing(value: Value, to: KeyPath): Edit {
  let there: Value | undefined = value
  const depth = to.findIndex((key) => !isTable((there = isTable(there) ? valueOf(there, String(key)) : undefined)))
  const inner = to.slice(depth + 1).toReversed().reduce<Value>((rest, key) => ({ [String(key)]: rest }), STAND_IN)
  return { kind: 'set', path: to.slice(0, depth + 1), value: inner, from: to }
}

interface Comments {
  /** Whole lines directly above, that hold nothing else. */
  readonly above: { readonly start: number; readonly end: number; readonly text: string }
  readonly behind: string
}

function commentsOf(text: string, member: Json5Member): Comments {
  const line = text.lastIndexOf('\n', member.start - 1) + 1
  const rest = text.slice(member.value.end, endOfLine(text, member.value.end))
  const behind = /^[^\S\n]*,?[^\S\n]*(\/\/.*|\/\*(?:(?!\*\/).)*\*\/)$/.exec(rest)?.[1] ?? ''
  // A member that shares its line leaves its comments where they are: it is not clear whose they are.
  if (text.slice(line, member.start).trim() !== '') return { above: { start: line, end: line, text: '' }, behind }
  const block = /(?:^[^\S\n]*\/\/[^\n]*\n)+$/m.exec(text.slice(0, line))?.[0] ?? ''
  return { above: { start: line - block.length, end: line, text: block }, behind }
}

/** The edits that make one value of another. */
function difference(before: Value, after: Value, path: KeyPath = []): readonly Edit[] {
  if (isSame(before, after)) return []
  if (isTable(before) && isTable(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key): readonly Edit[] => {
      const [old, now] = [valueOf(before, key), valueOf(after, key)]
      if (now === undefined) return [{ kind: 'delete', path: [...path, key] }]
      return old === undefined ? [{ kind: 'set', path: [...path, key], value: now, from: [...path, key] }] : difference(old, now, [...path, key])
    })
  }
  if (isList(before) && isList(after) && before.length === after.length) return before.flatMap((item, index) => difference(item, after[index]!, [...path, index]))
  return [{ kind: 'set', path, value: after, from: path }]
}

function memberAt(root: Json5Node, path: KeyPath): Json5Member | undefined {
  let node: Json5Node | undefined = root
  let member: Json5Member | undefined
  for (const key of path) {
    member = node?.kind === 'object' ? node.members.findLast((each) => each.key === key) : undefined
    node = node?.kind === 'array' && typeof key === 'number' ? node.items[key] : member?.value
  }
  return member
}

function endOfKey(text: string, { start }: Json5Member): number {
  const quote = text[start]
  if (quote !== '"' && quote !== "'") return start + /^[^\s:/]+/.exec(text.slice(start))![0].length
  return start + /^(["'])(?:\\[^]|(?!\1)[^\\])*\1/.exec(text.slice(start))![0].length
}

/** A key written as another one is: bare, or in its quotes. */
function keyLike(sample: string, key: string): string {
  if (sample.startsWith("'") && /^[\w-]+$/.test(key)) return `'${key}'`
  return !sample.startsWith('"') && /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)
}
