import { compareReleases, type Release } from '../release.ts'
import { migrations } from './all.ts'
import type { Migration } from './define.ts'
import { Draft, type Note } from './draft.ts'
import type { Json } from './json.ts'

/** What one migration did to a configuration. */
export interface Migrated {
  readonly id: string
  readonly since: Release
  /** One line for people: what moved and why. */
  readonly title: string
  readonly notes: readonly Note[]
}

export interface MigratedConfig {
  readonly config: Json
  /** Those that changed something, in the order in which they did. */
  readonly migrated: readonly Migrated[]
}

/** The migrations that lie between two releases, oldest first; none where `to` is not the newer one. */
export function migrationsBetween(from: Release, to: Release): readonly Migration[] {
  return migrations.filter(({ since }) => compareReleases(since, from) > 0 && compareReleases(since, to) <= 0)
}

/**
 * A configuration of release `from` in the shape that release `to` wants. What is not known, or not as it should be,
 * stays as it is; done twice it is as done once.
 */
export function migrateConfig(config: Json, from: Release, to: Release): MigratedConfig {
  const migrated: Migrated[] = []
  let value = config
  for (const migration of migrationsBetween(from, to)) {
    const { config: after, notes } = applyMigration(migration, value)
    value = after
    if (notes.length > 0) migrated.push({ id: migration.id, since: migration.since, title: migration.title, notes })
  }
  return { config: value, migrated }
}

export function applyMigration({ up }: Migration, config: Json): { readonly config: Json; readonly notes: readonly Note[] } {
  const draft = new Draft(config)
  up(draft)
  return draft
}
