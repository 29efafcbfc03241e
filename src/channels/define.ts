import type { Release } from '../releases/release.ts'
import { secretRef, type SecretRef, type SecretSpec } from '../secret.ts'
import type { FlyNeeds } from './fly-needs.ts'
import { valueOf, type ChannelAnswers, type ChannelQuestion, type ChoiceQuestion, type Condition } from './questions.ts'

export type { ChannelAnswers, ChannelQuestion } from './questions.ts'

/** A secret of a channel; where it depends on an answer, `when` says on which. */
export interface ChannelSecret extends SecretSpec {
  readonly when?: Condition
}

/** The value of each question, as the configuration sees it: lists and choices are never undefined. */
export type Values<Q extends Record<string, ChannelQuestion>> = {
  readonly [K in keyof Q]: Q[K] extends { readonly kind: 'list' } ? readonly string[] : Q[K] extends ChoiceQuestion ? Q[K]['choices'][number]['value'] : string | undefined
}

/** Where the deployment answers, as a channel's configuration may need it. */
export interface Site {
  /** `https://my-openclaw.fly.dev`, without a slash at its end; null in private mode, where nothing outside gets in. */
  readonly url: string | null
  /** The full address that the service calls, for a channel with an inbound webhook; null in private mode. */
  readonly webhook: string | null
}

export interface ConfigContext<S extends string, Q extends Record<string, ChannelQuestion>> {
  readonly answers: Values<Q>
  /** A reference to one of this channel's secrets: the only way that a secret enters a configuration. */
  readonly secret: (name: S) => SecretRef
  readonly site: Site
}

export interface ChannelEra<S extends string, Q extends Record<string, ChannelQuestion>> {
  /** First release that takes this shape. */
  readonly since: Release
  /** The value of `channels.<id>`, or of the plugin's `config` (see `place`). */
  readonly config: (context: ConfigContext<S, Q>) => Readonly<Record<string, unknown>>
}

/** A trouble that people with this channel have. */
export interface Trouble {
  /** What they see, as a log line or a behaviour. */
  readonly see: string
  readonly why: string
  /** What to do now, in Markdown, filled in as `runbook` is. */
  readonly cure: string
}

export interface ChannelPlugin {
  readonly id: string
  /** On npm. */
  readonly package: string
  /** Who makes it, if not OpenClaw's own people: it runs with the gateway's rights. */
  readonly maker?: string
  /**
   * `by-hand`: OpenClaw's catalogue does not know it, so it installs it only with `--force --accept-capabilities`
   * (2026.9.6), which is for the person to say.
   */
  readonly fetch?: 'by-hand'
}

/** What a channel's file says of it in plain data. */
export interface ChannelFacts {
  /** As OpenClaw calls it. */
  readonly id: string
  readonly label: string
  /** One line for the list of channels. */
  readonly hint: string
  /** First release in which the channel works as the preset sets it up. */
  readonly since: Release
  readonly docs: string
  /** Other words that people type for it. */
  readonly aliases: readonly string[]
  /** The npm package of an external plugin; `plugins.entries.<id>.enabled` is then emitted too. */
  readonly plugin?: ChannelPlugin
  /** Where its settings are: `channels.<id>`, or `plugins.entries.<plugin id>.config` for one that is no channel; or nowhere, where there are none. */
  readonly place?: 'channel' | 'plugin' | 'none'
  readonly fly?: FlyNeeds
  /** Why it cannot work on Fly at all, and what to do instead; it is then refused with these words. */
  readonly notOnFly?: { readonly why: string; readonly instead: string }
  /** Whether OpenClaw takes several accounts of it, below `channels.<id>.accounts`; a release: from that one on. */
  readonly accounts?: true | Release
  /**
   * How people make the bot and get its secrets, in Markdown. Filled in are `{{app}}`, `{{webhook}}`, `{{#if answers.x}}`,
   * and commands: `{{oc "…"}}` is OpenClaw's own, `{{answer "user-id" "ID"}}` gives an answer later, `{{rotate "NAME"}}`
   * replaces a secret.
   */
  readonly runbook: string
  /** How the owner is let in after the first deploy, in Markdown; absent where nothing has to be done. */
  readonly pairing?: string
  readonly troubles?: readonly Trouble[]
}

export interface ChannelDefinition<S extends string, Q extends Record<string, ChannelQuestion>> extends ChannelFacts {
  readonly secrets: Readonly<Record<S, Omit<ChannelSecret, 'name'>>>
  readonly questions: Q
  /** Newest era last; never empty. */
  readonly eras: readonly [ChannelEra<S, Q>, ...ChannelEra<S, Q>[]]
}

/** A channel as the rest of the program sees it: what is typed inside its file is checked by name outside. */
export interface Channel extends ChannelFacts {
  readonly secrets: readonly ChannelSecret[]
  readonly questions: Readonly<Record<string, ChannelQuestion>>
  readonly eraStarts: readonly Release[]
  /** Its settings for the era that starts at `since`; those of a further account, where one is named, with its own secrets. */
  readonly config: (since: Release, answers: ChannelAnswers, site: Site, account?: string) => Readonly<Record<string, unknown>>
  /** The JSON that it was read from, for a preset that is a person's own. */
  readonly source?: string
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
    config(since, answers, site, account) {
      const era = eras.find((candidate) => candidate.since === since)
      if (era === undefined) throw new TypeError(`${definition.id} has no era ${since}`)
      return era.config({ answers: valuesOf(definition.questions, answers), secret: (name) => secretRef(secretName(name, account)), site })
    },
  }
}

/** A further account's secret: `TELEGRAM_BOT_TOKEN_WORK`. */
export function secretName(name: string, account: string | undefined): string {
  return account === undefined ? name : `${name}_${account.toUpperCase()}`
}

function valuesOf<Q extends Record<string, ChannelQuestion>>(questions: Q, answers: ChannelAnswers): Values<Q> {
  const values = Object.entries(questions).map(([name, question]) => [name, question.kind === 'list' ? (answers[name] ?? []) : valueOf(questions, answers, name)])
  return Object.fromEntries(values) as Values<Q>
}
