import type { Rule } from '../rule.ts'
import { readPort } from '../subject/units.ts'

const DAYS = 14

export const w09: Rule = {
  id: 'W09',
  title: 'Snapshots are not kept for long',
  why: 'Upgrades are one-way, so a snapshot from before one is the only way back; Fly keeps them for five days unless the file says otherwise.',
  needs: ['fly'],
  look: ({ fly }) => fly!.mounts.slice(0, 1).flatMap(({ path, table }) => {
    const days = readPort(table.snapshot_retention)
    if (days !== undefined && days >= DAYS) return []
    return [{
      what: days === undefined ? 'snapshot_retention is missing (5 days)' : `snapshot_retention is ${days} days`,
      where: fly!.place(...path, 'snapshot_retention'),
      cure: [`snapshot_retention = ${DAYS}; it counts when the volume is made`, `one that is there: fly volumes list, then fly volumes update VOLUME --snapshot-retention ${DAYS}`],
      fix: { file: fly!.name, edits: [{ kind: 'set', path: [...path, 'snapshot_retention'], value: DAYS }] },
    }]
  }),
}
