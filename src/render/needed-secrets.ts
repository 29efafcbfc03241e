import { modelsOf, type Answers } from '../answers/answers.ts'
import { secretName, type Channel, type ChannelAnswers, type ChannelSecret } from '../channels/define.ts'
import { holds } from '../channels/questions.ts'
import { providersOf } from '../models/providers.ts'
import { gatewayToken, type SecretSpec } from '../secret.ts'

/** Every secret these answers need, each once: the gateway's own, the models', then the channels'. */
export function neededSecrets(answers: Answers, channels: readonly Channel[]): readonly SecretSpec[] {
  const all = [
    gatewayToken,
    ...providersOf(modelsOf(answers.model)).map((provider) => provider.secret),
    ...channels.flatMap((channel) => [
      ...secretsOf(channel, answers.channels[channel.id] ?? {}),
      ...Object.entries(answers.accounts?.[channel.id] ?? {}).flatMap(([account, own]) => secretsOf(channel, own).map((secret) => forAccount(secret, account))),
    ]),
  ]
  return [...new Map(all.map((secret) => [secret.name, secret])).values()]
}

function forAccount(secret: SecretSpec, account: string): SecretSpec {
  return { ...secret, name: secretName(secret.name, account), label: `${secret.label} (account ${account})` }
}

/** Those of a channel's secrets that go with its answers. */
export function secretsOf(channel: Channel, answers: ChannelAnswers): readonly SecretSpec[] {
  return channel.secrets.filter(({ when }) => holds(when, channel.questions, answers)).map(withoutCondition)
}

/** It has been looked at: in a deployment a secret is wanted, or it is not there. */
function withoutCondition(secret: ChannelSecret): SecretSpec {
  return Object.fromEntries(Object.entries(secret).filter(([key]) => key !== 'when')) as unknown as SecretSpec
}
