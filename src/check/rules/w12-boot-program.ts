import { GUEST_DIR, PORT, STATE_DIR } from '../../fly/constants.ts'
import type { Rule, Sighting } from '../rule.ts'
import { tablesAt, type FlyToml } from '../subject/fly-toml.ts'
import { gatewayPort } from '../subject/gateway.ts'
import { isPublic, type Subject } from '../subject/subject.ts'

export const w12: Rule = {
  id: 'W12',
  title: 'The scripts expect it otherwise',
  why: 'The boot program puts the first openclaw.json on the volume and holds the machine when the gateway cannot start; scripts and runbook count on it.',
  needs: ['fly'],
  look: (subject) => (subject.isOurs ? [...lookAtStart(subject), ...lookAtFiles(subject.fly!), ...lookAtPlaces(subject)] : []),
}

function lookAtStart(subject: Subject): readonly Sighting[] {
  const { fly } = subject
  if (fly!.commands.includes('boot.mjs')) return []
  const relay = isPublic(subject) ? '' : ' --relay=fly-local-6pn'
  return [{
    what: 'the machine starts without runtime/boot.mjs',
    where: fly!.place(...(fly!.gatewayProcess?.path ?? ['processes'])),
    cure: ['[processes]', `  app = "node ${GUEST_DIR}/boot.mjs${relay} node openclaw.mjs gateway --allow-unconfigured --bind lan --port ${PORT}"`],
  }]
}

/** The boot program, and what it copies to the volume. */
function lookAtFiles(fly: FlyToml): readonly Sighting[] {
  const guests = tablesAt(fly, 'files').map(({ table }) => table.guest_path)
  const from = fly.at('build', 'dockerfile') === 'openclaw/Dockerfile' ? '../' : ''
  const wanted = [[`${GUEST_DIR}/boot.mjs`, `${from}runtime/boot.mjs`], [`${GUEST_DIR}/openclaw.seed.json`, `${from}openclaw.json`]] as const
  const missing = wanted.filter(([guest]) => !guests.includes(guest))
  if (missing.length === 0) return []
  return [{ what: `${missing.map(([, local]) => local).join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not put into the machine`, where: fly.place('files'), cure: missing.flatMap(([guest, local]) => ['[[files]]', `  guest_path = "${guest}"`, `  local_path = "${local}"`]) }]
}

/** The scripts look for the gateway, and for its data, in one place. */
function lookAtPlaces(subject: Subject): readonly Sighting[] {
  const { fly } = subject
  const port = gatewayPort(subject)
  const [mount] = fly!.mounts
  const why = 'The scripts look for it where a deployment of ours has it, and find nothing.'
  return [
    ...(port === undefined || port === PORT ? [] : [{ what: `the gateway listens on ${port}, and the scripts ask at ${PORT}`, why, where: fly!.place(...(fly!.gatewayProcess?.path ?? ['env'])), cure: [`write ${PORT} everywhere: --port, OPENCLAW_GATEWAY_PORT, internal_port, and gateway.port in openclaw.json`] }]),
    ...(mount === undefined || mount.destination === STATE_DIR ? [] : [{ what: `the volume is at ${mount.destination}, and the scripts look in ${STATE_DIR}`, why, where: fly!.place(...mount.path, 'destination'), cure: [`destination = "${STATE_DIR}", and OPENCLAW_STATE_DIR = "${STATE_DIR}"`] }]),
  ]
}
