import { compareReleases, type Release } from './release.ts'

/** What differs between releases in ways that decide what we emit. */
export interface ReleaseFacts {
  readonly release: Release
  /** `engines.node` of the npm package. */
  readonly node: string
}

/**
 * The releases that this version emits for, oldest first; npm metadata of 2026-11. Each has its own schema among the
 * recorded ones (`openclaw config schema` of the npm package, titles and descriptions stripped).
 * 2026.9.3 is the first that installs external channel plugins at its first start without asking for consent
 * (2026.8.x refuses to start until they were accepted; 2026.9.1 and 2026.9.2 were not measured).
 */
export const releases: readonly ReleaseFacts[] = [
  { release: '2026.9.3', node: '>=24.16.0 <25 || >=26.1.0' },
  { release: '2026.9.4', node: '>=24.16.0 <25 || >=26.1.0' },
  { release: '2026.9.5', node: '>=24.16.0 <25 || >=26.1.0' },
  { release: '2026.9.6', node: '>=24.16.0 <25 || >=26.1.0' },
]

export const newestRelease: Release = releases.map((facts) => facts.release).reduce((a, b) => (compareReleases(a, b) > 0 ? a : b))

export function findRelease(release: string): ReleaseFacts | undefined {
  return releases.find((facts) => facts.release === release)
}

/** Whether `release` is `since` or later. */
export function isSince(release: Release, since: Release): boolean {
  return compareReleases(release, since) >= 0
}
