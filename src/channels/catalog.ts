import { isSince } from '../releases/catalogue.ts'
import type { Release } from '../releases/release.ts'
import type { Channel, ChannelAnswers } from './define.ts'

/** Every channel there is, sorted by label. Made once by listing the folder of presets. */
export type ChannelCatalog = readonly Channel[]

/** The channel of this id or alias, whatever its capitals. */
export function findChannel(catalog: ChannelCatalog, name: string): Channel | undefined {
  const wanted = name.toLowerCase()
  return catalog.find((channel) => channel.id === wanted || channel.aliases.includes(wanted))
}

/** The start of the era that `release` falls in, or undefined where the release has no such channel. */
export function eraOf(channel: Channel, release: Release): Release | undefined {
  return channel.eraStarts.findLast((since) => isSince(release, since))
}

/** The channels that were answered, in the order of the answers. @throws TypeError for one that is not in the catalog */
export function chosenChannels(catalog: ChannelCatalog, answered: Readonly<Record<string, unknown>>): readonly Channel[] {
  return Object.keys(answered).map((id) => {
    const channel = findChannel(catalog, id)
    if (channel === undefined) throw new TypeError(`no channel ${id}`)
    return channel
  })
}

/** What surprises with these answers: `direct messages only`, and the flag that would change it. */
export function limitsOf(channel: Channel, answers: ChannelAnswers): readonly { readonly what: string; readonly flag: string }[] {
  return Object.entries(channel.questions).flatMap(([name, { without }]) =>
    without === undefined || answers[name] !== undefined ? [] : [{ what: without, flag: `--${channel.id}.${name}` }],
  )
}
