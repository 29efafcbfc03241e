import { isList, type KeyPath } from '../../merge/value.ts'
import { eraAt, has, untrustedProxy } from '../../releases/eras.ts'
import type { Fix, Rule, Sighting } from '../rule.ts'
import { stringOf, tableOf, type Check, type FlyToml } from '../subject/fly-toml.ts'
import type { Subject } from '../subject/subject.ts'

export const e02: Rule = {
  id: 'E02',
  title: 'The health check is refused',
  why: 'Behind trusted proxies /startupz and /readyz answer 403 to a check that forwards no client address, so the deploy never ends well and the edge finds no healthy machine.',
  needs: ['fly', 'config'],
  look: (subject) => subject.fly!.checks.flatMap((check) => lookAt(check, subject.fly!, subject)),
}

function lookAt({ path, table }: Check, fly: FlyToml, { config, release }: Subject): readonly Sighting[] {
  const asked = stringOf(table.path)
  const kind = /^\/(startup|ready)z?$/.exec(asked ?? '')?.[1]
  if (asked === undefined || kind === undefined) return []
  const base = (what: string): Sighting => ({ what, where: fly.place(...path, 'path'), cure: [`path = "/healthz"`], ...(has(release.release, 'healthz') && { fix: fixOf(fly, [...path, 'path']) }) })
  const proxies = config!.at('gateway', 'trustedProxies')
  const forwards = Object.keys(tableOf(table.headers)).some((name) => /^x-forwarded-for$/i.test(name))
  if (isList(proxies) && proxies.length > 0 && !forwards && eraAt(untrustedProxy, release.release) === 'refused')
    return [base(`the check asks for ${asked}, which answers 403 because gateway.trustedProxies is set`)]
  if (kind === 'ready')
    return [{ ...base(`the check asks for ${asked}`), severity: 'warning', why: 'It fails as soon as one channel is broken, and the edge then takes the whole gateway away.' }]
  if (!has(release.release, 'startupz'))
    return [{ ...base(`the check asks for ${asked}, which OpenClaw ${release.release} does not have`), severity: 'warning', why: 'Before 2026.8.1 the page of the Control UI answers there with 200, so the check passes whatever happens.' }]
  return []
}

function fixOf(fly: FlyToml, path: KeyPath): Fix {
  return { file: fly.name, edits: [{ kind: 'set', path, value: '/healthz' }] }
}
