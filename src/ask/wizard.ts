import type { Given } from '../answers/given.ts'
import type { Channel } from '../channels/define.ts'
import { askChannelQuestions, askChannels, askQuestionsOf } from './ask-channels.ts'
import { askMemory, askSize, askVolume } from './ask-machine.ts'
import { askFallbacks, askModel, askProvider } from './ask-model.ts'
import { askAccess, askBuild, askDomain, askRelease, askVariant } from './ask-openclaw.ts'
import { askApp, askOrg, askRegion } from './ask-place.ts'
import { mendChannels } from './mend-channels.ts'
import { startDraft, type AskContext } from './draft.ts'

export type { AskContext } from './draft.ts'
export type { AskIo } from './io.ts'

/** In the order of asking. Each asks only what is missing and goes with the answers before it. */
const steps = [
  askApp, askOrg, askRegion,
  askRelease, askBuild, askVariant, askAccess, askDomain,
  askChannels, askChannelQuestions, mendChannels,
  askSize, askMemory, askVolume,
  askProvider, askModel, askFallbacks,
] as const

/**
 * Asks what was not given. A given answer that is wrong is not asked again: it is reported with everything else.
 * @throws Cancelled; Back where `io` has a tape
 */
export async function askAnswers(given: Given, context: AskContext): Promise<Given> {
  const draft = startDraft(given, context)
  for (const step of steps) await step(draft)
  return draft.given
}

/**
 * Asks what some channels, or one more account of a channel, want to know, and nothing else.
 * @throws Cancelled; Back where `io` has a tape
 */
export async function askOnlyChannels(channels: readonly Channel[], account: string | undefined, given: Given, context: AskContext): Promise<Given> {
  const draft = startDraft(given, context)
  await askQuestionsOf(draft, channels, account)
  await mendChannels(draft)
  return draft.given
}
