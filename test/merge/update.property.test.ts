import * as fc from 'fast-check'
import { parse } from '@iarna/toml'
import { describe, expect, test } from 'vitest'
import { besideNames } from '../../src/merge/beside.ts'
import { json5Value, parseJson5 } from '../../src/merge/json5-tree.ts'
import { planUpdate, type Change, type OwnFile, type OwnText } from '../../src/merge/plan.ts'
import type { EmittedFile, FileSet } from '../../src/render/file-set.ts'
import { carryOut, type Files } from './carry-out.ts'
import { demand, judgeValues } from './judge.ts'
import { same } from './oracle.ts'
import { OWN, personsEdits } from './person.ts'
import { pool } from './pool.ts'

const files = (set: FileSet): Files => new Map([...set].map(([path, { text, mode }]) => [path, { kind: 'text', text, executable: mode === 0o755 }]))

const plain = (text: string): string => text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n')
const readers = { toml: (text: string): unknown => parse(plain(text)), json: (text: string): unknown => json5Value(parseJson5(plain(text))) }

function parses(path: string, text: string): boolean {
  try {
    return readers[path.endsWith('.toml') ? 'toml' : 'json'](text) !== undefined
  } catch {
    return false
  }
}

/** Everything that the person's text has and the base has not: lines or words that carry their mark. */
function keepsMarks(base: string, mine: string, after: string): boolean {
  const marks = mine.match(new RegExp(`# ${OWN}\\d+|^${OWN}\\d+$`, 'gm')) ?? []
  return marks.every((mark) => base.includes(mark) || after.includes(mark))
}

interface Side {
  readonly base: EmittedFile | undefined
  readonly mine: OwnFile | undefined
  readonly theirs: EmittedFile | undefined
  readonly after: OwnFile | undefined
}

function judgeFile(path: string, { base, mine, theirs, after }: Side, change: Change | undefined): void {
  const untouched = (why: string): void => demand(same(mine, after), `${path}: ${why}`)
  if (mine === undefined) return base === undefined ? demand(after?.kind === 'text' && after.text === theirs?.text, `${path}: a new file is not there`) : untouched('it was deleted, and is back')
  if (mine.kind === 'other' || base === undefined) return untouched('it is not ours')
  const isEdited = plain(mine.text) !== plain(base.text)
  if (theirs === undefined) return isEdited ? untouched('an edited file is gone') : demand(after === undefined, `${path}: it is still there`)
  if (theirs.text === base.text && theirs.mode === base.mode) return untouched('nothing is new')
  if (after?.kind !== 'text') throw new Error(`${path}: it is gone`)
  const isRightKept = mine.executable === (base.mode === 0o755)
  demand(after.executable === (isRightKept && change?.kind !== 'beside' ? theirs.mode === 0o755 : mine.executable), `${path}: the right to be run is wrong`)
  if (mine.text === base.text) return demand(after.text === theirs.text, `${path}: it is not the new text`)
  if (!isEdited) return demand(plain(after.text) === plain(theirs.text), `${path}: only its line ends were changed, and it is not the new text`)
  judgeEdited(path, base.text, mine, theirs.text, after, change)
}

function judgeEdited(path: string, base: string, mine: OwnText, theirs: string, after: OwnText, change: Change | undefined): void {
  if (change?.kind === 'beside') {
    demand(after.text === mine.text && change.text === theirs, `${path}: it was to be left alone`)
    return demand(path.endsWith('.mjs') || !parses(path, mine.text), `${path}: it could have been merged`)
  }
  demand(keepsMarks(base, mine.text, after.text), `${path}: a comment or a line of the person is lost`)
  demand(mine.text.includes('\r\n') === after.text.includes('\r\n') && mine.text.startsWith('\ufeff') === after.text.startsWith('\ufeff'), `${path}: its line ends are others`)
  const conflicts = change?.kind === 'merge' ? change.conflicts : []
  if (path.endsWith('.toml') || path.endsWith('.json')) return judgeValues(readers[path.endsWith('.toml') ? 'toml' : 'json'], { base, mine: mine.text, theirs }, after.text, conflicts)
  for (const { place, mine: lines } of conflicts) demand(place.kind === 'lines' && plain(after.text).split('\n').slice(place.from - 1, place.to).map((line) => `${line}\n`).join('').startsWith(String(lines)), `${path}: a conflict names other lines`)
}

function judgeUpdate(base: FileSet, theirs: FileSet, mine: Files): void {
  const plan = planUpdate(theirs, { base, mine })
  const after = carryOut(plan, mine)
  const ours = new Set([...base.keys(), ...theirs.keys()])
  for (const path of ours) judgeFile(path, { base: base.get(path), mine: mine.get(path), theirs: theirs.get(path), after: after.get(path) }, plan.find((change) => change.path === path))
  for (const [path, file] of mine) demand(ours.has(path) || same(after.get(path), file), `${path}: a file of the person was touched`)
  for (const path of after.keys()) demand(ours.has(path) || mine.has(path) || plan.some((change) => change.kind === 'beside' && change.beside === path && besideNames(change.path).includes(path)), `${path}: nobody asked for it`)
  demand(same(planUpdate(theirs, { base: theirs, mine: after }), []), 'an update after the update does something')
  demand(same(planUpdate(base, { base, mine }), []), 'nothing is new, and yet something is done')
}

/** A deployment as other templates would have made it: some files are not in it. */
const without = (set: FileSet, paths: readonly string[]): FileSet => new Map([...set].filter(([path]) => !paths.includes(path)))

describe('updating any deployment', () => {
  const paths = [...pool[0]!.keys()]
  const deployment = fc.nat(pool.length - 1)
  const some = fc.array(fc.constantFrom(...paths), { maxLength: 3 })

  test('that somebody edited in any way loses nothing, names what collides, brings what is new, and does nothing the second time', () => {
    fc.assert(fc.property(deployment, deployment, some, some, personsEdits(paths), (before, now, fresh, gone, edit) => {
      const base = without(pool[before]!, fresh)
      expect(() => judgeUpdate(base, without(pool[now]!, gone), edit(files(base)))).not.toThrow()
    }), { numRuns: 600 })
  })

  test('that nobody edited gives exactly the new files', () => {
    fc.assert(fc.property(deployment, deployment, some, some, (before, now, fresh, gone) => {
      const [base, theirs] = [without(pool[before]!, fresh), without(pool[now]!, gone)]
      expect(same([...carryOut(planUpdate(theirs, { base, mine: files(base) }), files(base))].toSorted(), [...files(theirs)].toSorted())).toBe(true)
    }), { numRuns: 100 })
  })
})
