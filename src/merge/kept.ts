import type { Edit } from './edits.ts'
import { mannerOf, readValue, type Language } from './languages.ts'
import { diffLines, normalise, splitLines } from './lines.ts'
import { mergeValues } from './three-way.ts'
import { formatPath, isTable, type KeyPath } from './value.ts'

/** What is said of a merged file: key paths, or, of a text or a program, how many lines. */
export type Parts =
  | { readonly kind: 'keys'; /** Changed by the person, and so they stay. */ readonly kept: readonly KeyPath[]; /** Those of them that the person took away. */ readonly deleted: readonly KeyPath[]; /** Changed by us. */ readonly merged: readonly KeyPath[]; /** Those of them that went. */ readonly gone: readonly KeyPath[] }
  | { readonly kind: 'lines'; readonly kept: number; readonly merged: number }

type Texts = Readonly<Record<'mine' | 'after' | 'theirs', string>>

/** What an update of one file keeps of the person, and what it brings. @param after what is written */
export function partsOf(path: string, mine: string, after: string, theirs: string): Parts {
  const texts: Texts = { mine: normalise(mine).text, after: normalise(after).text, theirs: normalise(theirs).text }
  const manner = mannerOf(path)
  return (typeof manner === 'string' ? undefined : keyParts(texts, manner)) ?? lineParts(texts)
}

function keyParts(texts: Texts, language: Language): Parts | undefined {
  const [mine, after, theirs] = [readValue(texts.mine, language), readValue(texts.after, language), readValue(texts.theirs, language)]
  if (mine === undefined || after === undefined || theirs === undefined) return undefined
  // The way from one value to another is what a merge does where nobody changed the first.
  const own = mergeValues({ base: theirs, mine: theirs, theirs: after })
  const ours = mergeValues({ base: mine, mine, theirs: after })
  const isDelete = ({ kind }: Edit): boolean => kind === 'delete'
  return { kind: 'keys', kept: pathsOf(own.edits), deleted: pathsOf(own.edits.filter(isDelete)), merged: pathsOf(ours.edits), gone: pathsOf(ours.edits.filter(isDelete)) }
}

/** Each path once. A table that came whole is told by its name. */
function pathsOf(edits: readonly Edit[]): readonly KeyPath[] {
  const paths = edits.map((edit) => (edit.kind === 'delete' ? edit.path : edit.kind === 'insert' && !isTable(edit.value) ? edit.path : edit.from))
  return [...new Map(paths.map((path) => [formatPath(path), path])).values()]
}

function lineParts({ mine, after, theirs }: Texts): Parts {
  return { kind: 'lines', kept: changedLines(theirs, after), merged: changedLines(mine, after) }
}

function changedLines(from: string, to: string): number {
  return diffLines(splitLines(from), splitLines(to)).reduce((total, { before, after }) => total + Math.max(before.to - before.from, after.to - after.from), 0)
}
