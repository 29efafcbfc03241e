import { diffLines, splitLines, type Hunk, type Range, type Texts } from './lines.ts'

/** A stretch of the merged text: what it is now, and, where both sides changed it, the three texts that it could be. */
export interface Region {
  readonly text: string
  readonly collision: Texts | undefined
}

/** What touches without having a line in common: in a program it belongs together, elsewhere it is merged. */
export type Closest = 'collides' | 'merges'

/**
 * Merges texts line by line. Where both sides changed the same lines in different ways the person's stay.
 */
export function mergeRegions(texts: Texts, closest: Closest): readonly Region[] {
  const [base, mine, theirs] = [splitLines(texts.base), splitLines(texts.mine), splitLines(texts.theirs)]
  const text = (lines: readonly string[], { from, to }: Range): string => lines.slice(from, to).join('')
  let at = 0
  const regions: Region[] = []
  for (const { own, ours, range } of groupHunks(diffLines(base, mine), diffLines(base, theirs), closest)) {
    regions.push({ text: text(base, { from: at, to: range.from }), collision: undefined })
    const sides: Texts = { base: text(base, range), mine: text(mine, project(range, own)), theirs: text(theirs, project(range, ours)) }
    const isOneSided = own.length === 0 || ours.length === 0 || sides.mine === sides.theirs
    regions.push({ text: own.length === 0 ? sides.theirs : sides.mine, collision: isOneSided ? undefined : sides })
    at = range.to
  }
  return [...regions, { text: text(base, { from: at, to: base.length }), collision: undefined }].filter((region) => region.text !== '' || region.collision !== undefined)
}

export function regionsText(regions: readonly Region[]): string {
  return regions.map(({ text }) => text).join('')
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

/** `next` begins in `range` or behind it. Of what both sides insert at one place nobody knows which comes first. */
function meets(range: Range, next: Range, closest: Closest): boolean {
  if (next.from < range.to) return true
  return next.from === range.to && (closest === 'collides' || (range.from === range.to && next.from === next.to))
}

/** Lines of a changed text that stand for `range` of the base; `hunks` are its changes there. */
function project(range: Range, hunks: readonly Hunk[]): Range {
  const [first, last] = [hunks[0], hunks.at(-1)]
  if (first === undefined || last === undefined) return { from: 0, to: 0 }
  return { from: range.from + first.after.from - first.before.from, to: range.to + last.after.to - last.before.to }
}
