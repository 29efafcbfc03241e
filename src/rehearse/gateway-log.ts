/** A record of the gateway's log file that is a warning or worse. */
export interface LogRecord {
  readonly level: 'WARN' | 'ERROR' | 'FATAL'
  readonly subsystem: string
  readonly message: string
}

/** Warnings and errors in a log file of OpenClaw, which has one JSON object a line (docs/gateway/logging.md of 2026.9.6). */
export function warningsOf(text: string): readonly LogRecord[] {
  return text.split('\n').flatMap((line) => {
    const record = parse(line)
    const level = record?._meta?.logLevelName
    if (level !== 'WARN' && level !== 'ERROR' && level !== 'FATAL') return []
    return [{ level, subsystem: subsystemOf(record?.['0']), message: messageOf(record) }]
  })
}

interface Raw {
  readonly '0'?: unknown
  readonly '1'?: unknown
  readonly message?: unknown
  readonly _meta?: { readonly logLevelName?: unknown }
}

/** A line may be cut short by the end of the gateway. */
function parse(line: string): Raw | undefined {
  try {
    return JSON.parse(line) as Raw
  } catch {
    return undefined
  }
}

function subsystemOf(value: unknown): string {
  return /^\{"subsystem":"([^"]*)"/.exec(typeof value === 'string' ? value : '')?.[1] ?? ''
}

function messageOf(record: Raw | undefined): string {
  const { message } = record ?? {}
  const text = typeof message === 'string' ? message : JSON.stringify(record?.['1'] ?? record?.['0'] ?? '')
  return text.replaceAll(/\s+/g, ' ').trim()
}

/** Warnings that say nothing against the deployment, and why; measured on 2026.9.6. */
const HARMLESS: readonly (readonly [message: RegExp, why: string])[] = [
  [/^⚠️ +Gateway is binding to a non-loopback address/u, 'as wanted: Fly\'s edge and the private network must get in'],
  [/conflicts with an existing Telegram command/, 'between two parts of OpenClaw itself'],
  [/\bslow (?:SQLite|query|request)|event loop/i, 'this computer is busy'],
  [/plugin not installed|data\/settings upgrade (?:is unfinished|finishes)/i, 'the first start fetches plugins from npm'],
]

/** It says that a channel stays silent whatever its token is (2026.9.6: `plugins.entries.<id>.enabled` is missing). */
const NEVER_EXPECTED = /without explicit trust/

/** A service's no to a token, where the record does not name the channel (Slack's own libraries). */
const REFUSED = /\b(?:invalid_auth|not_authed|401|unauthorized)\b/i

/** Words of a connection that failed: on Fly the network is another one. */
const NETWORK = /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)\b|fetch failed|network error|network request for .* failed/i

/**
 * Why a warning was to be expected in a rehearsal, or undefined where it was not.
 * @param standIns ids of the channels that have a stand-in for a token, which their services refuse
 */
export function whyExpected({ subsystem, message }: LogRecord, standIns: readonly string[]): string | undefined {
  if (NEVER_EXPECTED.test(message)) return undefined
  const harmless = HARMLESS.find(([pattern]) => pattern.test(message))
  if (harmless !== undefined) return harmless[1]
  const channel = standIns.find((id) => subsystem.split('/').includes(id))
  if (channel !== undefined) return `a stand-in for the token of ${channel}`
  if (standIns.length > 0 && REFUSED.test(message)) return `a stand-in for the token of ${standIns.join(' or ')}`
  return NETWORK.test(message) ? 'the network of this computer' : undefined
}

/** What the boot program itself complains of, in what it printed; who its user is here says nothing of Fly. */
export function complaintsOf(printed: string): readonly string[] {
  return [...new Set(printed.split('\n').filter((line) => /^\[boot\] (?!started as root).*\b(?:could not|cannot|is full|no IPv4 address)\b/.test(line)))]
}

/** What gateways say when they give up, the clearest first (2026.9.6). */
const REASONS = [/failed to start/i, /start blocked|refusing to bind|missing config\b|not readable|invalid config/i]

const MOST_LINES = 6

/**
 * Why a start failed, in what was printed: the line that says so, and what the gateway said after it. The boot program's
 * advice is left out, as it is for Fly. Where no line says so, it is the last one, and those before it. Empty where nothing
 * was printed.
 */
export function reasonOf(log: string): readonly string[] {
  const lines = log.split('\n').map((line) => line.trim()).filter((line) => line !== '')
  const gateway = lines.filter((line) => !line.startsWith('[boot]'))
  const at = REASONS.map((reason) => gateway.findLastIndex((line) => reason.test(line))).find((index) => index !== -1)
  if (at !== undefined) return gateway.slice(at, at + MOST_LINES)
  const last = (gateway.length > 0 ? gateway : lines).slice(-MOST_LINES)
  return [...last.slice(-1), ...last.slice(0, -1)]
}

/** Exit code with which the boot program says that the gateway has ended; it may itself go on, and wait for a cure. */
export function endOf(log: string): string | undefined {
  return /^\[boot\] .*\b(?:exit code \d+|ended by SIG\w+|(?:could not|cannot) start .*)/m.exec(log)?.[0]
}
