import type { Answers } from '../answers/answers.ts'
import { pluginOf } from '../channels/availability.ts'
import { secretName, type Channel, type ChannelAnswers, type Trouble } from '../channels/define.ts'
import { needsOf, webhookOf } from '../channels/needs.ts'
import { valueOf } from '../channels/questions.ts'
import { PROGRAMS_DIR } from '../fly/constants.ts'
import type { SecretSpec } from '../secret.ts'
import { secretsOf } from './needed-secrets.ts'
import { isBaked } from './needs-view.ts'
import { siteOf } from './webhooks.ts'

/** A channel as a template sees it: every question has a value, null or an empty list where it was skipped. */
export interface ChannelView {
  readonly id: string
  readonly label: string
  /** Where GitHub puts a heading of this label: `#telegram`. */
  readonly anchor: string
  readonly docs: string
  /** Null in a release that has the channel in it. */
  readonly plugin: { readonly id: string; readonly package: string; readonly maker: string | null; /** The command that installs it, where OpenClaw does not. */ readonly install: string | null } | null
  readonly secrets: readonly SecretSpec[]
  readonly answers: Readonly<Record<string, string | readonly string[] | null>>
  /** What was answered besides the defaults, for a person to read; a long list by its length. */
  readonly answered: readonly { readonly name: string; readonly values: readonly string[]; readonly more: number }[]
  /** Those beside its own. */
  readonly accounts: readonly { readonly name: string; readonly secrets: readonly string[]; readonly webhook: string | null; /** How a stranger is let in; null where nobody is. */ readonly approve: string | null }[]
  /** The address that the service calls; null where there is none. */
  readonly webhook: string | null
  /** Where its own listener answers anybody; null: it has none, or nothing outside gets to it. */
  readonly probe: string | null
  /** How each program of the channel's own is called in the machine, by its name. */
  readonly programs: Readonly<Record<string, string>>
  /** Markdown templates of the preset. */
  readonly runbook: string
  readonly pairing: string | null
  readonly troubles: readonly Trouble[]
}

export function channelView(channel: Channel, all: Answers): ChannelView {
  const { channels, accounts, release, image } = all
  const given = channels[channel.id] ?? {}
  const plugin = pluginOf(channel, release)
  const called = webhookOf(channel, given)
  const { webhook } = siteOf(all, channel, given)
  const answers = Object.entries(channel.questions).map(([name, { kind }]) => [name, valueOf(channel.questions, given, name) ?? (kind === 'list' ? [] : null)])
  return {
    id: channel.id,
    label: channel.label,
    anchor: channel.label.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'),
    docs: channel.docs,
    plugin: plugin === undefined ? null : { id: plugin.id, package: plugin.package, maker: plugin.maker ?? null, install: plugin.fetch === 'by-hand' ? `plugins install ${plugin.package} --force --accept-capabilities` : null },
    secrets: secretsOf(channel, given),
    answers: Object.fromEntries(answers) as ChannelView['answers'],
    answered: answeredView(channel, given),
    accounts: accountViews(channel, all),
    webhook,
    probe: webhook === null || called?.port === undefined ? null : new URL(called.health ?? called.path, webhook).href,
    programs: Object.fromEntries(needsOf([channel], channels, accounts).programs.map((program) => [nameOf(program.to), isBaked(image, program) ? nameOf(program.to) : `${PROGRAMS_DIR}/${nameOf(program.to)}`])),
    runbook: channel.runbook,
    pairing: channel.pairing ?? null,
    troubles: channel.troubles ?? [],
  }
}

/** As many of a list as a line takes. */
const SHOWN = 3

function answeredView({ questions }: Channel, given: ChannelAnswers): ChannelView['answered'] {
  return Object.entries(questions).flatMap(([name, question]) => {
    const values = [given[name] ?? []].flat()
    const isDefault = question.kind === 'choice' && values[0] === question.default
    return values.length === 0 || isDefault ? [] : [{ name, values: values.slice(0, SHOWN), more: Math.max(0, values.length - SHOWN) }]
  })
}

function accountViews(channel: Channel, answers: Answers): ChannelView['accounts'] {
  const pairs = `${channel.runbook}${channel.pairing ?? ''}`.includes('pairing approve ')
  return Object.entries(answers.accounts?.[channel.id] ?? {}).map(([name, own]) => ({
    name,
    secrets: secretsOf(channel, own).map((secret) => secretName(secret.name, name)),
    webhook: siteOf(answers, channel, own).webhook,
    approve: pairs ? `pairing approve --channel ${channel.id} --account ${name} CODE` : null,
  }))
}

function nameOf(path: string): string {
  return path.replace(/^.*\//, '')
}
