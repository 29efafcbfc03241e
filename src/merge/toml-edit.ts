import { printToml, type TomlValue } from '../answers/toml.ts'
import { orderEdits } from './edit-order.ts'
import { applyEdits, type Edit } from './edits.ts'
import { editInline } from './toml-inline.ts'
import { scanToml, type Pair, type Statement } from './toml-scan.ts'
import { editStatements } from './toml-statements.ts'
import { isSamePath, startsWith, valueAt, type KeyPath, type Value } from './value.ts'

/** A text with its statements. */
export interface TomlText {
  readonly text: string
  readonly statements: readonly Statement[]
}

/** The texts of an update; `base` is what the person's began as, `value` what it means. */
export interface TomlSides {
  readonly base: TomlText
  readonly theirs: TomlText
  readonly value: Value
}

/**
 * Carries edits out in a TOML text, in which comments and order stay. What is new is copied from the new text with the
 * comments above and behind it, since they say why it is there; a comment of ours goes with what it spoke of. Lines end
 * with a line feed.
 * @param value what `mine` means
 * @returns undefined where the text cannot be edited without losing a comment
 */
export function editToml({ base, mine, theirs }: { readonly base: string; readonly mine: string; readonly theirs: string }, value: Value, edits: readonly Edit[]): string | undefined {
  const sides: TomlSides = { base: scan(base), theirs: scan(theirs), value }
  const { inValues, others } = groupByPair(scanToml(mine), edits)
  let text = mine
  // Values keep their places among the statements, so they are first.
  for (const [pair, inside] of [...inValues].toSorted(([a], [b]) => b.valueStart - a.valueStart)) {
    const replacement = replace(mine, pair, inside, sides)
    if (replacement === undefined) return undefined
    text = text.slice(0, replacement.start) + replacement.text + text.slice(replacement.end)
  }
  return orderEdits(others).reduce<string | undefined>((before, edit) => (before === undefined ? undefined : editStatements(scan(before), edit, sides)), text)
}

function scan(text: string): TomlText {
  return { text, statements: scanToml(text) }
}

/** Edits of a value or inside it, by the statement that holds it; and those that add or remove statements. */
function groupByPair(statements: readonly Statement[], edits: readonly Edit[]): { readonly inValues: ReadonlyMap<Pair, readonly Edit[]>; readonly others: readonly Edit[] } {
  const inValues = new Map<Pair, Edit[]>()
  const others: Edit[] = []
  for (const edit of edits) {
    const pair = statements.find((statement): statement is Pair => statement.kind === 'pair' && startsWith(edit.path, statement.path) && (edit.kind !== 'delete' || edit.path.length > statement.path.length))
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

/** The new text's own words for a value that comes from it whole; else the person's with what is new in them. */
function replace(mine: string, pair: Pair, edits: readonly Edit[], sides: TomlSides): Replacement | undefined {
  const [edit] = edits
  if (edits.length === 1 && edit?.kind === 'set' && edit.path.length === pair.path.length) {
    const source = findPair(sides.theirs, edit.from)
    if (source !== undefined) return replaceWith(source, mine, pair, sides)
  }
  const raw = mine.slice(pair.valueStart, pair.valueEnd)
  const inside = edits.map((inner): Edit => ({ ...inner, path: inner.path.slice(pair.path.length) }))
  const text = inside.every((inner) => inner.kind === 'insert' || inner.path.length > 0) ? editInline(raw, inside, sides.base.text) : undefined
  if (text !== undefined) return { start: pair.valueStart, end: pair.valueEnd, text }
  // Somebody's comment may stand between the items; only the person knows where it belongs then.
  if (/^[[{]/.test(raw) && raw.includes('#')) return undefined
  const after = applyEdits(valueAt(sides.value, pair.path), edits, pair.path.length)
  return after === undefined ? undefined : { start: pair.valueStart, end: pair.valueEnd, text: printToml(after as TomlValue) }
}

/** The comment behind a value speaks of it: ours is renewed with it, the person's stays. */
function replaceWith(source: Pair, mine: string, pair: Pair, { base, theirs }: TomlSides): Replacement {
  const was = findPair(base, pair.path)
  const isOurs = was !== undefined && base.text.slice(was.valueEnd, was.end) === mine.slice(pair.valueEnd, pair.end)
  const [end, sourceEnd] = isOurs ? [pair.end, source.end] : [pair.valueEnd, source.valueEnd]
  return { start: pair.valueStart, end, text: theirs.text.slice(source.valueStart, sourceEnd) }
}

function findPair({ statements }: TomlText, path: KeyPath): Pair | undefined {
  return statements.find((statement): statement is Pair => statement.kind === 'pair' && isSamePath(statement.path, path))
}
