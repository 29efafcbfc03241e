import { readToml } from '../answers/toml.ts'
import { applyEdits, type Conflict, type Edit } from './edits.ts'
import { json5Value, parseJson5 } from './json5-tree.ts'
import { editJson } from './json-edit.ts'
import { mergeLines, normalise, type Texts } from './lines.ts'
import { mergeValues } from './three-way.ts'
import { editToml } from './toml-edit.ts'
import { isSame, type Value } from './value.ts'

/** What merging one file comes to, where the person and we both changed it. */
export type FileMerge =
  /** The person's text with the new parts in it; `conflicts` are the places that stayed the person's. */
  | { readonly kind: 'merged'; readonly text: string; readonly conflicts: readonly Conflict[] }
  /** It cannot be merged: the person's file stays as it is. */
  | { readonly kind: 'apart'; readonly why: 'both changed the same lines' | 'your file cannot be read' | 'it cannot be edited without losing a comment' }

/** What a file is written in. */
interface Language {
  /** @throws SyntaxError and the like where the text is not of this language */
  readonly read: (text: string) => Value
  /** `value` is that of `mine`. Undefined where the text cannot be edited without losing something. */
  readonly edit: (texts: Texts, value: Value, edits: readonly Edit[]) => string | undefined
  readonly comments: RegExp
}

const json: Language = {
  read: (text) => json5Value(parseJson5(text)),
  edit: ({ mine }, _, edits) => editJson(mine, edits),
  comments: /\/\/[^\n]*|\/\*[^]*?\*\//g,
}

const toml: Language = {
  read: (text) => readToml(text) as Value,
  edit: ({ base, mine, theirs }, value, edits) => editToml({ base, mine: { text: mine, value }, theirs }, edits),
  comments: /#[^\n]*/g,
}

/** @param path of the file in the deployment; machine-read ones are merged by what they mean */
export function mergeFile(path: string, base: string, mine: string, theirs: string): FileMerge {
  const { text, restore } = normalise(mine)
  const texts: Texts = { base: normalise(base).text, mine: text, theirs: normalise(theirs).text }
  const language = path.endsWith('.json') ? json : path.endsWith('.toml') ? toml : undefined
  const merged = language === undefined ? mergePlain(texts) : mergeMeaning(texts, language)
  return merged.kind === 'merged' ? { ...merged, text: restore(merged.text) } : merged
}

function mergePlain(texts: Texts): FileMerge {
  const text = mergeLines(texts)
  return text === undefined ? { kind: 'apart', why: 'both changed the same lines' } : { kind: 'merged', text, conflicts: [] }
}

/**
 * The values say what the result must mean. The merge of lines is taken where it means just that, for it keeps all that
 * is around the values; else the values are written into the person's text, one by one.
 */
function mergeMeaning(texts: Texts, language: Language): FileMerge {
  const [base, mine, theirs] = [read(texts.base, language), read(texts.mine, language), read(texts.theirs, language)]
  if (mine === undefined || theirs === undefined) return { kind: 'apart', why: 'your file cannot be read' }
  const { edits, conflicts } = mergeValues({ base, mine, theirs })
  const wanted = applyEdits(mine, edits)
  const fits = (text: string | undefined): text is string => text !== undefined && isSame(read(text, language), wanted)
  const lines = mergeLines(texts)
  if (fits(lines)) return { kind: 'merged', text: lines, conflicts }
  const edited = edits.length === 0 ? texts.mine : language.edit(texts, mine, edits)
  if (fits(edited) && keepsComments(texts, edited, language)) {
    // The values are the same now, so what is left between the lines is comments, which often merge.
    const polished = mergeLines({ ...texts, mine: edited })
    return { kind: 'merged', text: fits(polished) ? polished : edited, conflicts }
  }
  return { kind: 'apart', why: 'it cannot be edited without losing a comment' }
}

/** The value, or undefined: what is wrong with a file is said by those who run it. */
function read(text: string, language: Language): Value | undefined {
  try {
    return language.read(text)
  } catch {
    return undefined
  }
}

/** What looks like a comment in the person's text and not in ours was written by the person. */
function keepsComments({ base, mine }: Texts, after: string, { comments }: Language): boolean {
  const own = (mine.match(comments) ?? []).filter((comment) => !base.includes(comment.trim()))
  return own.every((comment) => after.includes(comment.trim()))
}
