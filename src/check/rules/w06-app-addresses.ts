import { isList } from '../../merge/value.ts'
import { eraAt, untrustedProxy } from '../../releases/eras.ts'
import type { Rule } from '../rule.ts'

export const w06: Rule = {
  id: 'W06',
  title: "The app's own addresses are not trusted",
  why: "Fly writes the app's address behind the client's, and OpenClaw counts attempts by the last one that it does not trust: one stranger's wrong tokens lock everybody out.",
  needs: ['fly', 'config'],
  unseen: ({ isOurs, fly }) => (fly!.services.some(({ isHttp }) => isHttp) ? `whether the app's addresses are on the volume's list: ${!isOurs ? `fly ips list --app ${fly!.app ?? 'APP'}` : 'npm run deploy sees to it'}` : undefined),
  look({ fly, config, isOurs, release }) {
    const proxies = config!.at('gateway', 'trustedProxies')
    // Our own scripts add them when they deploy; without any proxy E01 has more to say.
    if (isOurs || !fly!.services.some(({ isHttp }) => isHttp) || !isList(proxies) || proxies.length === 0 || eraAt(untrustedProxy, release.release) !== 'refused') return []
    if (proxies.some((entry) => typeof entry === 'string' && isPublicAddress(entry))) return []
    return [{
      what: "gateway.trustedProxies has no public address, so the app's own are missing",
      where: config!.place('gateway', 'trustedProxies'),
      cure: [`fly ips list --json --app ${fly!.app ?? 'APP'}: put each address on the list, behind the range of Fly's edge`],
    }]
  },
}

function isPublicAddress(entry: string): boolean {
  return !/^(?:10\.|127\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.|::1|::$|f[cd]|fe80)/i.test(entry)
}
