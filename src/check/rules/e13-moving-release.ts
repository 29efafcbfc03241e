import { isOneWay } from '../../releases/catalogue.ts'
import { eraAt, newerConfiguration } from '../../releases/eras.ts'
import { compareReleases } from '../../releases/release.ts'
import type { Rule, Sighting } from '../rule.ts'
import { onMachine } from '../subject/commands.ts'
import { stringOf, tableOf } from '../subject/fly-toml.ts'
import { touchedRelease, type Subject } from '../subject/subject.ts'

export const e13: Rule = {
  id: 'E13',
  title: 'The release is not fixed',
  why: 'Upgrades of OpenClaw are one-way and change keys: a tag that moves upgrades at any deploy, without a snapshot to go back to.',
  needs: [],
  look: (subject) => [...lookAtImage(subject), ...lookAtDockerfile(subject), ...lookAtRecord(subject), ...lookAtVolume(subject)],
}

function cureOf(subject: Subject): readonly string[] {
  return [`see what runs now: ${onMachine(subject, '--version')}`, 'and write exactly that as the tag']
}

/** Tags that do not stay what they are. */
function isMoving(image: string): boolean {
  if (image.includes('@sha256:')) return false
  const tag = /:([^/:]+)$/.exec(image)?.[1]
  if (/(?:^|\/)openclaw\/openclaw(?::|$)/.test(image)) return tag === undefined || !/^v?\d{4}\.\d+\.\d+/.test(tag)
  return /openclaw|clawdbot|moltbot/i.test(image) && (tag === undefined || /^(?:latest|main|master|edge|nightly|stable|beta|dev|next)\b/.test(tag))
}

function lookAtImage(subject: Subject): readonly Sighting[] {
  const { fly } = subject
  const cure = cureOf(subject)
  const moving = fly?.image !== undefined && isMoving(fly.image) ? [{ what: `the image ${fly.image} moves on without being asked`, where: fly.place('build', 'image'), cure }] : []
  const args = Object.entries(tableOf(fly?.at('build', 'args'))).filter(([name, value]) => /^OPENCLAW_(?:VERSION|REF|TAG|BRANCH)$/.test(name) && /^(?:latest|main|master|beta)$/.test(stringOf(value) ?? ''))
  return [...moving, ...args.map(([name, value]) => ({ what: `${name} is ${String(value)}, which moves on without being asked`, where: fly!.place('build', 'args', name), cure }))]
}

function lookAtDockerfile(subject: Subject): readonly Sighting[] {
  const { fly, dockerfile } = subject
  if (dockerfile === undefined || fly?.image !== undefined) return []
  return dockerfile.instructions.filter(({ name, text }) =>
    (name === 'FROM' && isMoving(text.replace(/^--\S+\s+/, '').split(/\s/)[0]!)) ||
    ((name === 'ARG' || name === 'ENV') && /^OPENCLAW_(?:VERSION|REF|TAG|BRANCH)[= ]"?(?:latest|main|master|beta)\b/.test(text)) ||
    (name === 'RUN' && /\b(?:npm|pnpm|yarn|bun)\b.*\s(?:i|install|add)\b.*\sopenclaw(?:@latest)?(?=\s|$|&|;)/.test(text)),
  ).map((instruction) => ({ what: `${instruction.name} takes whatever OpenClaw is the newest at the time`, where: dockerfile.place(instruction), cure: cureOf(subject) }))
}

/** The configuration carries the release that wrote it last. */
function lookAtRecord({ config, release: { release, from } }: Subject): readonly Sighting[] {
  const touched = touchedRelease(config)
  if (touched === undefined || from === undefined || compareReleases(touched, release) <= 0) return []
  const era = eraAt(newerConfiguration, release)
  if (era === 'ignored') return []
  return [{
    ...(era === 'warned' && { severity: 'warning' as const }),
    what: `the configuration was last written by OpenClaw ${touched}, and ${release} would run (${from})`,
    why: era === 'refused' ? 'An older OpenClaw refuses to start on the state of a newer one, and its databases may not be readable to it.' : 'An older OpenClaw may not understand the state of a newer one.',
    where: config!.place('meta', 'lastTouchedVersion'),
    cure: [`run ${touched} or later; back to ${release} leads only a snapshot of the volume from before the upgrade`],
  }]
}

/** The deployment's scripts write down which release they deployed. */
function lookAtVolume({ fly, volume, release: { release, from } }: Subject): readonly Sighting[] {
  if (volume === undefined || fly === undefined || compareReleases(volume, release) <= 0 || isOneWay(release, volume) === false) return []
  return [{
    what: `OpenClaw ${release} would run (${from}), and the data on the volume was opened by ${volume}`,
    why: 'An upgrade converts the databases, and an older OpenClaw cannot read them any more.',
    where: fly.place('build', 'image'),
    cure: [`go back with the snapshot from before: npm run rollback; or run ${volume} or later`],
  }]
}
