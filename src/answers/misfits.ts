import type { ChannelCatalog } from '../channels/catalog.ts'
import { needsOf } from '../channels/needs.ts'
import type { Problem } from '../errors.ts'
import { resolveAccounts } from './account-answers.ts'
import { parseChannels, resolveChannelAnswers } from './channel-answers.ts'
import { needsProblems } from './channel-needs.ts'
import type { Given } from './given.ts'
import { parsers } from './parsers.ts'

/** What of the channels that were chosen so far does not go with the access, or beside each other; answers that are wrong by themselves are passed over. */
export function findMisfits(given: Given, catalog: ChannelCatalog): readonly Problem[] {
  const [named, wanted, access] = [given.get('channel'), given.get('release'), given.get('access')]
  const chosen = named && parseChannels(named, catalog)
  if (!chosen?.ok) return []
  const release = wanted && parsers.release(wanted)
  const version = release?.ok ? release.value : undefined
  const { answers } = resolveChannelAnswers(chosen.value, catalog, version, given)
  const { accounts = {} } = resolveAccounts(chosen.value, version, given)
  const mode = access && parsers.access(access)
  return needsProblems(chosen.value, needsOf(chosen.value, answers, accounts), accounts, mode?.ok === true && mode.value === 'private', given)
}
