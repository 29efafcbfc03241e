import { findRelease, newestRelease } from '../../releases/catalogue.ts'
import { eraAt, externalPlugins, has } from '../../releases/eras.ts'
import type { Rule, Sighting } from '../rule.ts'
import { onMachine } from '../subject/commands.ts'
import { channelsIn, type Subject } from '../subject/subject.ts'

export const e11: Rule = {
  id: 'E11',
  title: "A channel's plugin stays off",
  why: 'OpenClaw installs the plugin and leaves it off ("installed without explicit trust"): the gateway says that it is ready, and the bot is silent.',
  needs: ['config'],
  look: (subject) => [
    ...lookAtSwitches(subject),
    ...externalChannels(subject).flatMap((id) => [...lookAtEntry(id, subject), ...lookAtInstall(id, subject)]),
  ],
}

/** Ids of the configured channels that are packages of their own in this release. */
export function externalChannels({ config, release }: Subject): readonly string[] {
  const facts = findRelease(release.release) ?? findRelease(newestRelease)
  return channelsIn(config!).map(([id]) => id).filter((id) => facts?.external.includes(id) === true)
}

/** In the first releases no channel starts without its entry, be it part of OpenClaw or not. */
function lookAtSwitches({ config, release }: Subject): readonly Sighting[] {
  if (has(release.release, 'configuredStarts')) return []
  return channelsIn(config!).map(([id]) => ['plugins', 'entries', id, 'enabled']).filter((path) => config!.at(...path) !== true).map((path) => ({
    what: `channels.${path[2]} is set up, and ${path.join('.')} is not true`,
    why: 'Before 2026.2.17 a channel does not start without it: "configured, not enabled yet".',
    where: config!.place('channels', path[2]!),
    cure: [`${path.join('.')}: true`],
    fix: { file: config!.name, edits: [{ kind: 'set', path, value: true }] },
  }))
}

function lookAtEntry(id: string, { config, release, catalog }: Subject): readonly Sighting[] {
  if (!has(release.release, 'pluginTrust')) return []
  const plugin = catalog.find((channel) => channel.id === id)?.plugin?.id ?? id
  const path = ['plugins', 'entries', plugin, 'enabled']
  const enabled = config!.at(...path)
  if (enabled === true) return []
  const base = { where: config!.place(...(enabled === undefined ? ['channels', id] : path)), cure: [`plugins.entries.${plugin}.enabled: true`] }
  if (enabled === false) return [{ ...base, severity: 'warning', what: `channels.${id} is set up, and its plugin is switched off`, cure: [...base.cure, `or, if it is meant to be off: channels.${id}.enabled: false`] }]
  return [{ ...base, what: `channels.${id} is set up, and plugins.entries.${plugin}.enabled is missing`, fix: { file: config!.name, edits: [{ kind: 'set', path, value: true }] } }]
}

/** Releases that do not fetch a plugin by themselves; the boot program of our deployments sees to it. */
function lookAtInstall(id: string, subject: Subject): readonly Sighting[] {
  const { config, release: { release }, isOurs, catalog } = subject
  const way = eraAt(externalPlugins, release)
  if (way === 'at-start' || isOurs) return []
  const name = catalog.find((channel) => channel.id === id)?.plugin?.package ?? `@openclaw/${id}`
  const words = { 'none-fits': 'can load no version of', 'by-command': 'does not fetch', 'consent': 'does not start before somebody consents to', 'then-stops': 'stops once after it has fetched' } as const
  return [{
    ...(way === 'then-stops' && { severity: 'warning' as const }),
    what: `OpenClaw ${release} ${words[way]} the plugin of channels.${id}`,
    where: config!.place('channels', id),
    cure: [...curesOf(way, name, subject), 'run 2026.9.3 or later, which fetches it at the first start'],
  }]
}

function curesOf(way: 'none-fits' | 'by-command' | 'consent' | 'then-stops', name: string, subject: Subject): readonly string[] {
  switch (way) {
    case 'none-fits': case 'consent': return []
    case 'by-command': return [onMachine(subject, 'plugins', 'install', name)]
    case 'then-stops': return ['let Fly start it again: [[restart]] policy = "always"']
  }
}
