import type { Rule } from '../rule.ts'
import { stringOf, tablesAt } from '../subject/fly-toml.ts'

export const e17: Rule = {
  id: 'E17',
  title: 'A file is put under the volume',
  why: 'The volume is mounted over that folder: the file is hidden, or it overwrites what the gateway wrote there, at every deploy and as root.',
  needs: ['fly'],
  look: ({ fly }) => tablesAt(fly!, 'files').flatMap(({ path, table }) => {
    const guest = stringOf(table.guest_path)
    const mount = fly!.mounts.find(({ destination }) => guest?.startsWith(`${destination}/`))
    if (guest === undefined || mount === undefined) return []
    return [{ what: `${guest} is below ${mount.destination}, where the volume is`, where: fly!.place(...path, 'guest_path'), cure: ['put it elsewhere, such as /opt/openclaw-fly/, and let the start command copy it to the volume if nothing is there'] }]
  }),
}
