import type { Conflict } from './conflict.ts'
import { closeLines, diffLines, openLine, splitLines, type Hunk, type Range, type Texts } from './lines.ts'

/** What touches without having a line in common: in a program it belongs together, elsewhere it is merged. */
export type Closest = 'collides' | 'merges'

/** The merged text, and the lines in it that both sides changed: they are the person's. */
export interface MergedLines {
  readonly text: string
  readonly conflicts: readonly Conflict[]
}

/** Merges texts line by line. Where both sides changed the same lines in different ways the person's stay. */
export function mergeLines(texts: Texts, closest: Closest): MergedLines {
  const regions = mergeRegions({ base: closeLines(texts.base), mine: closeLines(texts.mine), theirs: closeLines(texts.theirs) }, closest)
  const text = regions.map((region) => region.text).join('')
  return { text: isOpen(texts) ? openLine(text) : text, conflicts: lineConflicts(regions) }
}

/** Whether the last line has no line feed, which one side alone may have changed. */
function isOpen({ base, mine, theirs }: Texts): boolean {
  const [before, own, ours] = [base, mine, theirs].map((text) => text !== '' && !text.endsWith('\n'))
  return own === before ? ours! : own!
}

function lineConflicts(regions: readonly Region[]): readonly Conflict[] {
  const lines: string[] = []
  return regions.flatMap(({ text, collision }) => {
    const above = lines.at(-1) ?? ''
    const from = lines.length + 1
    lines.push(...splitLines(text))
    return collision === undefined ? [] : [{ place: { kind: 'lines', from, to: lines.length, above }, ...collision }]
  })
}

/** A stretch of the merged text: what it is now, and, where both sides changed it, the three texts that it could be. */
interface Region {
  readonly text: string
  readonly collision: Texts | undefined
}

function mergeRegions(texts: Texts, closest: Closest): readonly Region[] {
  const [base, mine, theirs] = [splitLines(texts.base), splitLines(texts.mine), splitLines(texts.theirs)]
  const text = (lines: readonly string[], { from, to }: Range): string => lines.slice(from, to).join('')
  let at = 0
  const regions: Region[] = []
  for (const { own, ours, range } of groupHunks(diffLines(base, mine), diffLines(base, theirs), closest)) {
    regions.push({ text: text(base, { from: at, to: range.from }), collision: undefined })
    if (own.length === 0) regions.push({ text: text(theirs, project(range, ours)), collision: undefined })
    else if (ours.length === 0) regions.push({ text: text(mine, project(range, own)), collision: undefined })
    else regions.push(resolve({ base: text(base, range), mine: text(mine, project(range, own)), theirs: text(theirs, project(range, ours)) }, closest))
    at = range.to
  }
  return [...regions, { text: text(base, { from: at, to: base.length }), collision: undefined }]
}

function resolve(sides: Texts, closest: Closest): Region {
  if (sides.mine === sides.theirs) return { text: sides.mine, collision: undefined }
  return sides.base === '' && closest === 'merges' ? { text: unite(sides), collision: undefined } : { text: sides.mine, collision: sides }
}

/** What both sides insert at one place: the person's, then ours; what is the same at both ends of it stands once. */
function unite({ mine, theirs }: Texts): string {
  const [own, ours] = [splitLines(mine), splitLines(theirs)]
  const hunks = diffLines(own, ours)
  const [first, last] = [hunks[0]!, hunks.at(-1)!]
  const [head, tail] = [Math.min(first.before.from, first.after.from), Math.min(own.length - last.before.to, ours.length - last.after.to)]
  return [...own.slice(0, own.length - tail), ...ours.slice(head)].join('')
}

/** Changes of the base that cannot be told apart: those of the person and ours. `range` is of the base. */
interface Group {
  readonly own: readonly Hunk[]
  readonly ours: readonly Hunk[]
  readonly range: Range
}

function groupHunks(own: readonly Hunk[], ours: readonly Hunk[], closest: Closest): readonly Group[] {
  const single = [...own.map((hunk): Group => ({ own: [hunk], ours: [], range: hunk.before })), ...ours.map((hunk): Group => ({ own: [], ours: [hunk], range: hunk.before }))]
  const groups: Group[] = []
  for (const next of single.toSorted((a, b) => a.range.from - b.range.from || a.range.to - b.range.to)) {
    const last = groups.at(-1)
    if (last === undefined || !meets(last.range, next.range, closest)) groups.push(next)
    else groups[groups.length - 1] = { own: [...last.own, ...next.own], ours: [...last.ours, ...next.ours], range: { from: last.range.from, to: Math.max(last.range.to, next.range.to) } }
  }
  return groups
}

/** `next` begins in `range` or behind it; what both sides insert at one place belongs together. */
function meets(range: Range, next: Range, closest: Closest): boolean {
  if (next.from < range.to) return true
  return next.from === range.to && (closest === 'collides' || (range.from === range.to && next.from === next.to))
}

/** Lines of a changed text that stand for `range` of the base; `hunks` are its changes there, one at least. */
function project(range: Range, hunks: readonly Hunk[]): Range {
  const [first, last] = [hunks[0]!, hunks.at(-1)!]
  return { from: range.from + first.after.from - first.before.from, to: range.to + last.after.to - last.before.to }
}
