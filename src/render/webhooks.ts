import type { Answers } from '../answers/answers.ts'
import type { Channel, ChannelAnswers, Site } from '../channels/define.ts'
import { webhookOf } from '../channels/needs.ts'
import { publicHost } from './addresses.ts'

/** Where the deployment answers, as a channel's configuration and its part of the runbook see it. */
export function siteOf(answers: Answers, channel: Channel, given: ChannelAnswers): Site {
  const host = publicHost(answers)
  const webhook = webhookOf(channel, given)
  const port = webhook?.publicPort ?? webhook?.port
  return {
    url: host === null ? null : `https://${host}`,
    webhook: host === null || webhook === undefined ? null : `https://${host}${port === undefined ? '' : `:${port}`}${webhook.path}`,
  }
}
