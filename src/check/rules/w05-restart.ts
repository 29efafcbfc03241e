import type { Rule } from '../rule.ts'
import { tablesAt } from '../subject/fly-toml.ts'

export const w05: Rule = {
  id: 'W05',
  title: 'The machine may stay down',
  why: "Fly's own policy gives up after ten failures and leaves a gateway stopped that ended by itself; no message from a channel wakes it.",
  needs: ['fly'],
  look({ fly }) {
    const [first] = tablesAt(fly!, 'restart')
    if (first?.table.policy === 'always') return []
    const fix = first === undefined ? { kind: 'set' as const, path: ['restart'], value: [{ policy: 'always' }] } : { kind: 'set' as const, path: [...first.path, 'policy'], value: 'always' }
    return [{ what: first === undefined ? '[[restart]] is missing' : `the restart policy is ${JSON.stringify(first.table.policy ?? null)}`, where: fly!.place(...(first === undefined ? ['restart'] : [...first.path, 'policy'])), cure: ['[[restart]]', '  policy = "always"'], fix: { file: fly!.name, edits: [fix] } }]
  },
}
