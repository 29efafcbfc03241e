import { ANSWERS_FILE, hasBrowser, modelsOf, type Answers } from '../answers/answers.ts'
import { pluginsToFetch } from '../channels/availability.ts'
import type { Channel, ChannelAnswers } from '../channels/define.ts'
import { flagWithoutWebhook, needsOf, ownPorts, whoWants, type Needs, type WantedWebhook } from '../channels/needs.ts'
import { GUEST_DIR, PORT, STATE_DIR, VOLUME } from '../fly/constants.ts'
import { estimateMonth, formatEstimate, PRICE_DATE, prices } from '../fly/price.ts'
import { describeRegion, findRegion, type Region } from '../fly/regions.ts'
import { findSize, heapFor } from '../fly/sizes.ts'
import { providersOf, type Provider } from '../models/providers.ts'
import { factsOf, type ReleaseFacts } from '../releases/catalogue.ts'
import { firstWith, has } from '../releases/eras.ts'
import type { SecretSpec } from '../secret.ts'
import { configFile, deployCommand, imageReference, origins, publicHost, type ConfigFile } from './addresses.ts'
import { channelView, type ChannelView } from './channel-view.ts'
import { neededSecrets } from './needed-secrets.ts'
import { needsView, type NeedsView } from './needs-view.ts'
import { siteOf } from './webhooks.ts'

/** A listener of a channel's own, behind Fly's edge. */
export interface Listener {
  readonly port: number
  /** Of its public address. */
  readonly publicPort: number
  readonly label: string
  readonly webhook: string
  /** Path that answers 200; null: none is known. */
  readonly health: string | null
}

/** Everything that a template may say, worked out of the answers: templates decide nothing but wording. */
export interface View {
  /** Version of create-openclaw-fly that makes the deployment. */
  readonly generator: string
  readonly app: string
  readonly org: string | null
  readonly region: Region & { readonly description: string }
  readonly release: string
  readonly releaseFacts: ReleaseFacts
  /** What came to OpenClaw later, and whether this release has it. */
  readonly has: Readonly<Record<keyof typeof firstWith, boolean>>
  /** Git tag of the release. */
  readonly tag: string
  readonly source: { readonly repository: string } | null
  /** `registry/name:tag` of the official image; null for source builds. */
  readonly image: { readonly reference: string; readonly variant: string } | null
  readonly isPublic: boolean
  readonly domain: string | null
  /** Host name that people open: the domain, or the fly.dev name; null in private mode. */
  readonly host: string | null
  readonly url: string
  readonly origins: readonly string[]
  /** `fly.toml` or `fly.private.toml`: the one that these answers deploy. */
  readonly config: ConfigFile
  /** The commands that deploy each of the two files, run in the deployment's folder. */
  readonly deploy: { readonly public: string; readonly private: string }
  /** Prefix of a `[[files]]` path: flyctl resolves it from the folder that it builds in. */
  readonly filesFrom: string
  readonly machine: { readonly size: string; readonly cpus: number; readonly shared: boolean; readonly memoryMb: number; readonly heapMb: number; readonly swapMb: number }
  readonly volume: { readonly name: string; readonly sizeGb: number; readonly limitGb: number; readonly snapshotDays: number; readonly mount: string }
  readonly cost: { readonly date: string; readonly month: string; readonly machine: string; readonly volume: string; readonly prices: typeof prices }
  readonly model: { readonly primary: string; readonly fallbacks: readonly string[]; readonly providers: readonly Provider[] }
  readonly channels: readonly ChannelView[]
  /** Who is called from the internet, where, and the command after which it is not; null: there is none. */
  readonly webhooks: readonly { readonly label: string; readonly address: string; readonly without: string | null }[]
  /** Listeners of channels beside the gateway's; each has a service of its own in fly.toml. */
  readonly listeners: readonly Listener[]
  /** The tables of the answers file, one for each channel and each further account. */
  readonly channelTables: readonly { readonly id: string; readonly account: string | null; readonly answers: ChannelAnswers }[]
  readonly needs: NeedsView
  /** Packages of channels that runtime/plugins.mjs fetches, with commas between them; empty: none. */
  readonly pluginsToFetch: string
  readonly secrets: readonly SecretSpec[]
  readonly port: number
  readonly stateDir: string
  readonly guestDir: string
  readonly answersFile: string
  readonly answers: Answers
}

