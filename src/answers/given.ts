/**
 * An answer as somebody gave it, before it is checked: where it came from decides who wins and what an error names.
 * Flags give strings and lists of strings; a file gives whatever TOML can hold.
 */
export interface GivenValue {
  readonly value: unknown
  /** As the person would look for it: `--region`, `openclaw-fly.toml: region`. */
  readonly where: string
  readonly layer: Layer
}

/** Later layers win. */
const layers = ['default', 'file', 'flag', 'prompt'] as const
export type Layer = (typeof layers)[number]

/** By answer key (`region`) or `<channel>.<question>` (`discord.guild-id`). */
export type Given = ReadonlyMap<string, GivenValue>

/** Lays one set of answers over another, key by key; the later layer wins whatever the order of the arguments. */
export function mergeGiven(...sets: readonly Given[]): Given {
  const merged = new Map<string, GivenValue>()
  for (const [key, value] of sets.flatMap((set) => [...set])) {
    const present = merged.get(key)
    if (present === undefined || rank(value) >= rank(present)) merged.set(key, value)
  }
  return merged
}

/** Whether `a` was given by somebody with more say than `b`. */
export function outranks(a: GivenValue, b: GivenValue): boolean {
  return rank(a) > rank(b)
}

function rank(value: GivenValue): number {
  return layers.indexOf(value.layer)
}
