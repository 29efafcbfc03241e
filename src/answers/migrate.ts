import { isSince } from '../releases/catalogue.ts'
import { modelToday } from '../releases/migrations/model-names.ts'
import type { Release } from '../releases/release.ts'
import type { Answers } from './answers.ts'

/** From here on OpenClaw itself writes the new name over that of a retired model (see the migration `model-names`). */
const RENAMES_SINCE: Release = '2026.8.1'

/**
 * Answers of an older release in the words of theirs: what OpenClaw would rename in its configuration is renamed here too,
 * else each update would put the old name back.
 * @param from the release that the deployment was made for; undefined where that is not known
 */
export function migrateAnswers(answers: Answers, from: Release | undefined): Answers {
  if (from === undefined || isSince(from, RENAMES_SINCE) || !isSince(answers.release, RENAMES_SINCE)) return answers
  const today = (model: string): string => modelToday(model) ?? model
  return { ...answers, model: { primary: today(answers.model.primary), fallbacks: answers.model.fallbacks.map(today) } }
}
