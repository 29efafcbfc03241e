import { applyMigration, migrationsBetween, type Migrated } from '../releases/migrations/migrate-config.ts'
import type { Note } from '../releases/migrations/draft.ts'
import type { Json } from '../releases/migrations/json.ts'
import type { Release } from '../releases/release.ts'
import { carryOut } from './carry-out.ts'
import { json5Value, Json5Error, parseJson5 } from './json5-tree.ts'
import { normalise } from './lines.ts'
import { formatPath, isSame, type Value } from './value.ts'

export interface MigratedText {
  /** The same bytes where no migration changed anything. */
  readonly text: string
  /** What was done, by migration, oldest first; `noteText` makes a line of each note. */
  readonly migrated: readonly Migrated[]
}

/**
 * An openclaw.json of release `from` in the shape that release `to` wants, in its own text: comments, order, quotes and
 * line ends stay. A text that is not JSON5, or that cannot be edited to mean what it must, stays as it is.
 */
export function migrateText(text: string, from: Release, to: Release): MigratedText {
  const { text: plain, restore } = normalise(text)
  const migrated: Migrated[] = []
  let [now, value] = [plain, read(plain)]
  if (value === undefined) return { text, migrated }
  for (const migration of migrationsBetween(from, to)) {
    const { config, notes } = applyMigration(migration, value as Json)
    if (notes.length === 0) continue
    const edited = carryOut(now, config, notes)
    if (edited === undefined || !isSame(read(edited), config)) continue
    now = edited
    value = config
    migrated.push({ id: migration.id, since: migration.since, title: migration.title, notes })
  }
  return migrated.length === 0 ? { text, migrated } : { text: restore(now), migrated }
}

function read(text: string): Value | undefined {
  try {
    return json5Value(parseJson5(text))
  } catch (error) {
    if (error instanceof Json5Error) return undefined
    throw error
  }
}

/** One line for people, such as `channels.telegram.streamMode → streaming.mode`. */
export function noteText(note: Note): string {
  if (note.kind === 'removed') return `${formatPath(note.path)} removed${note.why === undefined ? '' : `: ${note.why}`}`
  if (note.kind === 'set') return note.words === undefined ? `${formatPath(note.path)} set` : `${formatPath(note.path)}: ${note.words.before} → ${note.words.after}`
  const shared = note.from.findIndex((key, index) => key !== note.to[index])
  return `${formatPath(note.from)} → ${formatPath(shared > 0 ? note.to.slice(shared) : note.to)}`
}
