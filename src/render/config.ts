import { MAIN_AGENT } from '../answers/account-answers.ts'
import { modelsOf, type Answers } from '../answers/answers.ts'
import { eraOf } from '../channels/catalog.ts'
import type { Channel } from '../channels/define.ts'
import { FLY_LINK_RANGE, PORT, STATE_DIR } from '../fly/constants.ts'
import { providersOf } from '../models/providers.ts'
import { isSince } from '../releases/catalogue.ts'
import { agents as agentsEra, allowedOrigins, eraAt, has } from '../releases/eras.ts'
import { origins } from './addresses.ts'
import { siteOf } from './webhooks.ts'

/** A value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/**
 * openclaw.json for the chosen release. Shapes that every release takes without a warning are preferred: no agents block
 * besides the defaults, bindings without `type`, no `meta` (compatibility measured release by release).
 */
export function openclawConfig(answers: Answers, channels: readonly Channel[]): Json {
  const entries = pluginEntries(answers, channels)
  const config = {
    gateway: gatewayConfig(answers),
    // Strangers who are let in never share a conversation with the owner.
    session: { dmScope: 'per-channel-peer' },
    agents: agentsConfig(answers),
    ...modelProviders(answers),
    ...channelsConfig(answers, channels),
    ...(entries.length > 0 && { plugins: { entries: Object.fromEntries(entries) } }),
  }
  return config as unknown as Json
}

/** The channels' own settings, and who answers in them. A plugin that is no channel has its settings with the plugins. */
function channelsConfig(answers: Answers, channels: readonly Channel[]): object {
  const placed = channels.filter(({ place }) => place === undefined || place === 'channel')
  if (placed.length === 0) return {}
  return {
    bindings: placed.flatMap((channel) => bindingsOf(answers, channel)),
    channels: Object.fromEntries(placed.map((channel) => [channel.id, channelConfig(answers, channel)])),
  }
}

/**
 * The plugins that want a switch of their own. Without it an external one is installed but stays off: "installed without
 * explicit trust" (2026.9.6); one of the package's did so too in the first releases.
 */
function pluginEntries(answers: Answers, channels: readonly Channel[]): readonly (readonly [id: string, entry: object])[] {
  return channels.flatMap((channel) => {
    const id = channel.plugin?.id ?? channel.id
    if (channel.place === 'none') return []
    if (channel.place === 'plugin') return [[id, { enabled: true, config: channelConfig(answers, channel) }]]
    return channel.plugin !== undefined || !has(answers.release, 'configuredStarts') ? [[id, { enabled: true }]] : []
  })
}

function gatewayConfig(answers: Answers): object {
  return {
    mode: 'local',
    bind: 'lan',
    port: PORT,
    // Links that the gateway makes (pairing, QR codes) start with it.
    ...(answers.access.mode === 'public' && has(answers.release, 'publicOrigin') && { publicOrigin: origins(answers)[0] }),
    // The token itself is in OPENCLAW_GATEWAY_TOKEN, a Fly secret.
    auth: { mode: 'token', ...(has(answers.release, 'authRateLimit') && { rateLimit: { maxAttempts: 10, windowMs: 60_000, lockoutMs: 300_000 } }) },
    // Public: Fly Proxy; private: the relay of runtime/boot.mjs. Without it every request is answered 403 since 2026.8.1.
    trustedProxies: [FLY_LINK_RANGE],
    ...(eraAt(allowedOrigins, answers.release) !== 'unknown' && { controlUi: { allowedOrigins: origins(answers) } }),
    // On by default: a shell in the machine for whoever is in the Control UI.
    ...(has(answers.release, 'terminal') && { terminal: { enabled: false } }),
  }
}

function modelConfig({ model }: Answers): object {
  return { primary: model.primary, ...(model.fallbacks.length > 0 && { fallbacks: model.fallbacks }) }
}

function modelProviders({ model, release }: Answers): object {
  const settings = providersOf(modelsOf(model)).flatMap((provider) => (provider.settings !== undefined && isSince(release, provider.settings.since) ? [[provider.id, provider.settings.value]] : []))
  return settings.length > 0 ? { models: { providers: Object.fromEntries(settings) } } : {}
}

function channelConfig(answers: Answers, channel: Channel): object {
  const era = eraOf(channel, answers.release)
  if (era === undefined) throw new TypeError(`${channel.id} is not in OpenClaw ${answers.release}`)
  const given = answers.channels[channel.id] ?? {}
  const own = channel.config(era, given, siteOf(answers, channel, given))
  const accounts = Object.entries(answers.accounts?.[channel.id] ?? {})
  if (accounts.length === 0) return own
  // The default one is named, so that it stays the default, and has everything from the channel itself.
  const more = accounts.map(([name, its]) => [name, channel.config(era, its, siteOf(answers, channel, its), name)] as const)
  return { ...own, accounts: { default: {}, ...Object.fromEntries(more) } }
}

/** Who answers in the channel, and in each further account of it; without an account a binding is for the default one. */
function bindingsOf({ accounts, agents }: Answers, { id }: Channel): readonly object[] {
  const bind = (place: string, match: object): object => ({ agentId: agents?.[place] ?? MAIN_AGENT, match })
  return [bind(id, { channel: id }), ...Object.keys(accounts?.[id] ?? {}).map((name) => bind(`${id}.${name}`, { channel: id, accountId: name }))]
}

/**
 * The agents that bindings name besides main, if any. From 2026.8.1 on none of several is the default: each is bound, main
 * keeps the workspace that it had alone, and is named as the one for what no channel asks for. Without that name 2026.9.6
 * warns ("no ambient heartbeat owner"), and leaves heartbeats off.
 */
function agentsConfig(answers: Answers): object {
  const defaults = { model: modelConfig(answers) }
  const others = [...new Set(Object.values(answers.agents ?? {}))].toSorted()
  if (others.length === 0) return { defaults }
  if (eraAt(agentsEra, answers.release) === 'list') return { defaults, list: [{ id: MAIN_AGENT, default: true }, ...others.map((id) => ({ id }))] }
  return {
    defaults: { ...defaults, systemAgent: { agentId: MAIN_AGENT } },
    ownership: 'explicit',
    entries: { [MAIN_AGENT]: { workspace: `${STATE_DIR}/workspace` }, ...Object.fromEntries(others.map((id) => [id, {}])) },
  }
}
