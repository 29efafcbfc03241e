import { rules } from './rules/index.ts'
import type { Finding, Findings, Need, Rule, Unseen } from './rule.ts'
import type { Read, Subject } from './subject/subject.ts'

/** Looks with every rule, errors first, then by file and line. */
export function findAll({ subject, unreadable }: Read): Findings {
  const looks = rules.map((rule) => lookWith(rule, subject))
  return { findings: [...unreadable, ...looks.flatMap(({ findings }) => findings)].toSorted(byWeight), unseen: looks.flatMap(({ unseen }) => unseen) }
}

function lookWith(rule: Rule, subject: Subject): Findings {
  const missing = rule.needs.filter((need) => subject[need] === undefined)
  if (missing.length > 0) return { findings: [], unseen: [{ id: rule.id, reason: `it needs ${missing.map((need) => needNames[need]).join(' and ')}` }] }
  const { id, why } = rule
  const severity = id.startsWith('E') ? 'error' : 'warning'
  const findings = rule.look(subject).map((sighting): Finding => ({ id, severity, why, ...sighting }))
  const reason = rule.unseen?.(subject)
  return { findings, unseen: reason === undefined ? [] : [{ id, reason }] }
}

const needNames: Readonly<Record<Need, string>> = { fly: 'a readable fly.toml', config: 'a readable openclaw.json' }

function byWeight(a: Finding, b: Finding): number {
  return Number(a.severity === 'warning') - Number(b.severity === 'warning') || compare(a.where.file, b.where.file) || (a.where.line ?? 0) - (b.where.line ?? 0) || compare(a.id, b.id)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export type { Finding, Findings, Unseen }
