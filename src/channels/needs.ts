import type { Channel, ChannelAnswers } from './define.ts'
import type { SystemPackages, Webhook } from './fly-needs.ts'
import { holds } from './questions.ts'

type Program = NonNullable<SystemPackages['fetch']>[number]
type Folder = NonNullable<NonNullable<Channel['fly']>['state']>[number]

/** What channels want of the machine and of Fly's edge together. */
export interface Needs {
  readonly webhooks: readonly { readonly channel: Channel; readonly webhook: Webhook }[]
  /** Debian packages. */
  readonly apt: readonly string[]
  readonly programs: readonly Program[]
  /** On top of OpenClaw's own. */
  readonly memoryMb: number
  readonly state: readonly Folder[]
}

/** The webhook that a channel has with these answers, if any. */
export function webhookOf({ fly, questions }: Channel, answers: ChannelAnswers): Webhook | undefined {
  return fly?.webhook !== undefined && holds(fly.webhook.when, questions, answers) ? fly.webhook : undefined
}

export function needsOf(channels: readonly Channel[], answered: Readonly<Record<string, ChannelAnswers>>): Needs {
  const packages = channels.flatMap(({ id, fly, questions }) => (fly?.packages !== undefined && holds(fly.packages.when, questions, answered[id] ?? {}) ? [fly.packages] : []))
  return {
    webhooks: channels.flatMap((channel) => {
      const webhook = webhookOf(channel, answered[channel.id] ?? {})
      return webhook === undefined ? [] : [{ channel, webhook }]
    }),
    apt: [...new Set(packages.flatMap(({ apt }) => apt ?? []))].toSorted(),
    programs: packages.flatMap(({ fetch }) => fetch ?? []),
    memoryMb: channels.reduce((sum, { fly }) => sum + (fly?.memoryMb ?? 0), 0),
    state: channels.flatMap(({ fly }) => fly?.state ?? []),
  }
}

/** The ports of listeners of their own, each once, and who listens there. */
export function ownPorts({ webhooks }: Needs): readonly { readonly port: number; readonly channel: Channel; readonly webhook: Webhook }[] {
  return webhooks.flatMap(({ channel, webhook }) => (webhook.port === undefined ? [] : [{ port: webhook.port, channel, webhook }]))
}
