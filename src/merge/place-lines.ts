import type { Place } from './conflict.ts'
import { closeLines, splitLines } from './lines.ts'

type LinesPlace = Extract<Place, { readonly kind: 'lines' }>

/** Part of a text, by offsets. */
export interface Span {
  readonly start: number
  readonly end: number
}

/**
 * Where lines stand in a text now: nearest to where they were, for others above may have come or gone. Of lines that are
 * none only the one above tells the place. Undefined where they are nowhere.
 */
export function findLines(text: string, place: LinesPlace, lines: string): Span | undefined {
  const all = splitLines(closeLines(text))
  const wanted = splitLines(lines)
  const fits = (at: number): boolean => (wanted.length === 0 ? (all[at - 1] ?? '') === place.above : wanted.every((line, index) => all[at + index] === line))
  const places = Array.from({ length: all.length - wanted.length + 1 }, (_, at) => at).filter(fits)
  const nearest = places.toSorted((a, b) => Math.abs(a - place.from + 1) - Math.abs(b - place.from + 1))[0]
  if (nearest === undefined) return undefined
  const start = all.slice(0, nearest).join('').length
  return { start: Math.min(start, text.length), end: Math.min(start + lines.length, text.length) }
}
