import type { Release } from './release.ts'

/** What the npm package of one release says of itself; recorded by `npm run sync:releases`. */
export interface ReleaseFacts {
  readonly release: Release
  /**
   * Day on which it was built (`dist/build-info.json`), UTC: `2026-09-23`. Not in the order of the numbers: from 33 on a
   * number mends an older month, as 2026.7.35 does three weeks after 2026.8.1. The registry's own times are of no use.
   */
  readonly built: string
  /** `engines.node`. */
  readonly node: string
  /** The program, which `node` starts, in the package: `openclaw.mjs`. */
  readonly entry: string
  /** `openclaw.schemaVersions`: of the databases on the volume. Releases before 2026.8.1 do not say. */
  readonly schemaVersions?: SchemaVersions
  /** Ids of the channels that are part of the package (`channels` of its extensions' manifests). */
  readonly bundled: readonly string[]
  /** Ids of the channels that it knows as packages of their own (`dist/channel-catalog.json`) and does not have in it. */
  readonly external: readonly string[]
  /** Why no configuration schema of its own is recorded; absent where one is. */
  readonly noSchema?: string
}

export interface SchemaVersions {
  readonly state: number
  readonly agent: number
}
