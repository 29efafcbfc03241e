import type { Rule, Sighting } from '../rule.ts'
import { flagIn, gatewayCommand, variable } from '../subject/gateway.ts'
import type { Subject } from '../subject/subject.ts'

const cure = ['gateway.auth.mode: "token"', 'its value on stdin, so that it is in no history: openssl rand -hex 32 | tr -d "\\n" | sed "s/^/OPENCLAW_GATEWAY_TOKEN=/" | fly secrets import --stage']

export const e08: Rule = {
  id: 'E08',
  title: 'The gateway has no token',
  why: 'Beyond the loopback the gateway refuses to start without a token or a password (exit code 78).',
  needs: ['config'],
  unseen: (subject) => `whether OPENCLAW_GATEWAY_TOKEN is set at Fly: ${!subject.isOurs ? `fly secrets list --app ${subject.fly?.app ?? 'APP'}` : 'npm run secrets -- --list'}`,
  look: (subject) => [...lookAtMode(subject), ...lookAtPlaceholder(subject)],
}

function lookAtMode(subject: Subject): readonly Sighting[] {
  const { config } = subject
  const mode = flagIn(gatewayCommand(subject), 'auth') ?? config!.at('gateway', 'auth', 'mode')
  return mode === 'none' ? [{ what: 'authentication is off (gateway.auth.mode is none)', where: config!.place('gateway', 'auth', 'mode'), cure }] : []
}

/** Values that 2026.9.6 refuses: blank, `undefined`, `null`, and those of examples. */
function lookAtPlaceholder(subject: Subject): readonly Sighting[] {
  const { config } = subject
  const inConfig = config!.at('gateway', 'auth', 'token')
  const said = [
    ...(typeof inConfig === 'string' ? [{ value: inConfig, where: config!.place('gateway', 'auth', 'token') }] : []),
    ...(variable(subject, 'OPENCLAW_GATEWAY_TOKEN') === undefined ? [] : [variable(subject, 'OPENCLAW_GATEWAY_TOKEN')!]),
  ]
  return said.filter(({ value }) => /^\s*(?:undefined|null|(?:change|replace)[-_ ]?me.*|your[-_ ].*|<.*>|x{3,})?\s*$/i.test(value)).map(({ where }) => ({ what: 'the gateway token is empty or a placeholder', where, cure }))
}
