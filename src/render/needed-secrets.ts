import type { Answers } from '../answers/answers.ts'
import type { Channel } from '../channels/define.ts'
import { findProvider, providerOf } from '../models/providers.ts'
import { gatewayToken, type SecretSpec } from '../secret.ts'

/** Every secret these answers need, each once: the gateway's own, the models', then the channels'. */
export function neededSecrets(answers: Answers, channels: readonly Channel[]): readonly SecretSpec[] {
  const models = [answers.model.primary, ...answers.model.fallbacks]
  const all = [
    gatewayToken,
    ...models.map((model) => findProvider(providerOf(model))!.secret),
    ...channels.flatMap((channel) => channel.secrets),
  ]
  return [...new Map(all.map((secret) => [secret.name, secret])).values()]
}
