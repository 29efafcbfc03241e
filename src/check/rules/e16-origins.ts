import { PORT } from '../../fly/constants.ts'
import { isList } from '../../merge/value.ts'
import { allowedOrigins, eraAt } from '../../releases/eras.ts'
import type { Rule, Sighting } from '../rule.ts'
import { gatewayBind, gatewayPort } from '../subject/gateway.ts'
import { isPublic, type Subject } from '../subject/subject.ts'

const path = ['gateway', 'controlUi', 'allowedOrigins']

export const e16: Rule = {
  id: 'E16',
  title: 'The Control UI is refused',
  why: 'OpenClaw takes a browser only from an address on this list, to the letter: the page loads, and its connection is closed.',
  needs: ['fly', 'config'],
  look: (subject) => {
    const era = eraAt(allowedOrigins, subject.release.release)
    if (era === 'unknown' || subject.config!.at('gateway', 'controlUi', 'enabled') === false) return []
    const open = lookForOpen(subject)
    return [...open, ...(open.length > 0 ? [] : lookForMissing(subject, era)), ...lookAtForm(subject)]
  },
}

function originsOf({ config }: Subject): readonly string[] {
  const list = config!.at(...path)
  return isList(list) ? list.filter((one) => typeof one === 'string') : []
}

function lookForOpen(subject: Subject): readonly Sighting[] {
  const { config } = subject
  const fallback = 'dangerouslyAllowHostHeaderOriginFallback'
  const why = 'Any page that somebody opens could then talk to the gateway in their name.'
  const own = ownOrigin(subject) ?? 'https://APP.fly.dev'
  return [
    ...(originsOf(subject).includes('*') ? [{ what: 'gateway.controlUi.allowedOrigins takes every address ("*")', why, where: config!.place(...path), cure: [`name the addresses: ["${own}"]`] }] : []),
    ...(config!.at('gateway', 'controlUi', fallback) === true ? [{ what: `gateway.controlUi.${fallback} is on`, why, where: config!.place('gateway', 'controlUi', fallback), cure: [`take it out, and name the addresses: gateway.controlUi.allowedOrigins: ["${own}"]`] }] : []),
  ]
}

function ownOrigin({ fly }: Subject): string | undefined {
  return fly?.app === undefined ? undefined : `https://${fly.app}.fly.dev`
}

function lookForMissing(subject: Subject, era: 'optional' | 'required' | 'seeded'): readonly Sighting[] {
  const { config } = subject
  const origins = originsOf(subject)
  const beyondLoopback = gatewayBind(subject)?.bind !== 'loopback'
  if (!isPublic(subject)) {
    if (era !== 'required' || origins.length > 0 || !beyondLoopback) return []
    const local = [`http://localhost:${gatewayPort(subject) ?? PORT}`, `http://127.0.0.1:${gatewayPort(subject) ?? PORT}`]
    return [missing('gateway.controlUi.allowedOrigins is missing', subject, local, 'Releases 2026.2.23 to 2026.4.7 end at once without it (exit code 1).')]
  }
  if (era === 'optional' || !beyondLoopback) return []
  const own = ownOrigin(subject)
  if (origins.some((origin) => origin.startsWith('https://') && !isOtherApp(origin, own))) return []
  const other = origins.find((origin) => isOtherApp(origin, own))
  const what = other === undefined ? `gateway.controlUi.allowedOrigins ${origins.length === 0 ? 'is missing' : 'has no https address'}${own === undefined ? '' : `: ${own} is refused`}` : `gateway.controlUi.allowedOrigins has the address of another app, ${other}${own === undefined ? '' : `, and not ${own}`}`
  if (own === undefined) return [{ what, where: config!.place(...path), cure: ['gateway.controlUi.allowedOrigins: ["https://APP.fly.dev"], with the name of your app'] }]
  return [missing(what, subject, [...origins, own])]
}

function missing(what: string, { config }: Subject, wanted: readonly string[], why?: string): Sighting {
  return { what, where: config!.place(...path), cure: [`gateway.controlUi.allowedOrigins: ${JSON.stringify(wanted)}`], fix: { file: config!.name, edits: [{ kind: 'set', path, value: wanted }] }, ...(why !== undefined && { why }) }
}

function isOtherApp(origin: string, own: string | undefined): boolean {
  return /^https:\/\/[a-z0-9-]+\.fly\.dev/.test(origin) && own !== undefined && origin !== own && !origin.startsWith(`${own}/`)
}

/** An origin is scheme, host and port: browsers send nothing else. */
function lookAtForm(subject: Subject): readonly Sighting[] {
  return originsOf(subject).flatMap((origin, index) => {
    const wanted = origin !== '*' && URL.canParse(origin) ? new URL(origin).origin : undefined
    if (wanted === undefined || wanted === 'null' || wanted === origin) return []
    const where = subject.config!.place(...path, index)
    return [{ what: `the origin ${origin} is never sent by a browser`, where, cure: [`write ${wanted}`], fix: { file: subject.config!.name, edits: [{ kind: 'set' as const, path: [...path, index], value: wanted }] } }]
  })
}
