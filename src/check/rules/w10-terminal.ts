import { has } from '../../releases/eras.ts'
import type { Rule } from '../rule.ts'
import { isPublic } from '../subject/subject.ts'

export const w10: Rule = {
  id: 'W10',
  title: 'The Control UI has a shell',
  why: 'It is on by default since 2026.7.1: whoever is let into the Control UI has a shell in the machine, with every secret in its environment.',
  needs: ['fly', 'config'],
  look(subject) {
    const { config, release } = subject
    const path = ['gateway', 'terminal', 'enabled']
    if (!has(release.release, 'terminal') || !isPublic(subject) || config!.at(...path) !== undefined) return []
    return [{ what: 'gateway.terminal.enabled is not set, and the gateway is public', where: config!.place(...path), cure: ['gateway.terminal.enabled: false; or true, if you want it'] }]
  },
}
