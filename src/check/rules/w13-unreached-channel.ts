import type { Channel } from '../../channels/define.ts'
import type { Webhook } from '../../channels/fly-needs.ts'
import type { Rule } from '../rule.ts'
import { gatewayPort, hasTunnel } from '../subject/gateway.ts'
import { channelsIn, type Subject } from '../subject/subject.ts'

export const w13: Rule = {
  id: 'W13',
  title: 'Nobody reaches a channel',
  why: 'Its service calls the machine with each message, and nothing leads there: the channel starts, and hears nothing.',
  needs: ['fly', 'config'],
  look: (subject) => (hasTunnel(subject) ? [] : calledChannels(subject).filter(({ webhook }) => !isReached(subject, webhook)).map(({ channel: { id }, webhook }) => ({
    what: webhook.port === undefined ? `channels.${id} is called from the internet, and ${subject.fly!.name} has no service` : `channels.${id} listens on port ${webhook.port}, and no service of ${subject.fly!.name} leads there`,
    where: subject.config!.place('channels', id),
    cure: [
      ...(webhook.port === undefined || subject.fly!.services.length === 0 ? ['stay public, with an [http_service]; or bring the path in through a tunnel, and leave this be'] : [`a [[services]] with internal_port = ${webhook.port}, protocol = "tcp", and [[services.ports]] with port = ${webhook.publicPort ?? webhook.port}, handlers = ["tls", "http"]`]),
      `or take the channel out: channels.${id}.enabled: false`,
    ],
  }))),
}

/** Those that are always called; where it depends on how the channel is set up, its settings do not tell in one way. */
function calledChannels({ config, catalog }: Subject): readonly { readonly channel: Channel; readonly webhook: Webhook }[] {
  const ids = channelsIn(config!).map(([id]) => id)
  return catalog.flatMap((channel) => {
    const { webhook } = channel.fly ?? {}
    return webhook === undefined || webhook.when !== undefined || !ids.includes(channel.id) ? [] : [{ channel, webhook }]
  })
}

/** Whoever has a service for another port than the gateway's may have moved the channel there. */
function isReached(subject: Subject, { port }: Webhook): boolean {
  const { services } = subject.fly!
  return port === undefined ? services.length > 0 : services.some(({ internalPort }) => internalPort === port || internalPort !== gatewayPort(subject))
}
