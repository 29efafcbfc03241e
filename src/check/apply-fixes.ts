import { applyEdits } from '../merge/edits.ts'
import { mannerOf } from '../merge/languages.ts'
import { normalise } from '../merge/lines.ts'
import { mergeValues } from '../merge/three-way.ts'
import { printTomlAt } from '../merge/toml-print.ts'
import { isSame, type Value } from '../merge/value.ts'
import type { Finding, FixEdit } from './rule.ts'
import { setAt } from './value-edit.ts'

/** A file with every mechanical cure in it. */
export interface FixedFile {
  readonly file: string
  readonly text: string
  /** What was cured. */
  readonly cured: readonly Finding[]
}

/** The fixes of a file, or why it stays as it is: each file is changed wholly or not at all. */
export type FixOutcome = FixedFile | { readonly file: string; readonly why: string }

/** Carries out every fix of these findings; comments, order and line ends stay. @param texts by file name */
export function applyFixes(findings: readonly Finding[], texts: ReadonlyMap<string, string>): readonly FixOutcome[] {
  const files = [...new Set(findings.flatMap(({ fix }) => fix?.file ?? []))]
  return files.flatMap((file) => {
    const text = texts.get(file)
    if (text === undefined) return []
    const cured = findings.filter(({ fix }) => fix?.file === file)
    const fixed = editText(file, text, cured.flatMap(({ fix }) => fix!.edits))
    return [fixed === undefined ? { file, why: 'it cannot be edited without losing a comment' } : { file, text: fixed, cured }]
  })
}

/**
 * @param original a text that can be read
 * @returns undefined where the text cannot be edited so that it means just that
 */
export function editText(file: string, original: string, edits: readonly FixEdit[]): string | undefined {
  const language = mannerOf(file)
  if (typeof language === 'string') return undefined
  const { text, restore } = normalise(original)
  const mine = language.read(text)
  const wanted = edits.reduce(setAt, mine)
  const { edits: changes } = mergeValues({ base: mine, mine, theirs: wanted })
  if (!isSame(applyEdits(mine, changes), wanted)) return undefined
  // Nothing of it was ours: every comment stays.
  const edited = language.edit({ base: '', mine: text, theirs: language.name === 'TOML' ? printed(wanted) : text }, mine, changes)
  return edited !== undefined && isSame(language.read(edited), wanted) ? restore(edited) : undefined
}

/** A value as TOML, indented as most write it: the editor takes what is new from there. JSON needs no such text. */
function printed(value: Value): string {
  let inTable = false
  return printTomlAt([], value).text.split('\n').map((line) => {
    inTable ||= line.startsWith('[')
    return inTable && line !== '' && !line.startsWith('[') ? `  ${line}` : line
  }).join('\n')
}
