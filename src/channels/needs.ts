import type { Channel, ChannelAnswers } from './define.ts'
import type { SystemPackages, Webhook } from './fly-needs.ts'
import { holds } from './questions.ts'

type Program = NonNullable<SystemPackages['fetch']>[number]
type Folder = NonNullable<NonNullable<Channel['fly']>['state']>[number]

/** A webhook, and whose it is. */
export interface WantedWebhook {
  readonly channel: Channel
  /** One of the channel's further accounts; absent: its own. */
  readonly account?: string
  readonly answers: ChannelAnswers
  readonly webhook: Webhook
}

/** What channels want of the machine and of Fly's edge together. */
export interface Needs {
  readonly webhooks: readonly WantedWebhook[]
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

/**
 * @param answered by channel id
 * @param accounts further ones, by channel id and name
 */
export function needsOf(channels: readonly Channel[], answered: Readonly<Record<string, ChannelAnswers>>, accounts: Readonly<Record<string, Readonly<Record<string, ChannelAnswers>>>> = {}): Needs {
  const places = channels.flatMap((channel) => [
    { channel, answers: answered[channel.id] ?? {} },
    ...Object.entries(accounts[channel.id] ?? {}).map(([account, answers]) => ({ channel, account, answers })),
  ])
  const packages = channels.flatMap((channel) => packagesOf(channel, places))
  return {
    webhooks: places.flatMap((place) => {
      const webhook = webhookOf(place.channel, place.answers)
      return webhook === undefined ? [] : [{ ...place, webhook }]
    }),
    apt: [...new Set(packages.flatMap(({ apt }) => apt ?? []))].toSorted(),
    programs: packages.flatMap(({ fetch }) => fetch ?? []),
    memoryMb: channels.reduce((sum, { fly }) => sum + (fly?.memoryMb ?? 0), 0),
    state: channels.flatMap(({ fly }) => fly?.state ?? []),
  }
}

/** Once for a channel, whichever of its accounts wants them. */
function packagesOf(channel: Channel, places: readonly { readonly channel: Channel; readonly answers: ChannelAnswers }[]): readonly SystemPackages[] {
  const { fly, questions } = channel
  const wanted = places.some((place) => place.channel === channel && holds(fly?.packages?.when, questions, place.answers))
  return fly?.packages !== undefined && wanted ? [fly.packages] : []
}

/** Whose webhook it is, for people. */
export function whoWants({ channel: { label }, account }: WantedWebhook): string {
  return account === undefined ? label : `the account ${account} of ${label}`
}

/** The flag with which the channel is not called from outside at all, each with its values: `--slack.mode socket`; undefined: it always is. */
export function flagWithoutWebhook({ channel, account, webhook: { when } }: WantedWebhook): { readonly flag: string; readonly values: readonly string[] } | undefined {
  const question = when === undefined ? undefined : channel.questions[when.question]
  const values = question?.kind === 'choice' ? question.choices.map(({ value }) => value).filter((value) => when?.is?.includes(value) !== true) : []
  return values.length === 0 ? undefined : { flag: `--${channel.id}.${account === undefined ? '' : `accounts.${account}.`}${when!.question}`, values }
}

/** The listeners of their own, and who listens there. */
export function ownPorts({ webhooks }: Needs): readonly (WantedWebhook & { readonly port: number })[] {
  return webhooks.flatMap((wanted) => (wanted.webhook.port === undefined ? [] : [{ ...wanted, port: wanted.webhook.port }]))
}
