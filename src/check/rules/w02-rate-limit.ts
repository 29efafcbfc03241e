import { has } from '../../releases/eras.ts'
import type { Rule } from '../rule.ts'
import { hasRelay, isPublic } from '../subject/subject.ts'

const value = { maxAttempts: 10, windowMs: 60_000, lockoutMs: 300_000 }

export const w02: Rule = {
  id: 'W02',
  title: 'Attempts at the token are not limited',
  why: "Without gateway.auth.rateLimit OpenClaw's own security audit warns: whoever reaches the gateway may guess as often as they like.",
  needs: ['fly', 'config'],
  look(subject) {
    const { fly, config, release } = subject
    const path = ['gateway', 'auth', 'rateLimit']
    if (!has(release.release, 'authRateLimit') || !(isPublic(subject) || hasRelay(fly!)) || config!.at(...path) !== undefined) return []
    return [{ what: 'gateway.auth.rateLimit is missing', where: config!.place(...path), cure: [`gateway.auth.rateLimit: ${JSON.stringify(value)}`], fix: { file: config!.name, edits: [{ kind: 'set', path, value }] } }]
  },
}
