import { printToml, printTomlKey, type TomlValue } from '../answers/toml.ts'
import { orderEdits } from './edit-order.ts'
import { applyEdits, type Edit } from './edits.ts'
import { scanToml, type Statement } from './toml-scan.ts'
import { isTable, type KeyPath, type Value } from './value.ts'

/** A text and the value that it means. */
export interface TomlFile {
  readonly text: string
  readonly value: Value
}

/** The texts of an update; `base` is what the person's began as. */
export interface TomlSides {
  readonly base: string
  readonly mine: TomlFile
  readonly theirs: string
}

/**
 * Carries edits out in a TOML text, in which comments and order stay. What is new is copied from the new text with the
 * comments above and behind it, since they say why it is there; a comment of ours goes with what it spoke of. Lines end
 * with a line feed.
 * @returns undefined where the text cannot be edited without losing a comment
 */
export function editToml(sides: TomlSides, edits: readonly Edit[]): string | undefined {
  const { inValues, others } = groupByPair(sides.mine, edits)
  let { text } = sides.mine
  // Values keep their places among the statements, so they are first.
  for (const [pair, inside] of [...inValues].toSorted(([a], [b]) => b.valueStart - a.valueStart)) {
    const replacement = replace(pair, inside, sides)
    if (replacement === undefined) return undefined
    text = text.slice(0, replacement.start) + replacement.text + text.slice(replacement.end)
  }
  return orderEdits(others).reduce<string | undefined>((before, edit) => (before === undefined ? undefined : applyOne(before, edit, sides)), text)
}

type Pair = Statement & { readonly kind: 'pair' }
type Header = Statement & { readonly kind: 'table' }

/** Edits of a value or inside it, by the statement that holds it; and those that add or remove statements. */
function groupByPair({ text }: TomlFile, edits: readonly Edit[]): { readonly inValues: ReadonlyMap<Pair, readonly Edit[]>; readonly others: readonly Edit[] } {
  const pairs = scanToml(text).filter((statement) => statement.kind === 'pair')
  const inValues = new Map<Pair, Edit[]>()
  const others: Edit[] = []
  for (const edit of edits) {
    const pair = pairs.find(({ path }) => startsWith(edit.path, path) && (edit.kind !== 'delete' || edit.path.length > path.length))
    if (pair === undefined) others.push(edit)
    else inValues.set(pair, [...(inValues.get(pair) ?? []), edit])
  }
  return { inValues, others }
}

