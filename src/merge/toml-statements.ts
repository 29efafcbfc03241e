import { printTomlKey } from '../answers/toml.ts'
import type { Edit } from './edits.ts'
import type { TomlSides, TomlText } from './toml-edit.ts'
import { scanToml, type Header, type Pair, type Statement } from './toml-scan.ts'
import { isSamePath, startsWith, type KeyPath } from './value.ts'

/** Adds or removes statements of a TOML text, with the comments that speak of them. Undefined where they have no place. */
export function editStatements({ text, statements }: TomlText, edit: Edit, { base, theirs }: TomlSides): string | undefined {
  if (edit.kind === 'delete') return deleteAll(text, statements, edit.path, base.text)
  const added = sourceOf(theirs, edit.from)
  if (added === undefined) return undefined
  if (edit.kind === 'insert') return insertBlock(text, statements, edit, added.text)
  // A table may come in the place of a value, and a value in that of a table.
  const cleared = deleteAll(text, statements, edit.path, base.text)
  return added.kind === 'pair' ? insertPair(cleared, scanToml(cleared), edit.path, added.text, theirs.statements) : append(cleared, added.text)
}

interface Source {
  readonly kind: 'pair' | 'table'
  readonly text: string
}

/** All statements below a path, as the new text has them, if they stand together. */
function sourceOf({ text, statements }: TomlText, path: KeyPath): Source | undefined {
  const own = statements.filter((statement) => startsWith(statement.path, path))
  const [first, last] = [own[0], own.at(-1)]
  if (first === undefined || last === undefined || statements.indexOf(last) - statements.indexOf(first) !== own.length - 1) return undefined
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
function insertPair(text: string, statements: readonly Statement[], path: KeyPath, added: string, theirs: readonly Statement[]): string | undefined {
  const table = path.slice(0, -1)
  const own = statements.filter((statement): statement is Pair => statement.kind === 'pair' && isSamePath(statement.table, table))
  const header = statements.find((statement) => statement.kind === 'table' && isSamePath(statement.path, table))
  const before = predecessorIn(theirs, path, own) ?? own.at(-1) ?? header
  if (before !== undefined) return splice(text, before.end, `\n${added}`)
  if (table.length === 0) return splice(text, 0, `${added}\n`)
  const dotted = statements.findLast((statement): statement is Pair => statement.kind === 'pair' && statement.table.length < table.length && startsWith(statement.path, table))
  if (dotted !== undefined) return splice(text, dotted.end, `\n${withDots(added, path.slice(dotted.table.length, -1))}`)
  // The table is there only by the tables inside it.
  return table.every((key) => typeof key === 'string') ? append(text, `[${table.map(String).map(printTomlKey).join('.')}]\n${added}`) : undefined
}

/** The pairs of a copied text with more keys before theirs, where the person wrote the table by dotted keys. */
function withDots(added: string, keys: KeyPath): string {
  const before = `${keys.map((key) => printTomlKey(String(key))).join('.')}.`
  return scanToml(added).toReversed().reduce((text, { start }) => text.slice(0, start) + text.slice(start).replace(/^[ \t]*/, () => before), added)
}

function predecessorIn(theirs: readonly Statement[], path: KeyPath, own: readonly Pair[]): Pair | undefined {
  const siblings = theirs.filter((statement) => statement.kind === 'pair' && isSamePath(statement.path.slice(0, -1), path.slice(0, -1)))
  const earlier = siblings.slice(0, Math.max(0, siblings.findIndex((statement) => isSamePath(statement.path, path)))).toReversed()
  return earlier.flatMap(({ path: sibling }) => own.find((pair) => isSamePath(pair.path, sibling)) ?? [])[0]
}

/** Takes statements away with their lines, and the comments above and behind one where we wrote them: the person's stay. */
function deleteAll(text: string, statements: readonly Statement[], path: KeyPath, base: string): string {
  const own = statements.filter((statement) => startsWith(statement.path, path))
  return own.toReversed().reduce((rest, { start, bodyEnd, end }) => {
    const above = startWithComments(rest, start)
    const from = base.includes(rest.slice(above, start)) ? above : start
    const behind = rest.slice(bodyEnd, end).trim()
    return rest.slice(0, from) + (base.includes(behind) ? '' : `${/^[ \t]*/.exec(rest.slice(start))![0]}${behind}\n`) + rest.slice(Math.min(end + 1, rest.length))
  }, text)
}

function append(text: string, added: string): string {
  const end = text === '' || text.endsWith('\n') ? text : `${text}\n`
  return `${end}${end === '' || end.endsWith('\n\n') ? '' : '\n'}${added}\n`
}

function splice(text: string, offset: number, added: string): string {
  return text.slice(0, offset) + added + text.slice(offset)
}
