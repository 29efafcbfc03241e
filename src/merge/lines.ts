import { diffIndices } from 'node-diff3'

/** A text as it is merged, and how to write the result as the person's file was written. */
export interface Normalised {
  /** Lines end with a line feed; no byte order mark. */
  readonly text: string
  readonly restore: (text: string) => string
}

const BOM = '\ufeff'

/** Windows editors and git's autocrlf change every line without meaning to. A file of mixed endings keeps its majority. */
export function normalise(text: string): Normalised {
  const mark = text.startsWith(BOM) ? BOM : ''
  if (!text.includes('\r\n')) return { text: text.slice(mark.length), restore: (merged) => mark + merged }
  const pairs = text.match(/\r\n/g)?.length ?? 0
  const isWindows = pairs * 2 >= (text.match(/\n/g)?.length ?? 0)
  return {
    text: text.slice(mark.length).replaceAll('\r\n', '\n'),
    restore: (merged) => mark + (isWindows ? merged.replaceAll('\n', '\r\n') : merged),
  }
}

export interface Texts {
  readonly base: string
  readonly mine: string
  readonly theirs: string
}

/** Lines with their line feeds, so that joining them gives the text again. */
export function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

/** With a line feed at its end: a line that is the last one somewhere may be in the middle elsewhere. */
export function closeLines(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

/** Lines of one text that stand for lines of another: `from` counts from 0, `to` is behind the last. */
export interface Hunk {
  readonly before: Range
  readonly after: Range
}

export interface Range {
  readonly from: number
  readonly to: number
}

/** What differs between two texts, in order. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly Hunk[] {
  const shorter = Math.min(before.length, after.length)
  // What is equal at both ends is most of a file, and the search for common lines takes its time.
  let head = 0
  while (head < shorter && before[head] === after[head]) head++
  let tail = 0
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  const [rest, now] = [before.slice(head, before.length - tail), after.slice(head, after.length - tail)]
  if (rest.length === 0 || now.length === 0) return rest.length === now.length ? [] : [{ before: range(head, rest.length), after: range(head, now.length) }]
  return diffIndices(rest, now).map(({ buffer1, buffer2 }) => ({ before: range(head + buffer1[0], buffer1[1]), after: range(head + buffer2[0], buffer2[1]) }))
}

function range(from: number, length: number): Range {
  return { from, to: from + length }
}
