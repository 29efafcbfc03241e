import { compareReleases, type Release } from './release.ts'

/**
 * How OpenClaw's behaviour changed, measured with the real programs of 20 releases on Node 24 (2026-11), and with the
 * recorded schemas. A schema cannot say these things, or there is none of that time.
 */
export interface Era<T> {
  /** First release known to be so. */
  readonly since: Release
  readonly value: T
  /** Last release known to be as in the era before, where releases between the two were not measured; they count to it. */
  readonly after?: Release
}

export type Eras<T> = readonly [Era<T>, ...Era<T>[]]

/** The first release of all: what is true from the beginning starts here. */
const BEGINNING: Release = '2026.1.29'

/** How external channel plugins get into a gateway that has `plugins.entries.<id>.enabled` and the channel's settings. */
export const externalPlugins: Eras<'none-fits' | 'by-command' | 'at-start' | 'consent' | 'then-stops'> = [
  // Up to 2026.6.35 it starts "ready" without the channel, installs nothing and does not say so (5.12 to 6.35 booted).
  // Here `plugins install` takes the newest, which asks for a newer OpenClaw (5.12, 6.10) or does not load (5.26).
  { since: BEGINNING, value: 'none-fits' },
  // `plugins install` finds the one that fits: 6.11, 6.33 and 6.35 loaded it.
  { since: '2026.6.11', value: 'by-command', after: '2026.6.10' },
  { since: '2026.7.1', value: 'at-start', after: '2026.6.35' },
  // Refuses to start: "requires capability consent", until `plugins install … --accept-capabilities` was run; and the
  // newest that 2026.8.2 finds fitting, 2026.7.35, does not load.
  { since: '2026.8.1', value: 'consent', after: '2026.7.35' },
  // As 2026.9.2, but npm has no plugins of its version, and Discord's newest that it finds fitting, 2026.7.35, does not load.
  { since: '2026.9.1', value: 'none-fits', after: '2026.8.2' },
  // Fetches it without asking, then exits 1: "inputs changed during startup convergence … Restart OpenClaw" (9.1, 9.2 booted).
  // Fetched by `plugins install` before, it starts at once.
  { since: '2026.9.2', value: 'then-stops', after: '2026.9.1' },
  { since: '2026.9.3', value: 'at-start', after: '2026.9.2' },
]

/** `gateway.controlUi.allowedOrigins`. */
export const allowedOrigins: Eras<'unknown' | 'optional' | 'required' | 'seeded'> = [
  // An unknown key: the configuration is refused.
  { since: BEGINNING, value: 'unknown' },
  { since: '2026.2.2', value: 'optional', after: '2026.2.1' },
  // With --bind lan and none it exits 1, even without a configuration file.
  { since: '2026.2.23', value: 'required', after: '2026.2.22' },
  // The gateway adds those of localhost alone: any other address still needs the key.
  { since: '2026.4.8', value: 'seeded', after: '2026.3.31' },
]

/** What a request with forwarded headers gets when its sender is not in `gateway.trustedProxies`. */
export const untrustedProxy: Eras<'not-local' | 'refused'> = [
  { since: BEGINNING, value: 'not-local' },
  // 403 `proxy_attribution_required` on every path but /health and /healthz (PR 119950).
  { since: '2026.8.1', value: 'refused', after: '2026.7.35' },
]

/** What a gateway does when the configuration was last written by a newer release (`meta.lastTouchedVersion`). */
export const newerConfiguration: Eras<'ignored' | 'warned' | 'refused'> = [
  { since: BEGINNING, value: 'ignored' },
  { since: '2026.3.13', value: 'warned', after: '2026.2.26' },
  { since: '2026.7.1', value: 'refused', after: '2026.6.35' },
]

/** How agents are listed; a configuration with `agents.defaults` alone is valid without a warning in every release. */
export const agents: Eras<'list' | 'entries'> = [
  { since: BEGINNING, value: 'list' },
  // `agents.list` is still taken and rewritten at start, with a warning.
  { since: '2026.8.1', value: 'entries', after: '2026.7.35' },
]

/** The switch of one Discord channel in `guilds.<id>.channels`: `enabled` is taken by every release, `allow` by the older. */
export const discordChannelAllow: Eras<boolean> = [
  { since: BEGINNING, value: true },
  { since: '2026.5.2', value: false, after: '2026.4.29' },
]

/** Keys and commands by the first release that has them, where they are not there from the beginning. */
export const firstWith = {
  /** `type: 'route'` of a binding; without `type` a binding is taken by every release. */
  bindingType: { since: '2026.3.7', after: '2026.3.2' },
  /** `/healthz`, `/readyz` and `/health` answer JSON; before, every path answers 200 with the page of the Control UI. */
  healthz: { since: '2026.3.1', after: '2026.2.26' },
  startupz: { since: '2026.8.1', after: '2026.7.35' },
  terminal: { since: '2026.7.1', after: '2026.6.35' },
  publicOrigin: { since: '2026.8.1', after: '2026.7.35' },
  /**
   * `models.providers.<id>.agentRuntime`. From 2026.7.1 on an `openai/*` model wants the Codex plugin unless this names the
   * built-in runtime: where it cannot be fetched, 2026.7.1 to 2026.9.3 exit 1, and 2026.9.6 starts degraded; with it
   * 2026.9.1, 2026.9.2, 2026.9.3 and 2026.9.6 were seen to start.
   */
  agentRuntime: { since: '2026.5.12', after: '2026.5.7' },
  /** `gateway.auth.rateLimit`: before, an unknown key, and the configuration is refused (both booted). */
  authRateLimit: { since: '2026.2.17', after: '2026.2.12' },
  /** A channel of the package starts when it is configured; before, only with `plugins.entries.<id>.enabled` ("configured, not enabled yet"). */
  configuredStarts: { since: '2026.2.17', after: '2026.2.12' },
  whatsappEnabled: { since: '2026.2.26', after: '2026.2.9' },
  /** A channel's token may be `{ source: 'env', … }`; before, only text, such as `${TELEGRAM_BOT_TOKEN}`. */
  secretReference: { since: '2026.3.13', after: '2026.2.26' },
  /** `plugins.entries.<id>.enabled` does not only say that a plugin may run: without it an installed one stays off. */
  pluginTrust: { since: '2026.6.11', after: '2026.6.5' },
  configValidate: { since: '2026.3.2', after: '2026.3.1' },
  configSchema: { since: '2026.3.28', after: '2026.3.24' },
  configPatch: { since: '2026.4.29', after: '2026.4.24' },
  /** `backup create`; `backup restore` and `dashboard --json`, a one-time link for the owner's browser, came later. */
  backupCreate: { since: '2026.3.13', after: '2026.2.26' },
  backupRestore: { since: '2026.8.1', after: '2026.7.1-2' },
  dashboardJson: { since: '2026.8.1', after: '2026.7.1-2' },
  /** `doctor --json` and `doctor --lint`. */
  doctorLint: { since: '2026.5.28', after: '2026.5.12' },
} as const satisfies Record<string, { readonly since: Release; readonly after: Release }>

/** The value at a release; releases older than the first of all count as that one. */
export function eraAt<T>(eras: Eras<T>, release: Release): T {
  return (eras.findLast(({ since }) => compareReleases(since, release) <= 0) ?? eras[0]).value
}

/** Whether a release has one of the things that came later. */
export function has(release: Release, what: keyof typeof firstWith): boolean {
  return compareReleases(release, firstWith[what].since) >= 0
}
