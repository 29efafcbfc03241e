import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeFile } from '../../src/merge/file.ts'
import { settleAll } from '../../src/merge/settle.ts'
import { demand } from './judge.ts'
import { same } from './oracle.ts'

/** Few different lines, so that contexts repeat; the last one without a line feed, sometimes. */
const base = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
const change = fc.record({ at: fc.nat(12), kind: fc.constantFrom('insert', 'delete', 'replace') })

/** What a side makes of the base: each line that it writes is told by its letter and number. */
function edit(lines: readonly string[], changes: readonly { readonly at: number; readonly kind: string }[], letter: string): readonly string[] {
  return changes.reduce<readonly string[]>((now, { at, kind }, index) => now.toSpliced(Math.min(at, now.length), kind === 'insert' ? 0 : 1, ...(kind === 'delete' ? [] : [`${letter}${index}`])), lines)
}

const texts = fc.tuple(base, fc.array(change, { maxLength: 4 }), fc.array(change, { maxLength: 4 }), fc.constantFrom('\n', '')).map(([lines, own, ours, end]) => {
  const [mine, theirs] = [edit(lines, own, 'm'), edit(lines, ours, 't')]
  const text = (all: readonly string[]): string => all.join('\n') + (all.length === 0 ? '' : end)
  return { base: text(lines), mine: text(mine), theirs: text(theirs) }
})

const marked = (text: string, letter: string): readonly string[] => text.split('\n').filter((line) => line.startsWith(letter))

function judge({ base: before, mine, theirs }: { readonly base: string; readonly mine: string; readonly theirs: string }): void {
  const result = mergeFile('RUNBOOK.md', before, mine, theirs)
  if (result.kind !== 'merged') throw new Error(result.why)
  demand(same(marked(result.text, 'm'), marked(mine, 'm')), 'lines of the person are lost, or in another order')
  const said = result.conflicts.flatMap((conflict) => marked(String(conflict.theirs), 't'))
  demand(same([...marked(result.text, 't'), ...said].toSorted(), marked(theirs, 't').toSorted()), 'a line of ours is neither there nor named, or twice')
  for (const { place, mine: own, theirs: ours } of result.conflicts) {
    demand(own !== ours && place.kind === 'lines', 'a conflict that is none')
    if (place.kind === 'lines') demand(result.text.split('\n').slice(place.from - 1, place.to).map((line) => `${line}\n`).join('') === own, 'a conflict names other lines')
  }
  const settled = settleAll('RUNBOOK.md', result.text, result.conflicts.map((conflict) => ({ conflict, choice: { kind: 'new' } })))
  demand(settled.ok && same(marked(settled.text, 't').toSorted(), marked(theirs, 't').toSorted()), 'what is new cannot be taken')
  const program = mergeFile('scripts/x.mjs', before, mine, theirs)
  demand(program.kind === 'apart' || (program.conflicts.length === 0 && same(marked(program.text, 't'), marked(theirs, 't')) && same(marked(program.text, 'm'), marked(mine, 'm'))), 'half of a program is merged')
}

describe('any text', () => {
  test('keeps every line of the person in its order, has or names every line of ours once, and takes ours where that is wished', () => {
    fc.assert(fc.property(texts, (sides) => {
      expect(() => judge(sides)).not.toThrow()
    }), { numRuns: 7500 })
  })
})
