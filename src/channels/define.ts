import type { Release } from '../releases/release.ts'
import { secretRef, type SecretRef, type SecretSpec } from '../secret.ts'

/** A channel's own question; its flag is `--<channel>.<name>`. */
export interface ChannelQuestion {
  readonly label: string
  /** One line: what it is for, and where to find it. */
  readonly help: string
  /** `list` takes several values: the flag may be repeated. */
  readonly kind: 'text' | 'list'
  /** Regular expression (anchored, flag u) that each value must match. */
  readonly pattern: string
  /** What a value looks like, for the error message: `a Discord server id (17 to 20 digits)`. */
  readonly form: string
  readonly example: string
  /** Asked, and allowed, only when that other question of this channel was answered. */
  readonly needs?: string
  /** What the channel does where this is left open, if that may surprise: `answers direct messages only`. */
  readonly without?: string
  /** Every channel question is optional unless this says otherwise. */
  readonly required?: boolean
}

export type ChannelAnswers = Readonly<Record<string, string | readonly string[]>>

/** The value of each question, as the configuration sees it: lists are never undefined. */
type Values<Q extends Record<string, ChannelQuestion>> = {
  readonly [K in keyof Q]: Q[K]['kind'] extends 'list' ? readonly string[] : string | undefined
}

export interface ConfigContext<S extends string, Q extends Record<string, ChannelQuestion>> {
  readonly answers: Values<Q>
  /** A reference to one of this channel's secrets: the only way that a secret enters a configuration. */
  readonly secret: (name: S) => SecretRef
}

export interface ChannelEra<S extends string, Q extends Record<string, ChannelQuestion>> {
  /** First release that takes this shape. */
  readonly since: Release
  /** The value of `channels.<id>`. */
  readonly config: (context: ConfigContext<S, Q>) => Readonly<Record<string, unknown>>
}

/** What a channel's file says of it in plain data. */
export interface ChannelFacts {
  readonly id: string
  readonly label: string
  /** One line for the list of channels. */
  readonly hint: string
  /** First release in which the channel works as the preset sets it up. */
  readonly since: Release
  readonly docs: string
  readonly aliases: readonly string[]
  /** The npm package of an external plugin; `plugins.entries.<id>.enabled` is then emitted too. */
  readonly plugin?: { readonly id: string; readonly package: string }
  /** How people reach the bot after the first deploy, in Markdown. `{{app}}` and `{{oc "…"}}` are filled in. */
  readonly runbook: string
}

export interface ChannelDefinition<S extends string, Q extends Record<string, ChannelQuestion>> extends ChannelFacts {
  readonly secrets: Readonly<Record<S, Omit<SecretSpec, 'name'>>>
  readonly questions: Q
  /** Newest era last; never empty. */
  readonly eras: readonly [ChannelEra<S, Q>, ...ChannelEra<S, Q>[]]
}

/** A channel as the rest of the program sees it: what is typed inside its file is checked by name outside. */
export interface Channel extends ChannelFacts {
  readonly secrets: readonly SecretSpec[]
  readonly questions: Readonly<Record<string, ChannelQuestion>>
  readonly eraStarts: readonly Release[]
  /** The value of `channels.<id>` for the era that starts at `since`. */
  readonly config: (since: Release, answers: ChannelAnswers) => Readonly<Record<string, unknown>>
}

/**
 * Declares one channel. A secret's name misspelt, a question that does not exist or an empty list of eras does not
 * compile.
 */
export function defineChannel<const S extends string, const Q extends Record<string, ChannelQuestion>>(
  definition: ChannelDefinition<S, Q>,
): Channel {
  const { secrets, eras, ...rest } = definition
  return {
    ...rest,
    secrets: (Object.keys(secrets) as S[]).map((name) => ({ name, ...secrets[name] })),
    eraStarts: eras.map((era) => era.since),
    config(since, answers) {
      const era = eras.find((candidate) => candidate.since === since)
      if (era === undefined) throw new TypeError(`${definition.id} has no era ${since}`)
      return era.config({ answers: valuesOf(definition.questions, answers), secret: secretRef })
    },
  }
}

function valuesOf<Q extends Record<string, ChannelQuestion>>(questions: Q, answers: ChannelAnswers): Values<Q> {
  const values = Object.entries(questions).map(([name, question]) => {
    const value = answers[name]
    return [name, question.kind === 'list' ? (value ?? []) : value]
  })
  return Object.fromEntries(values) as Values<Q>
}
