import { MIN_VOLUME_GB } from '../../fly/constants.ts'
import type { Rule } from '../rule.ts'
import { readGigabytes } from '../subject/units.ts'

export const w03: Rule = {
  id: 'W03',
  title: 'The volume is small',
  why: 'Two channel plugins alone take 450 MB while they are installed, and each upgrade keeps a copy of every database: a full volume stops the gateway.',
  needs: ['fly'],
  look: ({ fly }) => fly!.mounts.slice(0, 1).flatMap(({ path, table }) => {
    const size = readGigabytes(table.initial_size)
    if ((size !== undefined && size >= MIN_VOLUME_GB) || (table.initial_size !== undefined && size === undefined)) return []
    return [{
      what: size === undefined ? 'initial_size is missing: the first deploy makes a volume of 1 GB' : `initial_size is ${size} GB`,
      where: fly!.place(...path, 'initial_size'),
      cure: [`initial_size = "${MIN_VOLUME_GB}gb"; it counts when the volume is made`, 'one that is there: fly volumes list, then fly volumes extend VOLUME --size 3'],
      fix: { file: fly!.name, edits: [{ kind: 'set', path: [...path, 'initial_size'], value: `${MIN_VOLUME_GB}gb` }] },
    }]
  }),
}
