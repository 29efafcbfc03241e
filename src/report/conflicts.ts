import { looksLikeSecret, namesSecret } from '../answers/secret-shapes.ts'
import { printToml } from '../answers/toml.ts'
import { conflictToJson } from '../merge/conflict-json.ts'
import { formatPlace, type Conflict } from '../merge/conflict.ts'
import type { Open } from '../merge/open-conflicts.ts'
import { isList, isTable, type Value } from '../merge/value.ts'

/** The places that both sides changed, each with what it was, what the person made of it and what is new. @param open those that are still to be decided */
export function conflictLines(both: readonly Open[], open: readonly Open[], width: number): readonly string[] {
  return both.flatMap((each) =>
    each.kind === 'file'
      ? [`  ${each.path}`, ...(open.includes(each) ? valueLines('new', `see ${each.beside}`, width) : [])]
      : [`  ${each.path}: ${formatPlace(each.conflict.place)}`, ...sideLines(each.path, each.conflict, width)],
  )
}

/** The three values, short enough for a line each. @param fit what becomes of a line that is longer than `room` */
export function sideLines(path: string, conflict: Conflict, width: number, fit: Fit = shorten): readonly string[] {
  const sides = [['was', conflict.base], ['yours', conflict.mine], ['new', conflict.theirs]] as const
  return sides.flatMap(([name, value]) => valueLines(name, shownValue(path, conflict, value), width, fit))
}

/** Makes lines of at most `room` columns of one. */
type Fit = (line: string, room: number) => readonly string[]

function shorten(line: string, room: number): readonly string[] {
  return [line.length > room ? `${line.slice(0, room - 1)}…` : line]
}

/** Whoever decides between two values sees where they differ, be it at their ends. */
export function fold(line: string, room: number): readonly string[] {
  return line.match(new RegExp(`.{1,${room}}`, 'gu')) ?? ['']
}

function valueLines(name: string, text: string, width: number, fit: Fit = shorten): readonly string[] {
  const room = Math.max(20, width - 12)
  const lines = text.split('\n').filter((line, index, all) => line !== '' || index < all.length - 1)
  const shown = lines.length > 4 ? [...lines.slice(0, 3), `… ${lines.length - 3} more lines`] : lines
  return shown.flatMap((line) => fit(line, room)).map((line, index) => `    ${(index === 0 ? name : '').padEnd(7)}${line}`)
}

function shownValue(path: string, conflict: Conflict, value: Value | undefined): string {
  if (value === undefined || value === '') return conflict.place.kind === 'lines' ? '(no line)' : value === '' ? '""' : '(not there)'
  if (holdsSecret(conflict, value)) return '(looks like a secret, so it is not shown)'
  if (conflict.place.kind === 'lines') return printable(String(value))
  return printable(path.endsWith('.toml') ? printToml(value as never) : JSON.stringify(value))
}

/** Whether a value may be, or may contain, a secret that somebody put where none belongs. */
function holdsSecret({ place }: Pick<Conflict, 'place'>, value: Value | undefined): boolean {
  const names = place.kind === 'lines' ? [] : place.path.map(String)
  return names.some((name) => typeof value === 'string' && namesSecret(name)) || stringsIn(value).some(looksLikeSecret)
}

function stringsIn(value: Value | undefined): readonly string[] {
  if (typeof value === 'string') return value.split(/\s+/)
  if (isList(value)) return value.flatMap(stringsIn)
  return isTable(value) ? Object.values(value).flatMap(stringsIn) : []
}

/** What a file holds must not steer the terminal. */
function printable(text: string): string {
  return text.replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '�')
}

/** The same for programs, in the form of the state file; values that may be a secret are left out. */
export function conflictsJson(open: readonly Open[]): readonly object[] {
  return open.map((each) => {
    if (each.kind === 'file') return { path: each.path, beside: each.beside }
    return { path: each.path, place: formatPlace(each.conflict.place), ...(!holdsAnySecret(each.conflict) && { conflict: conflictToJson(each.conflict) }) }
  })
}

export function holdsAnySecret(conflict: Conflict): boolean {
  return [conflict.base, conflict.mine, conflict.theirs].some((value) => holdsSecret(conflict, value))
}
