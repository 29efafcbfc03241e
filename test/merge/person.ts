import * as fc from 'fast-check'
import type { OwnFile, OwnText } from '../../src/merge/plan.ts'
import { whims, type Whims } from './arbitrary.ts'
import type { Files } from './carry-out.ts'
import { writeJson5 } from './write-json5.ts'

/** One thing that a person does to the files of a deployment. */
export type PersonsEdit = (files: Files) => Files

/** What is the person's carries this word, so that it can be looked for. */
export const OWN = 'own-'

const own = fc.nat(99).map((number) => `${OWN}${number}`)

function nth(lines: readonly string[], wanted: RegExp, which: number): number {
  const places = lines.flatMap((line, index) => (wanted.test(line) ? [index] : []))
  return places.length === 0 ? -1 : places[which % places.length]!
}

/** Changes the n-th line of those that a pattern fits. */
function editLine(wanted: RegExp, which: number, change: (line: string) => readonly string[]): (text: string) => string {
  return (text) => {
    const lines = text.split('\n')
    const at = nth(lines, wanted, which)
    return at === -1 ? text : lines.toSpliced(at, 1, ...change(lines[at]!)).join('\n')
  }
}

const pair = /^\s*[\w-]+ = (?:"[^"]*"|\d+|true|false)(?: {2}#.*)?$/
const anyLine = fc.nat(200)

