import { STATE_DIR } from '../../fly/constants.ts'
import type { Rule, Sighting } from '../rule.ts'
import type { FlyToml } from '../subject/fly-toml.ts'
import { variable } from '../subject/gateway.ts'
import type { Subject } from '../subject/subject.ts'

export const e06: Rule = {
  id: 'E06',
  title: 'State is not on a volume',
  why: 'Configuration, conversations, pairings and plugins are gone with every deploy; without a volume Fly also starts two machines, which both answer.',
  needs: ['fly'],
  look: (subject) => [subject.fly!, ...(subject.otherFly === undefined ? [] : [subject.otherFly])].flatMap((fly) => lookAt(fly, subject)),
}

function lookAt(fly: FlyToml, subject: Subject): readonly Sighting[] {
  const [mount] = fly.mounts
  if (mount === undefined) {
    const where = fly.place('mounts')
    return [{ what: 'there is no volume: [mounts] is missing', where, cure: ['[mounts]', '  source = "openclaw_data"', `  destination = "${STATE_DIR}"`, '  initial_size = "3gb"'] }]
  }
  const said = variable({ ...subject, fly }, 'OPENCLAW_STATE_DIR')
  if (said !== undefined && !said.value.startsWith('/')) return []
  // Where an image of one's own may set it, nothing is known.
  if (said === undefined && !isOfficial(fly, subject)) return []
  const state = said?.value ?? '/home/node/.openclaw'
  if (fly.mounts.some(({ destination }) => state === destination || state.startsWith(`${destination}/`))) return []
  return [{
    what: said === undefined ? `OPENCLAW_STATE_DIR is not set, so state is in ${state}, and the volume is at ${mount.destination}` : `OPENCLAW_STATE_DIR is ${state}, and the volume is at ${mount.destination}`,
    where: said?.where ?? fly.place('env'),
    cure: [`below [env]: OPENCLAW_STATE_DIR = "${mount.destination}"`],
    ...(fly.mounts.length === 1 && (said === undefined || fly.at('env', 'OPENCLAW_STATE_DIR') !== undefined) && { fix: { file: fly.name, edits: [{ kind: 'set' as const, path: ['env', 'OPENCLAW_STATE_DIR'], value: mount.destination }] } }),
  }]
}

function isOfficial({ image, commands }: FlyToml, { dockerfile }: Subject): boolean {
  return image === undefined ? dockerfile !== undefined || /\bopenclaw\.mjs\b|dist\/index\.js gateway/.test(commands) : /\/openclaw\/openclaw[:@]/.test(image)
}
