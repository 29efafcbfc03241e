import { conflictOf, moveConflict, type Conflict } from './conflict.ts'
import { applyEdits, type Edit } from './edits.ts'
import { mannerOf, readValue, type Language } from './languages.ts'
import { normalise, type Texts } from './lines.ts'
import { mergeLines } from './regions.ts'
import { mergeValues } from './three-way.ts'
import { isSame, type Value } from './value.ts'

/** What merging one file comes to, where the person and we both changed it. */
export type FileMerge =
  /** The person's text with the new parts in it; `conflicts` are the places that stayed the person's. */
  | { readonly kind: 'merged'; readonly text: string; readonly conflicts: readonly Conflict[] }
  /** It cannot be merged: the person's file stays as it is. */
  | { readonly kind: 'apart'; readonly why: 'both changed the same lines' | 'your file cannot be read' }

/**
 * @param path of the file in the deployment: what programs read is merged by what it means or not at all; of texts for
 * people the lines that only we changed are taken
 */
export function mergeFile(path: string, base: string, mine: string, theirs: string): FileMerge {
  // Not one byte changes where nothing is new.
  if (base === theirs || mine === theirs) return { kind: 'merged', text: mine, conflicts: [] }
  if (base === mine) return { kind: 'merged', text: theirs, conflicts: [] }
  const { text, restore } = normalise(mine)
  const texts: Texts = { base: normalise(base).text, mine: text, theirs: normalise(theirs).text }
  // Line ends and a byte order mark are no news.
  if (texts.base === texts.theirs || texts.mine === texts.theirs) return { kind: 'merged', text: mine, conflicts: [] }
  if (texts.base === texts.mine) return { kind: 'merged', text: restore(texts.theirs), conflicts: [] }
  const manner = mannerOf(path)
  const result = manner === 'program' ? mergeProgram(texts) : manner === 'text' ? { kind: 'merged' as const, ...mergeLines(texts, 'merges') } : mergeMeaning(texts, manner)
  return result.kind === 'merged' ? { ...result, text: result.text === text ? mine : restore(result.text) } : result
}

function mergeProgram(texts: Texts): FileMerge {
  const { text, conflicts } = mergeLines(texts, 'collides')
  return conflicts.length > 0 ? { kind: 'apart', why: 'both changed the same lines' } : { kind: 'merged', text, conflicts }
}

/**
 * The values say what the result must mean. The merge of lines is taken where it means just that, for it keeps all that
 * is around the values; else the values are written into the person's text, one by one.
 */
function mergeMeaning(texts: Texts, language: Language): FileMerge {
  const [base, mine, theirs] = [readValue(texts.base, language), readValue(texts.mine, language), readValue(texts.theirs, language)]
  if (mine === undefined || theirs === undefined) return { kind: 'apart', why: 'your file cannot be read' }
  const { edits, conflicts } = mergeValues({ base, mine, theirs })
  const writing: Writing = { texts, language, mine }
  const whole = writeByLines(writing, edits) ?? writeByKeys(writing, edits)
  if (whole !== undefined) return merged(whole, conflicts, edits)
  // Some of it cannot be written without losing a comment of the person: that stays as it is, and is said.
  const possible = edits.reduce<readonly Edit[]>((some, edit) => (writeByKeys(writing, [...some, edit]) === undefined ? some : [...some, edit]), [])
  const refused = edits.filter((edit) => !possible.includes(edit)).map((edit) => conflictOf(edit, mine))
  return merged(writeByKeys(writing, possible) ?? texts.mine, [...conflicts, ...refused], possible)
}

function merged(text: string, conflicts: readonly Conflict[], edits: readonly Edit[]): FileMerge {
  return { kind: 'merged', text, conflicts: conflicts.map((conflict) => moveConflict(conflict, edits)) }
}

interface Writing {
  readonly texts: Texts
  readonly language: Language
  /** What the person's text means. */
  readonly mine: Value
}

function writeByLines(writing: Writing, edits: readonly Edit[]): string | undefined {
  const lines = mergeLines(writing.texts, 'merges').text
  return isWritten(lines, writing, applyEdits(writing.mine, edits)) ? lines : undefined
}

function writeByKeys(writing: Writing, edits: readonly Edit[]): string | undefined {
  const { texts, language, mine } = writing
  const wanted = applyEdits(mine, edits)
  const edited = edits.length === 0 ? texts.mine : language.edit(texts, mine, edits)
  if (edited === undefined || !isWritten(edited, writing, wanted)) return undefined
  // The values are the same now, so what is left between the lines is comments, which often merge.
  const polished = mergeLines({ ...texts, mine: edited }, 'merges').text
  return polished !== edited && isWritten(polished, writing, wanted) ? polished : edited
}

function isWritten(text: string, { texts, language }: Writing, wanted: Value | undefined): boolean {
  return keepsComments(texts, text, language) && isSame(readValue(text, language), wanted)
}

/** What looks like a comment in the person's text and not in ours was written by the person. */
function keepsComments({ base, mine }: Texts, after: string, { comments }: Language): boolean {
  const own = (mine.match(comments) ?? []).filter((comment) => !base.includes(comment.trim()))
  return own.every((comment) => after.includes(comment.trim()))
}
