type Version = readonly [number, number, number]

/** `24.16.0` of `>=24.16.0 <25 || >=26.1.0`: where the range begins. */
export function firstFitting(range: string): string {
  return /\d+(?:\.\d+)*/.exec(range)?.[0] ?? range
}

/**
 * Whether a version is in a range such as OpenClaw's packages give (`engines.node`): comparisons side by side must all
 * hold, alternatives are divided by `||`. A text without a comparison is an exact version; `*` takes any.
 */
export function satisfies(version: string, range: string): boolean {
  return range.split('||').some((part) => part.trim().split(/\s+/).every((comparison) => holds(version, comparison)))
}

function holds(version: string, comparison: string): boolean {
  const [, operator, bound = ''] = /^(>=|<=|>|<)(\d[\d.]*)$/.exec(comparison) ?? []
  if (operator === undefined) return comparison === '*' || comparison === version
  const difference = compare(parts(version), parts(bound))
  return operator === '>=' ? difference >= 0 : operator === '<=' ? difference <= 0 : operator === '>' ? difference > 0 : difference < 0
}

function parts(version: string): Version {
  const [major = 0, minor = 0, patch = 0] = version.replace(/^v/, '').split('.').map((part) => Number.parseInt(part, 10))
  return [major, minor, patch]
}

function compare(a: Version, b: Version): number {
  const at = a.findIndex((part, index) => part !== b[index])
  return at === -1 ? 0 : a[at]! - b[at]!
}
