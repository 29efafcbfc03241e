import type { Release } from '../releases/release.ts'
import type { Migrated } from '../releases/migrations/migrate-config.ts'
import { migrateText } from './migrate-text.ts'
import type { Present } from './plan.ts'

const CONFIG = 'openclaw.json'

/**
 * A deployment whose openclaw.json, the person's and the base alike, has the form that release `to` wants: so that an
 * edit moves with the key that it was made to, before anything is merged.
 */
export function migratePresent(present: Present, from: Release | undefined, to: Release): { readonly present: Present; readonly migrated: readonly Migrated[] } {
  const [base, own] = [present.base.get(CONFIG), present.mine.get(CONFIG)]
  if (from === undefined || base === undefined) return { present, migrated: [] }
  const newBase = new Map([...present.base, [CONFIG, { ...base, text: migrateText(base.text, from, to).text }]])
  if (own?.kind !== 'text') return { present: { ...present, base: newBase }, migrated: [] }
  const { text, migrated } = migrateText(own.text, from, to)
  return { present: { base: newBase, mine: new Map([...present.mine, [CONFIG, { ...own, text, before: own.text }]]) }, migrated }
}
