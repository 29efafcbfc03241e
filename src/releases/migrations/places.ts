/** The whole configuration. */
export const ROOT = ['']

/** Patterns of the places in which an agent's settings stand: those of all, and each one's own, in both shapes. */
export const EACH_AGENT = ['agents.list.*', 'agents.entries.*']
export const AGENTS = ['agents.defaults', ...EACH_AGENT]

/** A channel's settings and those of its accounts. @param id of the channel, or `*` */
export function channel(id: string): readonly string[] {
  return [`channels.${id}`, `channels.${id}.accounts.*`]
}

/** `path` below each of the places. */
export function inside(places: readonly string[], path: string): readonly string[] {
  return places.map((place) => (place === '' ? path : `${place}.${path}`))
}
