import recorded from './catalogue.json' with { type: 'json' }
import type { ReleaseFacts } from './facts.ts'
import { compareReleases, type Release } from './release.ts'

export type { ReleaseFacts } from './facts.ts'

/** Every stable OpenClaw release since 2026.1.29 that the npm registry has, oldest first (`npm run sync:releases`). */
export const catalogue: readonly ReleaseFacts[] = recorded

/**
 * From here on the emitted deployments were booted with the real program. 2026.9.3 is also the first that installs
 * external channel plugins at its first start without asking for consent.
 */
const OFFERED_SINCE: Release = '2026.9.3'

/** The releases that a deployment can be made for, oldest first. Each has its own schema. */
export const releases: readonly ReleaseFacts[] = catalogue.filter(({ release, noSchema }) => isSince(release, OFFERED_SINCE) && noSchema === undefined)

/** The newest that is offered. */
export const newestRelease: Release = releases.at(-1)!.release

export function findRelease(release: string): ReleaseFacts | undefined {
  return catalogue.find((facts) => facts.release === release)
}

export function isOffered(release: string): boolean {
  return releases.some((facts) => facts.release === release)
}

/** The offered release nearest to one that is not: the next newer, or else the newest. */
export function nearestOffered(release: Release): Release {
  return releases.find((facts) => compareReleases(facts.release, release) > 0)?.release ?? newestRelease
}

/** Whether `release` is `since` or later. */
export function isSince(release: Release, since: Release): boolean {
  return compareReleases(release, since) >= 0
}

/** Whose schema stands for a release: its own, or that of the nearest older release that has one. */
export interface SchemaSource {
  readonly release: Release
  /** False where it is another release's: what is checked with it must say so. */
  readonly own: boolean
}

/** Undefined for releases before the first schema (2026.3.28): they are checked against the eras alone. */
export function schemaSource(release: Release): SchemaSource | undefined {
  const nearest = catalogue.findLast((facts) => facts.noSchema === undefined && isSince(release, facts.release))
  return nearest && { release: nearest.release, own: nearest.release === release }
}

/**
 * Whether an upgrade changes the databases on the volume so that the older release cannot open them again: then only a
 * snapshot leads back. Undefined where neither release says which versions it has (before 2026.8.1), or one is unknown.
 * `to` is not older than `from`.
 */
export function isOneWay(from: Release, to: Release): boolean | undefined {
  if (from === to) return false
  const [older, newer] = [findRelease(from), findRelease(to)]
  if (older === undefined || newer?.schemaVersions === undefined) return undefined
  // Those that do not say have older ones: 2026.7.2-beta already could not go back to 2026.7.1 (OpenClaw PR 110487).
  if (older.schemaVersions === undefined) return true
  return newer.schemaVersions.state !== older.schemaVersions.state || newer.schemaVersions.agent !== older.schemaVersions.agent
}
