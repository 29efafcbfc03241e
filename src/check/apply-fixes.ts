import { printToml, printTomlKey, readToml, type TomlValue } from '../answers/toml.ts'
import { isLeaf, setAt } from './value-edit.ts'
import { applyEdits } from '../merge/edits.ts'
import { editJson } from '../merge/json-edit.ts'
import { json5Value, parseJson5 } from '../merge/json5-tree.ts'
import { normalise } from '../merge/lines.ts'
import { mergeValues } from '../merge/three-way.ts'
import { editToml } from '../merge/toml-edit.ts'
import { isSame, isTable, type Table, type Value } from '../merge/value.ts'
import type { Finding, FixEdit } from './rule.ts'

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

/** @returns undefined where the text cannot be edited so that it means just that, with every comment kept */
export function editText(file: string, original: string, edits: readonly FixEdit[]): string | undefined {
  const { text, restore } = normalise(original)
  const isToml = file.endsWith('.toml')
  const read = (one: string): Value => (isToml ? (readToml(one) as Value) : json5Value(parseJson5(one)))
  const mine = read(text)
  const wanted = edits.reduce(setAt, mine)
  const { edits: changes } = mergeValues({ base: mine, mine, theirs: wanted })
  if (!isSame(applyEdits(mine, changes), wanted)) return undefined
  const edited = isToml ? editToml({ base: text, mine: text, theirs: tomlDocument(wanted) }, mine, changes) : editJson(text, changes)
  return edited !== undefined && isSame(read(edited), wanted) ? restore(edited) : undefined
}

/** A value as a TOML file of statements, from which the editor takes what is new. */
function tomlDocument(value: Value): string {
  return isTable(value) ? statements(value, []).join('\n') : ''
}

function statements(table: Table, path: readonly string[]): readonly string[] {
  const entries = Object.entries(table)
  const name = (key: string): string => [...path, key].map(printTomlKey).join('.')
  return [
    ...entries.flatMap(([key, value]) => (isLeaf(value) ? [`${path.length > 0 ? '  ' : ''}${printTomlKey(key)} = ${printToml(value as TomlValue)}`] : [])),
    ...entries.flatMap(([key, value]) => {
      if (isTable(value)) return ['', `[${name(key)}]`, ...statements(value, [...path, key])]
      return isLeaf(value) ? [] : (value as readonly Table[]).flatMap((item) => ['', `[[${name(key)}]]`, ...statements(item, [...path, key])])
    }),
  ]
}
