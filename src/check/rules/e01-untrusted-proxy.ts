import { FLY_LINK_RANGE } from '../../fly/constants.ts'
import { isList, type KeyPath, type Value } from '../../merge/value.ts'
import { eraAt, untrustedProxy } from '../../releases/eras.ts'
import type { Rule, Sighting } from '../rule.ts'
import { onMachine } from '../subject/commands.ts'
import type { Located } from '../subject/located.ts'
import { gatewayBind } from '../subject/gateway.ts'
import { hasRelay, type Subject } from '../subject/subject.ts'

const path = ['gateway', 'trustedProxies'] as const satisfies KeyPath

export const e01: Rule = {
  id: 'E01',
  title: "Fly's edge is not trusted",
  why: 'Since 2026.8.1 every request that comes through a proxy which is not trusted is answered 403 (proxy_attribution_required): page, API and WebSocket.',
  needs: ['fly', 'config'],
  look: (subject) => [...lookForRange(subject), ...lookForEverybody(subject)],
}

/** @param addresses what is trusted then */
function edit(addresses: readonly Value[]): string {
  return `gateway.trustedProxies: ${JSON.stringify(addresses)}`
}

function lookForRange(subject: Subject): readonly Sighting[] {
  const { fly, config, release } = subject
  if (eraAt(untrustedProxy, release.release) !== 'refused') return []
  // Bound to the loopback, the gateway is called by something in the machine, and that is what it must trust.
  if (!(fly!.services.some(({ isHttp }) => isHttp) || hasRelay(fly!)) || gatewayBind(subject)?.bind === 'loopback') return []
  const entries = trusted(config!)
  if (entries.some(coversLink)) return []
  const what = entries.length === 0 ? 'gateway.trustedProxies is empty, and a proxy stands in front of the gateway' : `gateway.trustedProxies has no address of Fly's edge, which calls from ${FLY_LINK_RANGE}`
  return [{ what, where: config!.place(...path), cure: [edit([...rest(config!), FLY_LINK_RANGE]), `at once: ${onMachine(subject, 'config', 'set', `gateway.trustedProxies.${rest(config!).length}`, FLY_LINK_RANGE)}`], fix: { file: config!.name, edits: [{ kind: 'set', path, value: [...rest(config!), FLY_LINK_RANGE] }] } }]
}

/** Trusting everybody lets anybody forge the address that attempts are counted by. */
function lookForEverybody(subject: Subject): readonly Sighting[] {
  const config = subject.config!
  const everybody = trusted(config).filter((entry) => entry.endsWith('/0'))
  if (everybody.length === 0) return []
  const value = [...new Set([...rest(config).filter((entry) => !everybody.includes(String(entry))), FLY_LINK_RANGE])]
  return [{
    what: `gateway.trustedProxies trusts everybody (${everybody.join(', ')})`,
    why: 'Whoever is trusted says who the caller is, so anybody could pass for somebody else, and no attempt at the token is counted.',
    where: config.place(...path),
    cure: [edit(value)],
    fix: { file: config.name, edits: [{ kind: 'set', path, value }] },
  }]
}

function trusted(config: Located): readonly string[] {
  return rest(config).filter((entry) => typeof entry === 'string')
}

function rest(config: Located): readonly Value[] {
  const value = config.at(...path)
  return isList(value) ? value : []
}

/** Whether an entry has addresses of Fly's link in it: a part of 172.16.0.0/12, or more. */
function coversLink(entry: string): boolean {
  const [, first, second, bits = '32'] = /^(\d+)\.(\d+)\.\d+\.\d+(?:\/(\d+))?$/.exec(entry) ?? []
  if (first === undefined) return false
  if (Number(bits) === 0) return true
  if (Number(bits) < 12) return (Number(first) & (bitsMask(Number(bits)) & 0xff)) === (172 & (bitsMask(Number(bits)) & 0xff))
  return first === '172' && Number(second) >= 16 && Number(second) <= 31
}

/** The first eight bits of a mask. */
function bitsMask(bits: number): number {
  return bits >= 8 ? 0xff : 0xff & (0xff << (8 - bits))
}