interface Replacement {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The new text's own words for a value that comes from it whole, else the merged value written anew. */
function replace(pair: Pair, edits: readonly Edit[], { base, mine, theirs }: TomlSides): Replacement | undefined {
  const [edit] = edits
  if (edits.length === 1 && edit?.kind === 'set' && edit.path.length === pair.path.length) {
    const source = findPair(theirs, edit.from)
    if (source !== undefined) return replaceWith(source, pair, { base, mine, theirs })
  }
  const raw = mine.text.slice(pair.valueStart, pair.valueEnd)
  // Somebody's comment may stand between the items; only the person knows where it belongs then.
  if (/^[[{]/.test(raw) && raw.includes('#')) return undefined
  const before = valueAt(mine.value, pair.path)
  const after = applyEdits(before, edits, pair.path.length)
  return after === undefined ? undefined : { start: pair.valueStart, end: pair.valueEnd, text: printToml(after as TomlValue) }
}

/** The comment behind a value speaks of it: ours is renewed with it, the person's stays. */
function replaceWith(source: Pair, pair: Pair, { base, mine, theirs }: TomlSides): Replacement {
  const was = findPair(base, pair.path)
  const isOurs = was !== undefined && base.slice(was.valueEnd, was.end) === mine.text.slice(pair.valueEnd, pair.end)
  const [end, sourceEnd] = isOurs ? [pair.end, source.end] : [pair.valueEnd, source.valueEnd]
  return { start: pair.valueStart, end, text: theirs.slice(source.valueStart, sourceEnd) }
}

function findPair(text: string, path: KeyPath): Pair | undefined {
  return scanToml(text).find((statement): statement is Pair => statement.kind === 'pair' && isSamePath(statement.path, path))
}

function applyOne(text: string, edit: Edit, { base, theirs }: TomlSides): string | undefined {
  const statements = scanToml(text)
  if (edit.kind === 'delete') return deleteAll(text, statements, edit.path, base)
  const added = sourceOf(theirs, edit.from)
  if (added === undefined) return undefined
  if (edit.kind === 'insert') return insertBlock(text, statements, edit, added.text)
  return added.kind === 'pair' ? insertPair(text, statements, edit.path, added.text, theirs) : append(text, added.text)
}

interface Source {
  readonly kind: 'pair' | 'table'
  readonly text: string
}

/** All statements below a path, as the new text has them, if they stand together. */
function sourceOf(text: string, path: KeyPath): Source | undefined {
  const all = scanToml(text)
  const own = all.filter((statement) => startsWith(statement.path, path))
  const [first, last] = [own[0], own.at(-1)]
  if (first === undefined || last === undefined || all.indexOf(last) - all.indexOf(first) !== own.length - 1) return undefined
  return { kind: first.kind, text: text.slice(startWithComments(text, first.start), last.end) }
}

/** The comment lines directly above a statement belong to it. */
function startWithComments(text: string, start: number): number {
  for (let above = start; above > 0;) {
    above = text.lastIndexOf('\n', above - 2) + 1
    if (!/^[ \t]*#/.test(text.slice(above, start))) return start
    start = above
  }
  return start
}

/** A block goes before the one that has its index now, or behind the last of its name. */
function insertBlock(text: string, statements: readonly Statement[], { path, index }: Edit & { kind: 'insert' }, added: string): string | undefined {
  const isHeader = (statement: Statement, place: number): statement is Header => statement.kind === 'table' && statement.isBlock && isSamePath(statement.path, [...path, place])
  const next = statements.find((statement) => isHeader(statement, index))
  if (next !== undefined) return splice(text, startWithComments(text, next.start), `${added}\n\n`)
  const last = statements.findLast((statement) => startsWith(statement.path, [...path, index - 1]))
  return last === undefined ? append(text, added) : splice(text, last.end, `\n\n${added}`)
}

/** A pair goes behind the one that precedes it in the new text, else at the end of its table. */
function insertPair(text: string, statements: readonly Statement[], path: KeyPath, added: string, theirs: string): string | undefined {
  const table = path.slice(0, -1)
  const own = statements.filter((statement): statement is Pair => statement.kind === 'pair' && isSamePath(statement.table, table))
  const header = statements.find((statement) => statement.kind === 'table' && isSamePath(statement.path, table))
  const before = predecessorIn(theirs, path, own) ?? own.at(-1) ?? header
  if (before !== undefined) return splice(text, before.end, `\n${added}`)
  if (table.length === 0) return splice(text, 0, `${added}\n`)
  // The table is there only by the tables inside it.
  return table.every((key) => typeof key === 'string') ? append(text, `[${table.map(String).map(printTomlKey).join('.')}]\n${added}`) : undefined
}

function predecessorIn(theirs: string, path: KeyPath, own: readonly Pair[]): Pair | undefined {
  const siblings = scanToml(theirs).filter((statement) => statement.kind === 'pair' && isSamePath(statement.path.slice(0, -1), path.slice(0, -1)))
  const earlier = siblings.slice(0, Math.max(0, siblings.findIndex((statement) => isSamePath(statement.path, path)))).toReversed()
  return earlier.flatMap(({ path: sibling }) => own.find((pair) => isSamePath(pair.path, sibling)) ?? [])[0]
}

/** Takes statements away with their lines, and the comment above one where we wrote it: the person's stays. */
function deleteAll(text: string, statements: readonly Statement[], path: KeyPath, base: string): string {
  const own = statements.filter((statement) => startsWith(statement.path, path))
  return own.toReversed().reduce((rest, { start, end }) => {
    const above = startWithComments(rest, start)
    const from = base.includes(rest.slice(above, start)) ? above : start
    return rest.slice(0, from) + rest.slice(Math.min(end + 1, rest.length))
  }, text)
}

function append(text: string, added: string): string {
  const end = text === '' || text.endsWith('\n') ? text : `${text}\n`
  return `${end}${end === '' || end.endsWith('\n\n') ? '' : '\n'}${added}\n`
}

function splice(text: string, offset: number, added: string): string {
  return text.slice(0, offset) + added + text.slice(offset)
}

function startsWith(path: KeyPath, start: KeyPath): boolean {
  return path.length >= start.length && start.every((key, index) => path[index] === key)
}

function isSamePath(a: KeyPath, b: KeyPath): boolean {
  return a.length === b.length && startsWith(a, b)
}

function valueAt(value: Value | undefined, path: KeyPath): Value | undefined {
  return path.reduce<Value | undefined>((part, key) => (Array.isArray(part) ? (part as readonly Value[])[Number(key)] : isTable(part) && Object.hasOwn(part, key) ? part[key] : undefined), value)
}
