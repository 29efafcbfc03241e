import type { Channel } from '../channels/define.ts'
import { ownPorts, type Needs } from '../channels/needs.ts'
import type { Problem } from '../errors.ts'
import { PORT } from '../fly/constants.ts'
import type { Given } from './given.ts'

/** What of the channels' wishes cannot be: on Fly at all, without a public address, or beside each other. */
export function needsProblems(channels: readonly Channel[], needs: Needs, isPrivate: boolean, given: Given): readonly Problem[] {
  const where = given.get('channel')?.where ?? '--channel'
  return [
    ...channels.flatMap(({ label, notOnFly }): Problem[] => (notOnFly === undefined ? [] : [{ where, message: `${label} cannot run on Fly: ${notOnFly.why}`, hint: notOnFly.instead }])),
    ...(isPrivate ? needs.webhooks.map(({ channel, webhook }) => privateProblem(channel, webhook.path, given)) : []),
    ...clashes(needs).map((message) => ({ where, message, hint: 'give up one of the two' })),
  ]
}

function privateProblem(channel: Channel, path: string, given: Given): Problem {
  const { question, is } = channel.fly?.webhook?.when ?? {}
  const others = question === undefined ? [] : (choicesOf(channel, question).filter((value) => !is?.includes(value)))
  const own = others.length > 0 ? `--${channel.id}.${question} ${others.join(' or ')}, which needs no public address; ` : ''
  return {
    where: given.get('access')?.where ?? '--access',
    message: `${channel.label} is called from the internet, at ${path}, and a private deployment has no public address`,
    hint: `three ways out: ${own}a tunnel or Tailscale Funnel of your own to that path, with the channel set up by hand; or --access public`,
  }
}

function choicesOf({ questions }: Channel, name: string): readonly string[] {
  const question = questions[name]
  return question?.kind === 'choice' ? question.choices.map(({ value }) => value) : []
}

function clashes(needs: Needs): readonly string[] {
  const taken = [{ at: `port ${PORT}`, who: 'the gateway' }]
  const wanted = [
    ...ownPorts(needs).map(({ port, channel }) => ({ at: `port ${port}`, who: channel.label })),
    ...needs.webhooks.filter(({ webhook }) => webhook.port === undefined).map(({ channel, webhook }) => ({ at: `the address ${webhook.path}`, who: channel.label })),
  ]
  return wanted.flatMap(({ at, who }) => {
    const other = taken.find((one) => one.at === at)
    taken.push({ at, who })
    return other === undefined ? [] : [`${other.who} and ${who} both want ${at}`]
  })
}
