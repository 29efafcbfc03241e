import { catalogue, factsOf } from '../releases/catalogue.ts'
import { eraAt, externalPlugins } from '../releases/eras.ts'
import { compareReleases, type Release } from '../releases/release.ts'
import { eraOf } from './catalog.ts'
import type { Channel } from './define.ts'

/** Why a channel does not work in a release unless somebody does something on the machine, or undefined. */
export function channelFault(channel: Channel, release: Release): string | undefined {
  if (eraOf(channel, release) === undefined) return `${channel.label} can be set up from OpenClaw ${channel.since} on, not in ${release}`
  if (channel.plugin === undefined || factsOf(release).bundled.includes(channel.id)) return undefined
  const faults = {
    'at-start': undefined,
    'by-hand': `OpenClaw ${release} starts without ${channel.label}: it does not fetch ${channel.plugin.package} by itself`,
    'then-stops': `OpenClaw ${release} stops after it has fetched ${channel.plugin.package}, and must be started again`,
    'consent': `OpenClaw ${release} does not start with ${channel.label} until somebody consents to what ${channel.plugin.package} may do`,
  } as const
  return faults[eraAt(externalPlugins, release)]
}

/** The known release in which the channel works that is nearest to this one: the next newer, or else the newest. */
export function nearestReleaseWith(channel: Channel, release: Release): Release | undefined {
  const working = catalogue.map((facts) => facts.release).filter((candidate) => channelFault(channel, candidate) === undefined)
  return working.find((candidate) => compareReleases(candidate, release) > 0) ?? working.at(-1)
}
