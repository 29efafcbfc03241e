import type { Rule } from '../rule.ts'
import { hasTunnel } from '../subject/gateway.ts'
import type { FlyToml } from '../subject/fly-toml.ts'
import { hasRelay } from '../subject/subject.ts'

export const e03: Rule = {
  id: 'E03',
  title: 'Nothing leads to the gateway',
  why: 'The gateway listens on IPv4 alone and fly proxy arrives on IPv6: without a service, a relay or a tunnel nobody can open the Control UI, pair a browser or reach the API.',
  needs: ['fly'],
  look: (subject) => [subject.fly!, ...(subject.otherFly === undefined ? [] : [subject.otherFly])].flatMap((fly) => {
    if (fly.services.length > 0 || hasRelay(fly) || hasTunnel({ ...subject, fly }) || runsOnlyScript(fly)) return []
    return [{
      what: 'no service, no relay and no tunnel: nothing will reach the gateway',
      where: fly.place(...(fly.gatewayProcess?.path ?? ['processes'])),
      cure: [
        'start it through our relay: app = "node /opt/openclaw-fly/boot.mjs --relay=fly-local-6pn node openclaw.mjs gateway --allow-unconfigured --bind lan --port 3000"',
        subject.isOurs ? 'npx create-openclaw-fly diff shows how it was generated' : 'create-openclaw-fly adopt brings runtime/boot.mjs; for a public gateway write an [http_service] instead',
      ],
    }]
  }),
}

/** What a script of the image does is not seen. */
function runsOnlyScript({ gatewayProcess, image }: FlyToml): boolean {
  return gatewayProcess === undefined ? image !== undefined && !/openclaw\/openclaw/.test(image) : !/\bgateway\b/.test(gatewayProcess.command)
}
