import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from '@iarna/toml'
import * as fc from 'fast-check'
import { diff3Merge } from 'node-diff3'
import { mergeFile } from '../src/merge/file.ts'
import { complaints, same } from '../test/merge/oracle.ts'
import { base as firstEmitted, people } from '../test/merge/people.ts'
import { tomlEdits } from '../test/merge/person.ts'
import { pool } from '../test/merge/pool.ts'
import type { Table } from './table.ts'

/*
 * How often an update of an edited fly.toml is clean, beside two plain mergers of lines, on one fixed corpus and in one
 * run: what eleven people made of it, and edits drawn with a fixed seed, each updated to other deployments. A conflict is
 * false where no value was changed by both sides; a clean merge is wrong where it does not parse, or where something
 * that one side changed is not in it.
 */

const DRAWN = 2_000
const scratch = mkdtempSync(join(tmpdir(), 'openclaw-fly-merge-'))

interface Update {
  readonly base: string
  readonly mine: string
  readonly theirs: string
}

/** What a merger made of an update: undefined where it found a conflict. */
type Merger = (update: Update) => string | undefined

const read = (text: string): unknown => parse(text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n'))

function readOrNothing(text: string): unknown {
  try {
    return read(text)
  } catch {
    return undefined
  }
}

const deployments = pool.flatMap((files) => files.get('fly.toml')?.text ?? files.get('fly.private.toml')!.text)
const drawn = fc.sample(fc.tuple(fc.constantFrom(...deployments), fc.constantFrom(...deployments), fc.array(fc.oneof(...tomlEdits), { minLength: 1, maxLength: 4 })), { numRuns: DRAWN, seed: 4 })
const updates: readonly Update[] = [
  ...people.flatMap(([, mine]) => deployments.map((theirs) => ({ base: firstEmitted, mine, theirs }))),
  ...drawn.map(([base, theirs, edits]) => ({ base, mine: edits.reduce((text, edit) => edit(text), base), theirs })),
].filter(({ base, mine, theirs }) => base !== theirs && base !== mine && readOrNothing(mine) !== undefined)

const mergers: readonly (readonly [name: string, merge: Merger])[] = [
  ['create-openclaw-fly', ({ base, mine, theirs }) => {
    const result = mergeFile('fly.toml', base, mine, theirs)
    return result.kind === 'merged' && result.conflicts.length === 0 ? result.text : undefined
  }],
  ['node-diff3', ({ base, mine, theirs }) => {
    const regions = diff3Merge(mine.split('\n'), base.split('\n'), theirs.split('\n'), { excludeFalseConflicts: true })
    return regions.some((region) => region.conflict !== undefined) ? undefined : regions.flatMap((region) => region.ok ?? []).join('\n')
  }],
  ['git merge-file', (update) => {
    for (const [side, text] of Object.entries(update)) writeFileSync(join(scratch, side), text)
    const { status, stdout, error } = spawnSync('git', ['merge-file', '-p', 'mine', 'base', 'theirs'], { cwd: scratch, encoding: 'utf8' })
    if (error !== undefined || status === null || status > 127) throw error ?? new Error('git merge-file failed')
    return status === 0 ? stdout : undefined
  }],
]

/** Whether both sides changed one value, in different ways: a list is one value here. */
function collides(base: unknown, mine: unknown, theirs: unknown): boolean {
  if (same(base, mine) || same(base, theirs) || same(mine, theirs)) return false
  const sides = [base, mine, theirs]
  if (!sides.every((side) => typeof side === 'object' && side !== null && !Array.isArray(side) && !(side instanceof Date))) return true
  const [a, b, c] = sides as readonly Record<string, unknown>[]
  return [...new Set(sides.flatMap((side) => Object.keys(side as object)))].some((key) => collides(a![key], b![key], c![key]))
}

const values = updates.map(({ base, mine, theirs }) => ({ base: read(base), mine: read(mine), theirs: read(theirs) }))
const isReal = values.map(({ base, mine, theirs }) => collides(base, mine, theirs))
const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`

/** Clean merges, false conflicts and lost edits of each merger. */
export function mergeTable(): Table {
  try {
    return {
      title: 'Merging an edited fly.toml',
      note: `${updates.length} updates; in ${isReal.filter((real) => !real).length} of them no value was changed by both sides. "Clean but wrong": it does not parse, or something that one side changed is not in it.`,
      head: ['', 'clean', 'clean where it can be', 'false conflicts', 'clean but wrong', 'ms each'],
      rows: mergers.map(([name, merge]) => [name, ...judged(merge)]),
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function judged(merge: Merger): readonly string[] {
  const start = process.hrtime.bigint()
  const results = updates.map(merge)
  const each = Number(process.hrtime.bigint() - start) / 1e6 / updates.length
  const clean = results.filter((text) => text !== undefined).length
  const cleanWherePossible = results.filter((text, index) => text !== undefined && !isReal[index]).length
  const falseOnes = results.filter((text, index) => text === undefined && !isReal[index]).length
  const wrong = results.filter((text, index) => text !== undefined && (readOrNothing(text) === undefined || complaints({ ...values[index]!, result: read(text) }, []).length > 0)).length
  return [percent(clean, results.length), percent(cleanWherePossible, isReal.filter((real) => !real).length), `${falseOnes} of ${results.length - clean}`, String(wrong), each.toFixed(2)]
}
