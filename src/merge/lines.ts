import { diffIndices } from 'node-diff3'

/** A text as it is merged, and how to write the result as the person's file was written. */
export interface Normalised {
  /** Lines end with a line feed; no byte order mark. */
  readonly text: string
  readonly restore: (text: string) => string
}

const BOM = '\ufeff'

/** Windows editors and git's autocrlf change every line without meaning to. */
export function normalise(text: string): Normalised {
  const mark = text.startsWith(BOM) ? BOM : ''
  const own = text.slice(mark.length)
  if (!own.includes('\r\n')) return { text: own, restore: (merged) => mark + merged }
  return { text: own.replaceAll('\r\n', '\n'), restore: (merged) => mark + withEndsOf(own, merged) }
}

/** Each line that was there ends as it did; a new one as most do. */
function withEndsOf(own: string, merged: string): string {
  const [before, after] = [splitLines(own), splitLines(merged)]
  const isWindows = (line: string): boolean => line.endsWith('\r\n')
  const most = before.filter(isWindows).length * 2 >= before.filter((line) => line.endsWith('\n')).length
  const written = (line: string, windows: boolean): string => (windows ? line.replace(/\n$/, '\r\n') : line)
  if (before.every((line) => !line.endsWith('\n') || isWindows(line))) return after.map((line) => written(line, true)).join('')
  let [at, lines] = [0, '']
  for (const hunk of [...diffLines(before.map((line) => line.replace(/\r\n$/, '\n')), after), { before: range(before.length, 0), after: range(after.length, 0) }]) {
    while (at < hunk.before.from) lines += before[at++]
    for (const line of after.slice(hunk.after.from, hunk.after.to)) lines += written(line, most)
    at = hunk.before.to
  }
  return lines
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

/** Without the line feed at its end; a last line that is empty is nothing but that, and stays. */
export function openLine(text: string): string {
  return text.replace(/([^\n])\n$/, '$1')
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
