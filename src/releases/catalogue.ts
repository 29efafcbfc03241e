import recorded from './catalogue.json' with { type: 'json' }
import type { ReleaseFacts } from './facts.ts'
import { compareReleases, type Release } from './release.ts'

export type { ReleaseFacts } from './facts.ts'

/** Every stable OpenClaw release since 2026.1.29 that the npm registry has, oldest first (`npm run sync:releases`). */
export const catalogue: readonly ReleaseFacts[] = recorded

/**
 * From here on a release fetches the plugins of external channels at its first start, without consent and without
 * stopping once: nothing has to be done for it.
 */
const SHOWN_SINCE: Release = '2026.9.3'

/** The few newest that the wizard shows, oldest first; flags and the answers file take every release. Each has its own schema. */
export const releases: readonly ReleaseFacts[] = catalogue.filter(({ release, noSchema }) => isSince(release, SHOWN_SINCE) && noSchema === undefined)

/** The one that is proposed. */
export const newestRelease: Release = releases.at(-1)!.release

export function findRelease(release: string): ReleaseFacts | undefined {
  return catalogue.find((facts) => facts.release === release)
}

/** Whether a release came out after everything in the catalogue: it is taken for one like the newest. */
export function isNewerThanKnown(release: Release): boolean {
  return compareReleases(release, catalogue.at(-1)!.release) > 0
}

/** The facts of a release; of one that is newer than the catalogue, those of the newest. @throws TypeError for any other */
export function factsOf(release: Release): ReleaseFacts {
  const facts = findRelease(release) ?? (isNewerThanKnown(release) ? { ...catalogue.at(-1)!, release } : undefined)
  if (facts === undefined) throw new TypeError(`there is no OpenClaw ${release}`)
  return facts
}

/** The known release nearest to one that there is not: the next newer, or else the newest. */
export function nearestKnown(release: Release): Release {
  return catalogue.find((facts) => compareReleases(facts.release, release) > 0)?.release ?? catalogue.at(-1)!.release
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

/**
 * Whether a release can open the volume on which `ran` ran last: an older one may not know the databases any more.
 * `unknown` where neither says which versions it has, or one of them is not in the catalogue; a newer release always can.
 * From 2026.7.1 on an older one also refuses a configuration that a newer one wrote (`newerConfiguration`): going back
 * to one of the same databases then needs that stamp taken out.
 */
export function canOpenStateOf(ran: Release, target: Release): 'allowed' | 'refused-one-way' | 'unknown' {
  if (isSince(target, ran)) return 'allowed'
  const oneWay = isOneWay(target, ran)
  if (oneWay === undefined) return 'unknown'
  return oneWay ? 'refused-one-way' : 'allowed'
}
