/** Patterns of the places in which an agent's settings may stand: those of all, and each one's own, in both shapes. */
export function agents(key: string): readonly string[] {
  return [`agents.defaults.${key}`, ...eachAgent(key)]
}

export function eachAgent(key: string): readonly string[] {
  return [`agents.list.*.${key}`, `agents.entries.*.${key}`]
}

/** A channel's settings and those of its accounts. @param id of the channel, or `*` */
export function channel(id: string, key: string): readonly string[] {
  return [`channels.${id}.${key}`, `channels.${id}.accounts.*.${key}`]
}
