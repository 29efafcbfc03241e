import type { Answers } from '../answers/answers.ts'
import type { Channel, ChannelAnswers, Site } from '../channels/define.ts'
import type { Webhook } from '../channels/fly-needs.ts'
import { holds } from '../channels/questions.ts'
import { publicHost } from './addresses.ts'

/** The webhook that a channel has with these answers, if any. */
export function webhookOf({ fly, questions }: Channel, answers: ChannelAnswers): Webhook | undefined {
  return fly?.webhook !== undefined && holds(fly.webhook.when, questions, answers) ? fly.webhook : undefined
}

/** Where the deployment answers, as a channel's configuration and its part of the runbook see it. */
export function siteOf(answers: Answers, channel: Channel, given: ChannelAnswers): Site {
  const host = publicHost(answers)
  const webhook = webhookOf(channel, given)
  return {
    url: host === null ? null : `https://${host}`,
    webhook: host === null || webhook === undefined ? null : `https://${host}${webhook.port === undefined ? '' : `:${webhook.port}`}${webhook.path}`,
  }
}
