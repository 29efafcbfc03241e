import type { Rule, Sighting } from '../rule.ts'
import { flagIn, gatewayCommand, hasIdentityProxy, variable } from '../subject/gateway.ts'
import type { Subject } from '../subject/subject.ts'

export const e07: Rule = {
  id: 'E07',
  title: 'Authentication is left to a proxy',
  why: 'With auth mode trusted-proxy the gateway refuses to start while a token is configured too.',
  needs: ['config'],
  look(subject) {
    const { config, fly } = subject
    const flag = flagIn(gatewayCommand(subject), 'auth')
    if ((flag ?? config!.at('gateway', 'auth', 'mode')) !== 'trusted-proxy') return []
    const where = flag !== undefined && fly !== undefined ? fly.place(...(fly.gatewayProcess?.path ?? [])) : config!.place('gateway', 'auth', 'mode')
    return [...lookForToken(subject), ...(hasIdentityProxy(subject) || fly === undefined ? [] : [{
      what: 'auth mode is trusted-proxy, and nothing in front of the gateway knows who calls',
      why: "Fly's edge authenticates nobody and passes headers on: anybody could say that they are you.",
      where,
      cure: ['gateway.auth.mode: "token", and the token as a secret: OPENCLAW_GATEWAY_TOKEN'],
    }])]
  },
}

function lookForToken(subject: Subject): readonly Sighting[] {
  const { config, fly } = subject
  const places = [
    ...(config!.at('gateway', 'auth', 'token') === undefined ? [] : [config!.place('gateway', 'auth', 'token')]),
    ...(variable(subject, 'OPENCLAW_GATEWAY_TOKEN') === undefined ? [] : [variable(subject, 'OPENCLAW_GATEWAY_TOKEN')!.where]),
    ...(flagIn(gatewayCommand(subject), 'token') === undefined || fly === undefined ? [] : [fly.place(...(fly.gatewayProcess?.path ?? []))]),
  ]
  return places.map((where) => ({ what: 'auth mode is trusted-proxy, and there is a token too', where, cure: ['gateway.auth.mode: "token"; or take the token away everywhere, fly secrets unset OPENCLAW_GATEWAY_TOKEN too'] }))
}
