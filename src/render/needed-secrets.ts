import { modelsOf, type Answers } from '../answers/answers.ts'
import type { Channel } from '../channels/define.ts'
import { providersOf } from '../models/providers.ts'
import { gatewayToken, type SecretSpec } from '../secret.ts'

/** Every secret these answers need, each once: the gateway's own, the models', then the channels'. */
export function neededSecrets(answers: Answers, channels: readonly Channel[]): readonly SecretSpec[] {
  const all = [
    gatewayToken,
    ...providersOf(modelsOf(answers.model)).map((provider) => provider.secret),
    ...channels.flatMap((channel) => channel.secrets),
  ]
  return [...new Map(all.map((secret) => [secret.name, secret])).values()]
}
