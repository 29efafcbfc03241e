import { formatPlace, type Conflict, type Place } from './conflict.ts'
import { applyEdits, type Edit } from './edits.ts'
import { mannerOf, readValue, type Language } from './languages.ts'
import { closeLines, normalise, openLine } from './lines.ts'
import { findLines } from './place-lines.ts'
import { printTomlAt } from './toml-print.ts'
import { isList, isSame, isTable, valueAt, type KeyPath, type Value } from './value.ts'

/** What the person wants in the place of a conflict: the new value, or one that they typed, in the file's own language. */
export type Choice = { readonly kind: 'new' } | { readonly kind: 'typed'; readonly text: string }

/** The text with the choice in it, or what is wrong, for the person. */
export type Settled = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string }

/**
 * Puts the new value, or a typed one, in the place of the person's. Comments and everything else stay as they are.
 * @param text of the file, in which the conflict is still open
 */
export function settle(path: string, text: string, conflict: Conflict, choice: Choice): Settled {
  const { text: plain, restore } = normalise(text)
  const { place } = conflict
  const manner = mannerOf(path)
  const settled = place.kind === 'lines' ? settleLines(plain, place, conflict, choice) : typeof manner === 'string' ? failed(`${path} has no keys`) : settleValue(plain, place, conflict, choice, manner)
  return settled.ok ? { ok: true, text: restore(settled.text) } : settled
}

/**
 * Settles several conflicts of one file; each conflict must be one of those that its merge named.
 * @returns the first that fails, if one does
 */
export function settleAll(path: string, text: string, choices: readonly { readonly conflict: Conflict; readonly choice: Choice }[]): Settled {
  // From the end to the beginning, so that no place is moved by what is settled before it.
  const ordered = choices.toReversed()
  return ordered.reduce<Settled>((settled, { conflict, choice }) => (settled.ok ? settle(path, settled.text, conflict, choice) : settled), { ok: true, text })
}

type KeyedPlace = Exclude<Place, { readonly kind: 'lines' }>

function settleLines(text: string, place: Extract<Place, { readonly kind: 'lines' }>, { mine, theirs }: Conflict, choice: Choice): Settled {
  const span = typeof mine === 'string' ? findLines(text, place, mine) : undefined
  if (span === undefined || typeof theirs !== 'string') return failed(`${formatPlace(place)}: your lines are no longer there`)
  const lines = closeLines(choice.kind === 'new' ? theirs : normalise(choice.text).text)
  const before = closeLines(text.slice(0, span.start))
  const after = text.slice(span.end)
  return { ok: true, text: text.endsWith('\n') || after !== '' ? before + lines + after : openLine(before + lines) }
}

function settleValue(text: string, place: KeyedPlace, { theirs }: Conflict, choice: Choice, language: Language): Settled {
  const value = readValue(text, language)
  if (value === undefined) return failed('the file cannot be read as it is now: mend it first')
  const wish = choice.kind === 'new' ? { value: theirs } : readTyped(choice.text, language)
  if (wish === undefined) return failed(`this is not a value of ${language.name}: a text stands in quotes, such as "8gb", a list in brackets, such as ["a", "b"]`)
  const edit = editFor(value, place, wish.value)
  if (edit === 'nowhere') return failed(`${formatPlace(place)}: what it was in is no longer there`)
  if (edit === undefined) return { ok: true, text }
  const after = write(text, value, edit, language)
  return after === undefined ? failed(`${formatPlace(place)} cannot be changed without losing a comment: edit it by hand`) : { ok: true, text: after }
}

/** Undefined where it is so already. */
function editFor(value: Value, place: KeyedPlace, wanted: Value | undefined): Edit | 'nowhere' | undefined {
  const { path } = place
  const parent = valueAt(value, path.slice(0, -1))
  const key = path.at(-1)
  if (key === undefined || (typeof key === 'number' ? !isList(parent) || key >= parent.length : !isTable(parent))) return 'nowhere'
  const present = valueAt(value, path)
  if (place.kind === 'key') {
    if (isSame(present, wanted)) return undefined
    return wanted === undefined ? { kind: 'delete', path } : { kind: 'set', path, value: wanted, from: path }
  }
  if (wanted === undefined) return undefined
  if (!isList(present)) return present === undefined ? { kind: 'set', path, value: [wanted], from: path } : 'nowhere'
  const index = Math.min(place.at, present.length)
  return { kind: 'insert', path, index, value: wanted, from: [...path, index] }
}

/** Undefined where the result would not mean what it should. */
function write(text: string, value: Value, edit: Edit, language: Language): string | undefined {
  const source = edit.kind === 'delete' || language.name === 'JSON' ? undefined : printTomlAt(edit.from, edit.value)
  const placed = source === undefined || edit.kind === 'delete' ? edit : { ...edit, from: source.from }
  const after = language.edit({ base: '', mine: text, theirs: source?.text ?? '' }, value, [placed])
  return after !== undefined && isSame(readValue(after, language), applyEdits(value, [edit])) ? after : undefined
}

/** Undefined where the text is no value, or more than one. */
function readTyped(typed: string, language: Language): { readonly value: Value } | undefined {
  const [before, after, path]: readonly [string, string, KeyPath] = language.name === 'JSON' ? ['[', '\n]', [0]] : ['value = ', '\n', ['value']]
  const whole = readValue(`${before}${normalise(typed).text}${after}`, language)
  const value = valueAt(whole, path)
  const size = isList(whole) ? whole.length : isTable(whole) ? Object.keys(whole).length : 0
  return value === undefined || size !== 1 ? undefined : { value }
}

function failed(message: string): Settled {
  return { ok: false, message }
}
