/** An OpenClaw version such as `2026.9.6`, or `2026.7.1-2` for a later build of the same one. */
export type Release = string

/** What a person may say instead of a release: the one that the npm registry calls so. */
export const LATEST = 'latest'

const form = /^(\d{4})\.([1-9]\d?)\.(0|[1-9]\d{0,2})(?:-([1-9]\d{0,2}))?$/
const testForm = /^(\d{4}\.\d{1,2}\.\d{1,3})-(alpha|beta|rc)\b/i

export function isReleaseForm(text: string): boolean {
  return form.test(text)
}

/** What comes before a release to be tried out, as `2026.9.6-beta.1`: the kind of it, and the release that it leads to. */
export function readTestRelease(text: string): { readonly kind: string; readonly leadsTo: Release } | undefined {
  const [, leadsTo, kind] = testForm.exec(text) ?? []
  return leadsTo === undefined || kind === undefined || !isReleaseForm(leadsTo) ? undefined : { kind: kind.toLowerCase(), leadsTo }
}

/**
 * Negative, zero or positive as in Array.sort. Unlike semver, `2026.7.1-2` comes after `2026.7.1`: OpenClaw uses the
 * suffix for a later build of the same release (npm publish dates).
 */
export function compareReleases(a: Release, b: Release): number {
  const [left, right] = [parts(a), parts(b)]
  for (const [index, part] of left.entries()) {
    const difference = part - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function parts(release: Release): readonly number[] {
  const match = form.exec(release)
  if (match === null) throw new TypeError(`not a release: ${JSON.stringify(release)}`)
  return match.slice(1).map((part) => Number(part ?? 0))
}
