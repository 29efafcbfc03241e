import { catalogue, factsOf, isSince } from '../releases/catalogue.ts'
import { eraAt, externalPlugins } from '../releases/eras.ts'
import { compareReleases, type Release } from '../releases/release.ts'
import { eraOf } from './catalog.ts'
import type { Channel } from './define.ts'

/** Why a channel does not work in a release even with what the boot program does for it, or undefined. */
export function channelFault(channel: Channel, release: Release): string | undefined {
  if (eraOf(channel, release) === undefined) return `${channel.label} can be set up from OpenClaw ${channel.since} on, not in ${release}`
  const plugin = pluginOf(channel, release)
  if (plugin === undefined || plugin.fetch === 'by-hand') return undefined
  const faults = {
    'at-start': undefined,
    'by-command': undefined,
    'then-stops': undefined,
    'none-fits': `OpenClaw ${release} would start without ${channel.label}: npm has no ${plugin.package} that was made for it`,
    'consent': `OpenClaw ${release} does not start with ${channel.label} until somebody consents to what ${plugin.package} may do, and npm has none that was made for it`,
  } as const
  return faults[eraAt(externalPlugins, release)]
}

/** Why a release takes no second account of the channel, or undefined. */
export function accountsFault({ label, accounts }: Channel, release: Release | undefined): string | undefined {
  if (accounts === undefined) return `OpenClaw takes one account of ${label} alone`
  if (accounts === true || release === undefined || isSince(release, accounts)) return undefined
  return `OpenClaw takes several accounts of ${label} from ${accounts} on, not in ${release}`
}

/** The package in which a release has the channel; undefined where the channel is part of OpenClaw. */
export function pluginOf(channel: Channel, release: Release): Channel['plugin'] {
  return factsOf(release).bundled.includes(channel.id) ? undefined : channel.plugin
}

/**
 * The packages that the boot program fetches before the gateway starts, in every release: some do not fetch them, some
 * stop once when they have, and 2026.9.6 looks in npm for its own version alone, which not each of them has, and then
 * starts without the channel and says so nowhere but in its log.
 */
export function pluginsToFetch(channels: readonly Channel[], release: Release): readonly string[] {
  return channels.flatMap((channel) => {
    const plugin = pluginOf(channel, release)
    return plugin !== undefined && plugin.fetch !== 'by-hand' ? [plugin.package] : []
  })
}

/** The known release in which the channel works that is nearest to this one: the next newer, or else the newest. */
export function nearestReleaseWith(channel: Channel, release: Release): Release | undefined {
  const working = catalogue.map((facts) => facts.release).filter((candidate) => channelFault(channel, candidate) === undefined)
  return working.find((candidate) => compareReleases(candidate, release) > 0) ?? working.at(-1)
}
