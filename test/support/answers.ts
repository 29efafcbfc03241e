import { readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import type { Answers } from '../../src/answers/answers.ts'
import { defaultAnswers } from '../../src/answers/defaults.ts'
import { mergeGiven, type Given, type Layer } from '../../src/answers/given.ts'
import { resolveAnswers, type Resolved } from '../../src/answers/resolve.ts'
import type { Problem } from '../../src/errors.ts'
import { loadChannels, loadSchemas, readTemplateTexts } from '../../src/load.ts'
import { releasesOf, type Schema, type SchemaSet } from '../../src/releases/schemas.ts'
import type { FileSet } from '../../src/render/file-set.ts'
import { render } from '../../src/render/render.ts'

/** What the program ships, read once for all tests of a file. */
export const catalog = await loadChannels()
export const templates = readTemplateTexts()
/** A version of its own: golden files do not change with ours. */
export const generator = '1.2.3'
export const schemas = parsedOnce(loadSchemas())

/** Parsing a schema takes longer than checking with it, and property tests check a thousand times. */
function parsedOnce(set: SchemaSet): SchemaSet {
  const parsed = new Map<string, Schema>()
  return {
    get(release) {
      const schema = parsed.get(release) ?? set.get(release)
      parsed.set(release, schema)
      return schema
    },
  }
}

/** Answers as flags would give them: `given({ region: 'fra', 'discord.guild-id': '123…' })`. */
export function given(values: Readonly<Record<string, unknown>>, layer: Layer = 'flag'): Given {
  return new Map(Object.entries(values).map(([key, value]) => [key, { value, where: `--${key}`, layer }]))
}

/** Checks these answers laid over what `--yes` proposes in a folder `my-openclaw`. */
export function resolve(values: Readonly<Record<string, unknown>>, layer?: Layer): Resolved {
  return resolveAnswers(mergeGiven(defaultAnswers({ folder: 'my-openclaw', timeZone: 'Europe/Berlin' }), given(values, layer)), catalog)
}

/** Checked answers; the rest is what `--yes` proposes. */
export function answersFor(values: Readonly<Record<string, unknown>> = {}): Answers {
  const result = resolve(values)
  if (!result.ok) throw new Error(linesOf(result.problems).join('\n'))
  return result.answers
}

/** What is wrong with these answers, as `where: message (hint)`. */
export function problemsOf(values: Readonly<Record<string, unknown>>): readonly string[] {
  const result = resolve(values)
  return result.ok ? [] : linesOf(result.problems)
}

export function linesOf(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ where, message, hint }) => `${where}: ${message}${hint === undefined ? '' : ` (${hint})`}`)
}

export function renderAnswers(answers: Answers): FileSet {
  return render({ answers, catalog, templates, generator })
}

/** Text of one emitted file. */
export function textOf(files: FileSet, path: string): string {
  const file = files.get(path)
  if (file === undefined) throw new Error(`${path} was not emitted`)
  return file.text
}

/** The releases whose schemas are recorded, oldest first, as the packed file has them. */
export const recordedReleases: readonly string[] = releasesOf(brotliDecompressSync(readFileSync(new URL('../../src/releases/schemas.br', import.meta.url))))