/** What people do to fly.toml. */
export const tomlEdits: readonly fc.Arbitrary<(text: string) => string>[] = [
  fc.tuple(anyLine, own).map(([which, word]) => editLine(pair, which, (line) => [line.replace(/= (?:"[^"]*"|\d+|true|false)/, `= "${word}"`)])),
  anyLine.map((which) => editLine(pair, which, () => [])),
  fc.tuple(anyLine, own).map(([which, word]) => editLine(/^\s*\[[^[]/, which, (line) => [line, `  ${word} = 1`])),
  fc.tuple(anyLine, own).map(([which, word]) => editLine(pair, which, (line) => [`# ${word}`, line])),
  fc.tuple(anyLine, own).map(([which, word]) => editLine(pair, which, (line) => [`${line.replace(/ {2}#.*/, '')}  # ${word}`])),
  fc.tuple(own, anyLine).map(([word, port]) => (text: string) => `${text}\n[[metrics]]  # ${word}\n  port = ${port}\n  path = "/${word}"\n`),
  anyLine.map((which) => (text: string) => {
    const lines = text.split('\n')
    const at = nth(lines, pair, which)
    return at > 0 && pair.test(lines[at + 1] ?? '') ? lines.toSpliced(at, 2, lines[at + 1]!, lines[at]!).join('\n') : text
  }),
  fc.constant((text: string) => text.replaceAll(/^ {2}/gm, '\t')),
]

type Json = Record<string, unknown>

/** Objects and lists in a value, the root first. */
function containers(value: unknown): readonly (Json | unknown[])[] {
  if (typeof value !== 'object' || value === null) return []
  return [value as Json | unknown[], ...Object.values(value).flatMap(containers)]
}

function changeJson(value: unknown, which: number, what: number, word: string): void {
  const all = containers(value)
  const at = all[which % all.length]!
  const keys = Object.keys(at)
  const key = keys[what % Math.max(1, keys.length)]
  if (what % 4 === 0 || key === undefined) return void (Array.isArray(at) ? at.push(word) : (at[word] = { [word]: true }))
  if (Array.isArray(at)) return void (what % 4 === 1 ? at.splice(Number(key), 1) : (at[Number(key)] = word))
  if (what % 4 === 1) delete at[key]
  else if (what % 4 === 2) at[key] = word
  else Object.assign(at, { [key]: at[key], ...Object.fromEntries(Object.entries(at).toReversed()) })
}

function isJson(text: string): boolean {
  try {
    return JSON.parse(text) !== undefined
  } catch {
    return false
  }
}

const jsonEdit: fc.Arbitrary<(text: string) => string> = fc.tuple(fc.array(fc.tuple(anyLine, fc.nat(30), own), { minLength: 1, maxLength: 3 }), fc.option(whims)).map(([changes, style]) => (text) => {
  // What was written anew already has comments.
  if (!isJson(text)) return text
  const value = JSON.parse(text) as unknown
  for (const [which, what, word] of changes) changeJson(value, which, what, word)
  return style === null ? `${JSON.stringify(value, null, 2)}\n` : writeJson5(value, style as Whims)
})

const lineEdits: readonly fc.Arbitrary<(text: string) => string>[] = [
  fc.tuple(fc.nat(800), own).map(([which, word]) => editLine(/./, which, () => [word])),
  fc.nat(800).map((which) => editLine(/./, which, () => [])),
  fc.tuple(fc.nat(800), own).map(([which, word]) => editLine(/^/, which, (line) => [line, '', word])),
  own.map((word) => (text: string) => `${text}${word}\n`),
]

const windows = (text: string): string => text.replaceAll(/\r?\n/g, '\r\n')
const marked = (text: string): string => (text.startsWith('\ufeff') ? text : `\ufeff${text}`)
const lineEnds = fc.constantFrom<(text: string) => string>(windows, marked, (text) => marked(windows(text)))

function onText(files: Files, path: string, change: (file: OwnText) => OwnFile): Files {
  const file = files.get(path)
  return file?.kind === 'text' ? new Map([...files, [path, change(file)]]) : files
}

const afterwards: fc.Arbitrary<(path: string) => PersonsEdit> = fc.oneof(
  lineEnds.map((change) => (path: string) => (files: Files) => onText(files, path, (file) => ({ ...file, text: change(file.text) }))),
  fc.constant((path: string) => (files: Files) => new Map([...files].filter(([name]) => name !== path))),
  fc.constant((path: string) => (files: Files) => onText(files, path, (file) => ({ ...file, executable: file.executable === undefined ? undefined : !file.executable }))),
  fc.constantFrom('a folder', 'a symbolic link', 'not a text').map((what) => (path: string) => (files: Files) => onText(files, path, () => ({ kind: 'other', what }))),
  own.map((word) => (path: string) => (files: Files) => new Map([...files, [`${path}.new`, { kind: 'text', text: word, executable: false }]])),
)

/** Edits of one of these files, each changed in one of these ways, and then perhaps done something else with. */
function editsOf(paths: readonly string[], change: fc.Arbitrary<(text: string) => string>, atMost: number): fc.Arbitrary<PersonsEdit> {
  return fc.tuple(fc.constantFrom(...paths), fc.array(change, { maxLength: atMost }), fc.option(afterwards, { freq: 3 })).map(([path, changes, after]) => (files) => {
    const edited = onText(files, path, (file) => ({ ...file, text: changes.reduce((text, apply) => apply(text), file.text) }))
    return after === null ? edited : after(path)(edited)
  })
}

/** Everything that a person may do to some of these files, and files that they add where none are. */
export function personsEdits(paths: readonly string[]): fc.Arbitrary<PersonsEdit> {
  const ending = (...ends: readonly string[]): readonly string[] => paths.filter((path) => ends.some((end) => path.endsWith(end)))
  const added = fc.tuple(fc.constantFrom('notes.md', 'größe 日本.txt', ...paths), own).map(([path, word]): PersonsEdit => (files) => (files.has(path) ? files : new Map([...files, [path, { kind: 'text', text: word, executable: false }]])))
  const edit = fc.oneof(
    { weight: 4, arbitrary: editsOf(ending('.toml'), fc.oneof(...tomlEdits), 4) },
    { weight: 3, arbitrary: editsOf(ending('.json'), jsonEdit, 1) },
    { weight: 2, arbitrary: editsOf(ending('.md', '.example', 'ignore'), fc.oneof(...lineEdits), 3) },
    { weight: 1, arbitrary: editsOf(ending('.mjs'), fc.oneof(...lineEdits), 3) },
    { weight: 1, arbitrary: added },
  )
  return fc.array(edit, { maxLength: 6 }).map((edits) => (files) => edits.reduce((now, apply) => apply(now), files))
}
