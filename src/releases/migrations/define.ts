import type { Release } from '../release.ts'
import type { Draft } from './draft.ts'

/** How the shape of a configuration changed with one release. */
export interface Migration {
  /** Name of its file. */
  readonly id: string
  /** First release that refuses the old shape, or warns of it, and takes the new one (recorded schemas). */
  readonly since: Release
  /** One line for people: what moved and why. */
  readonly title: string
  /** Says in the draft's notes what it did. On what is already in the new shape, or in none that is known, it does nothing. */
  readonly up: (draft: Draft) => void
}

export function defineMigration<const T extends Migration>(migration: T): T {
  return migration
}
