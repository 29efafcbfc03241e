import type { Rule } from '../rule.ts'
import { readSeconds } from '../subject/units.ts'
import { externalChannels } from './e11-plugin-off.ts'

export const w04: Rule = {
  id: 'W04',
  title: 'The check does not wait for the plugins',
  why: 'The first start fetches the plugins of the channels from npm, two minutes and more on shared processors; meanwhile the check fails and the deploy may give up.',
  needs: ['fly', 'config'],
  look(subject) {
    if (externalChannels(subject).length === 0) return []
    return subject.fly!.checks.flatMap(({ path, table, ofService }) => {
      // Fly lowers what a check of a service asks for to a minute (flyctl of 2026-08-21).
      const least = ofService ? 60 : 180
      const seconds = readSeconds(table.grace_period, path[0] === 'http_service' ? 'ns' : 'ms')
      if (seconds !== undefined && seconds >= least) return []
      const wanted = ofService ? '1m' : '5m'
      return [{
        what: seconds === undefined ? 'the check has no grace_period' : `grace_period is ${seconds} s`,
        where: subject.fly!.place(...path, 'grace_period'),
        cure: [`grace_period = "${wanted}"${ofService ? ', the longest that Fly takes here' : ''}`, 'and below [deploy]: wait_timeout = "10m"'],
        fix: { file: subject.fly!.name, edits: [{ kind: 'set', path: [...path, 'grace_period'], value: wanted }] },
      }]
    })
  },
}
