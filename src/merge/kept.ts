import type { Edit } from './edits.ts'
import { mannerOf, readValue, type Language } from './languages.ts'
import { diffLines, normalise, splitLines, type Texts } from './lines.ts'
import { mergeLines } from './regions.ts'
import { mergeValues } from './three-way.ts'
import { formatPath, isTable, type KeyPath } from './value.ts'

/** What is said of a merged file: key paths, or, of a text or a program, how many lines. */
export type Parts =
  | { readonly kind: 'keys'; /** Changed by the person, and so they stay. */ readonly kept: readonly KeyPath[]; /** Changed by us. */ readonly merged: readonly KeyPath[]; /** Those of them that went. */ readonly gone: readonly KeyPath[] }
  | { readonly kind: 'lines'; readonly kept: number; readonly merged: number }

/** What an update of one file keeps of the person, and what it brings. */
export function partsOf(path: string, base: string, mine: string, theirs: string): Parts {
  const texts: Texts = { base: normalise(base).text, mine: normalise(mine).text, theirs: normalise(theirs).text }
  const manner = mannerOf(path)
  return (typeof manner === 'string' ? undefined : keyParts(texts, manner)) ?? lineParts(texts)
}

function keyParts(texts: Texts, language: Language): Parts | undefined {
  const [base, mine, theirs] = [readValue(texts.base, language), readValue(texts.mine, language), readValue(texts.theirs, language)]
  if (base === undefined || mine === undefined || theirs === undefined) return undefined
  // The way from the base to the person's value is what a merge would do if we were the person.
  const own = mergeValues({ base, mine: base, theirs: mine })
  const ours = mergeValues({ base, mine, theirs })
  return { kind: 'keys', kept: pathsOf(own.edits), merged: pathsOf(ours.edits), gone: pathsOf(ours.edits.filter(({ kind }) => kind === 'delete')) }
}

/** Each path once. A table that came whole is told by its name. */
function pathsOf(edits: readonly Edit[]): readonly KeyPath[] {
  const paths = edits.map((edit) => (edit.kind === 'delete' ? edit.path : edit.kind === 'insert' && !isTable(edit.value) ? edit.path : edit.from))
  return [...new Map(paths.map((path) => [formatPath(path), path])).values()]
}

function lineParts(texts: Texts): Parts {
  const kept = diffLines(splitLines(texts.base), splitLines(texts.mine)).map(({ before, after }) => Math.max(before.to - before.from, after.to - after.from))
  const merged = diffLines(splitLines(texts.mine), splitLines(mergeLines(texts, 'merges').text))
  return { kind: 'lines', kept: sum(kept), merged: sum(merged.map(({ before, after }) => Math.max(before.to - before.from, after.to - after.from))) }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

