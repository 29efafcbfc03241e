import { readToml } from '../answers/toml.ts'
import type { Edit } from './edits.ts'
import { editJson } from './json-edit.ts'
import { json5Value, parseJson5 } from './json5-tree.ts'
import type { Texts } from './lines.ts'
import { editToml } from './toml-edit.ts'
import type { Value } from './value.ts'

/** What a file is written in, where it is merged by what it means. */
export interface Language {
  readonly name: 'JSON' | 'TOML'
  /** @throws SyntaxError and the like where the text is not of this language */
  readonly read: (text: string) => Value
  /** `value` is that of `mine`. Undefined where the text cannot be edited without losing something. */
  readonly edit: (texts: Texts, value: Value, edits: readonly Edit[]) => string | undefined
  readonly comments: RegExp
}

const json: Language = {
  name: 'JSON',
  read: (text) => json5Value(parseJson5(text)),
  edit: (texts, _, edits) => editJson(texts, edits),
  comments: /\/\/[^\n]*|\/\*[^]*?\*\//g,
}

const toml: Language = {
  name: 'TOML',
  read: (text) => readToml(text) as Value,
  edit: editToml,
  comments: /#[^\n]*/g,
}

/** How a file of the deployment is merged: by what it means, as a text that people read, or whole. */
export type Manner = Language | 'text' | 'program'

/** @param path of the file; only what is known to be read by nobody but people may take half of a change */
export function mannerOf(path: string): Manner {
  if (path.endsWith('.json')) return json
  if (path.endsWith('.toml')) return toml
  return /\.(?:md|txt)$|(?:^|\/)\.(?:env\.example|gitignore|dockerignore)$/.test(path) ? 'text' : 'program'
}

/** The value, or undefined: what is wrong with a file is said by those who run it. */
export function readValue(text: string, language: Language): Value | undefined {
  try {
    return language.read(text)
  } catch {
    return undefined
  }
}