export function viewOf(answers: Answers, channels: readonly Channel[], generator: string): View {
  const region = findRegion(answers.region)!
  const needs = needsOf(channels, answers.channels, answers.accounts)
  const source = answers.image.build === 'source' ? { repository: answers.image.repository } : null
  return {
    generator,
    app: answers.app,
    org: answers.org,
    region: { ...region, description: describeRegion(region) },
    release: answers.release,
    releaseFacts: factsOf(answers.release),
    has: Object.fromEntries(Object.keys(firstWith).map((what) => [what, has(answers.release, what as keyof typeof firstWith)])) as View['has'],
    tag: `v${answers.release}`,
    source,
    image: answers.image.build === 'image' ? { reference: imageReference(answers.release, answers.image.variant), variant: answers.image.variant } : null,
    isPublic: answers.access.mode === 'public',
    domain: answers.access.mode === 'public' ? answers.access.domain : null,
    host: publicHost(answers),
    url: origins(answers)[0]!,
    origins: origins(answers),
    config: configFile(answers),
    deploy: { public: deployCommand(answers, 'fly.toml'), private: deployCommand(answers, 'fly.private.toml') },
    filesFrom: source ? '../' : '',
    machine: machineView(answers, needs),
    volume: { name: VOLUME, sizeGb: answers.machine.volumeGb, limitGb: Math.min(500, Math.max(10, answers.machine.volumeGb * 2)), snapshotDays: 14, mount: STATE_DIR },
    cost: costView(answers),
    model: { ...answers.model, providers: providersOf(modelsOf(answers.model)) },
    channels: channels.map((channel) => channelView(channel, answers)),
    webhooks: answers.access.mode === 'public' ? needs.webhooks.map((wanted) => webhookView(wanted, answers)) : [],
    listeners: answers.access.mode === 'public' ? ownPorts(needs).map((own) => listenerView(own, answers)) : [],
    channelTables: channelTables(answers),
    needs: needsView(answers, needs),
    pluginsToFetch: pluginsToFetch(channels, answers.release).join(','),
    secrets: neededSecrets(answers, channels),
    port: PORT,
    stateDir: STATE_DIR,
    guestDir: GUEST_DIR,
    answersFile: ANSWERS_FILE,
    answers,
  }
}

function machineView({ machine, image }: Answers, { memoryMb }: Needs): View['machine'] {
  const size = findSize(machine.size)!
  return {
    size: size.name,
    cpus: size.cpus,
    shared: size.kind === 'shared',
    memoryMb: machine.memoryMb,
    heapMb: machine.heapMb ?? heapFor(machine.memoryMb, hasBrowser(image), memoryMb),
    swapMb: 1024,
  }
}

function webhookView(wanted: WantedWebhook, answers: Answers): View['webhooks'][number] {
  const { flag, values } = flagWithoutWebhook(wanted) ?? {}
  return { label: whoWants(wanted), address: siteOf(answers, wanted.channel, wanted.answers).webhook!, without: flag === undefined ? null : `npm run update -- ${flag} ${values![0]}` }
}

function listenerView({ port, channel, answers: own, webhook: { publicPort, health } }: ReturnType<typeof ownPorts>[number], answers: Answers): Listener {
  return { port, publicPort: publicPort ?? port, label: channel.label, webhook: siteOf(answers, channel, own).webhook!, health: health ?? null }
}

function costView({ machine }: Answers): View['cost'] {
  const estimate = estimateMonth(findSize(machine.size)!, machine.memoryMb, machine.volumeGb)
  const dollars = (amount: number): string => `$${amount.toFixed(2)}`
  return {
    date: PRICE_DATE,
    month: formatEstimate(estimate),
    machine: estimate ? `about ${dollars(estimate.machine)}` : 'see the pricing page',
    volume: dollars(machine.volumeGb * prices.volumePerGb),
    prices,
  }
}

function channelTables({ channels, accounts = {}, agents = {} }: Answers): View['channelTables'] {
  const withAgent = (own: ChannelAnswers, agent: string | undefined): ChannelAnswers => ({ ...own, ...(agent !== undefined && { agent }) })
  return Object.entries(channels).flatMap(([id, own]) => [
    { id, account: null, answers: withAgent(own, agents[id]) },
    ...Object.entries(accounts[id] ?? {}).map(([name, more]) => ({ id, account: name, answers: withAgent(more, agents[`${id}.${name}`]) })),
  ])
}
