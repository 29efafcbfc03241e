import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { formatPlace, type Conflict } from '../../src/merge/conflict.ts'
import { planUpdate, type Change } from '../../src/merge/plan.ts'
import { fileSet, type FileSet } from '../../src/render/file-set.ts'
import { carryOut, type Files } from './carry-out.ts'

/*
 * A folder for each case: what was emitted (base), what the person made of it (mine), what is emitted now (theirs), what
 * must be there afterwards (expected), what is said (plan.txt), and in case.json what it shows. A name that begins with a
 * dot begins with `dot-` there. `npx vitest run test/merge/cases.test.ts -u` writes expected and plan.txt: read the diff.
 */

const folder = fileURLToPath(new URL('cases/', import.meta.url))
const sides = ['base', 'mine', 'theirs', 'expected'] as const
type Side = (typeof sides)[number]

interface Case {
  readonly shows: string
  /** Of files that are not 644, by side and path. */
  readonly modes?: Readonly<Partial<Record<Side, Readonly<Record<string, string>>>>>
}

const files = (name: string, side: Side): readonly string[] => {
  const path = join(folder, name, side)
  if (!existsSync(path)) return []
  return readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => relative(path, join(entry.parentPath, entry.name)).split(sep).join('/')).toSorted()
}

const stored = (path: string): string => path.replaceAll(/(^|\/)\./g, '$1dot-')
const named = (path: string): string => path.replaceAll(/(^|\/)dot-/g, '$1.')

const modeOf = ({ modes }: Case, side: Side, path: string): 0o644 | 0o755 => (modes?.[side]?.[path] === '755' ? 0o755 : 0o644)
const read = (name: string, side: Side, path: string): string => readFileSync(join(folder, name, side, path), 'utf8')

function readSet(name: string, which: Case, side: Side): FileSet {
  return fileSet(files(name, side).map((path) => [named(path), { text: read(name, side, path), mode: modeOf(which, side, named(path)) }]))
}

function asOwn(set: FileSet): Files {
  return new Map([...set].map(([path, { text, mode }]) => [path, { kind: 'text', text, executable: mode === 0o755 }]))
}

/** All that a plan says, as a person may read it. */
function linesOf(change: Change): readonly string[] {
  switch (change.kind) {
    case 'merge': return [`merge ${change.path}`, ...change.conflicts.flatMap(conflictLines)]
    case 'beside': return [`beside ${change.path}: ${change.beside} (${change.why})`]
    case 'kept': return [`kept ${change.path} (${change.why})`]
    case 'mode': return [`mode ${change.path} ${change.mode.toString(8)}`]
    default: return [`${change.kind} ${change.path}`]
  }
}

function conflictLines({ place, base, mine, theirs }: Conflict): readonly string[] {
  return [`  ${formatPlace(place)}`, ...Object.entries({ base, mine, new: theirs }).map(([side, value]) => `    ${side.padEnd(5)}${value === undefined ? 'absent' : JSON.stringify(value)}`)]
}

const cases = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => ({ name, ...(JSON.parse(readFileSync(join(folder, name, 'case.json'), 'utf8')) as Case) }))

describe.each(cases)('$name: $shows', ({ name, ...which }) => {
  const [base, mine, theirs] = [readSet(name, which, 'base'), asOwn(readSet(name, which, 'mine')), readSet(name, which, 'theirs')]
  const plan = planUpdate(theirs, { base, mine })
  const after = carryOut(plan, mine)
  const present = files(name, 'expected')

  test('the plan says what is done', async () => {
    await expect(`${plan.flatMap(linesOf).join('\n')}\n`).toMatchFileSnapshot(join(folder, name, 'plan.txt'))
  })

  test('the files are as expected, and no other is there', async () => {
    for (const [path, file] of after) {
      await expect(file.kind === 'text' && file.text).toMatchFileSnapshot(join(folder, name, 'expected', stored(path)))
      expect(file, path).toMatchObject({ executable: modeOf(which, 'expected', path) === 0o755 })
    }
    expect(present.filter((path) => !after.has(named(path))), 'a stale expectation').toEqual([])
  })

  test('again it does nothing, and it does nothing where nothing is new', () => {
    expect(planUpdate(theirs, { base: theirs, mine: after })).toEqual([])
    expect(planUpdate(base, { base, mine })).toEqual([])
  })
})
