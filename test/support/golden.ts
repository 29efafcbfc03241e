import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Answers } from '../../src/answers/answers.ts'
import { defaultAnswers } from '../../src/answers/defaults.ts'
import { mergeGiven } from '../../src/answers/given.ts'
import { resolveAnswers } from '../../src/answers/resolve.ts'
import { parseCreate } from '../../src/commands/create-flags.ts'
import { catalog, linesOf } from './answers.ts'

const folder = fileURLToPath(new URL('../golden/', import.meta.url))

/** A folder below test/golden: the flags that somebody gave, and every file that they must yield. */
export interface GoldenCase {
  readonly name: string
  readonly output: string
  readonly answers: Answers
  /** The golden files as they were before this run. */
  readonly present: readonly string[]
}

export function goldenNames(): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).toSorted()
}

export function readGolden(name: string): GoldenCase {
  const lines = readFileSync(join(folder, name, 'flags.txt'), 'utf8').trimEnd().split('\n')
  // `--flag value`, one a line; the value may have spaces and start with dashes.
  const { given, mistake } = parseCreate(lines.map((line) => line.replace(' ', '=')), catalog)
  if (mistake !== undefined) throw mistake
  const result = resolveAnswers(mergeGiven(defaultAnswers({ folder: null, timeZone: 'Europe/Berlin' }), given), catalog)
  if (!result.ok) throw new Error(linesOf(result.problems).join('\n'))
  const output = join(folder, name, 'output')
  return { name, output, answers: result.answers, present: filesBelow(output) }
}

function filesBelow(path: string): readonly string[] {
  try {
    const entries = readdirSync(path, { recursive: true, withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map((entry) => relative(path, join(entry.parentPath, entry.name)).split(sep).join('/')).toSorted()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
