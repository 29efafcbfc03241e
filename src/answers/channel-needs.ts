import type { Channel } from '../channels/define.ts'
import { flagWithoutWebhook, webhookOf, whoWants, type Needs, type WantedWebhook } from '../channels/needs.ts'
import type { Problem } from '../errors.ts'
import { PORT } from '../fly/constants.ts'
import type { Answers } from './answers.ts'
import type { Given } from './given.ts'

type Accounts = NonNullable<Answers['accounts']>

/** What of the channels' wishes cannot be: on Fly at all, without a public address, or beside each other. */
export function needsProblems(channels: readonly Channel[], needs: Needs, accounts: Accounts, isPrivate: boolean, given: Given): readonly Problem[] {
  const where = given.get('channel')?.where ?? '--channel'
  return [
    ...channels.flatMap(({ label, notOnFly }): Problem[] => (notOnFly === undefined ? [] : [{ where, message: `${label} cannot run on Fly: ${notOnFly.why}`, hint: notOnFly.instead }])),
    ...(isPrivate ? needs.webhooks.map((wanted) => privateProblem(wanted, given)) : []),
    ...clashes(needs).map((message) => ({ where, message, hint: 'give up one of the two' })),
    ...inherited(needs, accounts).map((message) => ({ where, message, hint: 'let the further account have the webhook, and the first one none' })),
  ]
}

function privateProblem(wanted: WantedWebhook, given: Given): Problem {
  const without = flagWithoutWebhook(wanted)
  const own = without === undefined ? '' : `${without.flag} ${without.values.join(' or ')}, which needs no public address; `
  return {
    where: given.get('access')?.where ?? '--access',
    message: `${whoWants(wanted)} is called from the internet, at ${wanted.webhook.path}, and a private deployment has no public address`,
    hint: `three ways out: ${own}a tunnel or Tailscale Funnel of your own to that path, with the channel set up by hand; or --access public`,
  }
}

interface Place {
  readonly at: string
  readonly who: string
}

function clashes(needs: Needs): readonly string[] {
  const taken: Place[] = [{ at: `port ${PORT}`, who: 'the gateway' }]
  const wanted = needs.webhooks.map((one): Place => ({ at: one.webhook.port === undefined ? `the address ${one.webhook.path}` : `port ${one.webhook.port}`, who: whoWants(one) }))
  return wanted.flatMap(({ at, who }) => {
    const other = taken.find((one) => one.at === at)
    taken.push({ at, who })
    return other === undefined ? [] : [`${other.who} and ${who} both want ${at}`]
  })
}

/** An account that says nothing of a webhook has that of its channel: OpenClaw lays its settings over the channel's (2026.9.6, mergeAccountConfig). */
function inherited(needs: Needs, accounts: Accounts): readonly string[] {
  const own = needs.webhooks.filter(({ account }) => account === undefined)
  return own.flatMap(({ channel, webhook }) => {
    const silent = Object.entries(accounts[channel.id] ?? {}).filter(([, answers]) => webhookOf(channel, answers) === undefined)
    return silent.map(([name]) => `the account ${name} of ${channel.label} would take over its webhook, at ${webhook.path}`)
  })
}
