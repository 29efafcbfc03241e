import { isTable, type KeyPath, type Value } from '../merge/value.ts'
import { agents, allowedOrigins, discordChannelAllow, eraAt, has } from '../releases/eras.ts'
import { compareReleases, type Release } from '../releases/release.ts'
import type { FixEdit, Severity } from './rule.ts'
import { onMachine } from './subject/commands.ts'
import type { Subject } from './subject/subject.ts'

/** A key of openclaw.json that guides still give, or that has another name now. */
export interface RetiredKey {
  /** `*` stands for any key. */
  readonly path: KeyPath
  /** Those of its values that are meant; all without it. */
  readonly values?: readonly Value[]
  /** Those of its values that are meant, where they cannot be listed. */
  readonly isMeant?: (value: Value) => boolean
  /** Keys that the last `*` does not stand for. */
  readonly except?: readonly string[]
  readonly isRetired: (release: Release) => boolean
  /** What is wrong with it, behind its name. */
  readonly what: string
  readonly cure: string | ((subject: Subject) => string)
  /** Where it is not refused. */
  readonly severity?: Severity
  readonly why?: string
  readonly edits?: (path: KeyPath, value: Value) => readonly FixEdit[]
}

const remove = (path: KeyPath): readonly FixEdit[] => [{ kind: 'delete', path }]
const always = (): boolean => true
const since = (first: Release) => (release: Release): boolean => compareReleases(release, first) >= 0

/** Each was seen refused, or mended at start, by the real program (2026.9.6, and the releases of eras.ts). */
export const retiredKeys: readonly RetiredKey[] = [
  { path: ['gateway', 'controlUi', 'allowInsecureAuth'], isRetired: since('2026.8.1'), what: 'is not known any more', cure: 'take it out: browsers are paired (openclaw devices approve)', edits: remove },
  { path: ['gateway', 'bind'], values: ['0.0.0.0', '::', '[::]', 'all', 'any'], isRetired: always, what: 'is no address but one of auto, lan, loopback, custom, tailnet', cure: 'gateway.bind: "lan"', edits: (path) => [{ kind: 'set', path, value: 'lan' }] },
  { path: ['multiAgent'], isRetired: always, what: 'is not known to OpenClaw', cure: 'describe agents in agents.entries, and who gets which messages in bindings' },
  { path: ['agents', 'entries', '*', 'instructions'], isRetired: always, what: 'is not known to OpenClaw', cure: "put the text into AGENTS.md in that agent's workspace" },
  {
    path: ['agents', 'entries', '*', 'default'], isRetired: (release) => eraAt(agents, release) === 'entries', severity: 'warning',
    what: 'is retired', cure: 'take it out', edits: remove,
  },
  { path: ['agents', 'entries'], isRetired: (release) => eraAt(agents, release) === 'list', what: 'is not known before 2026.8.1', cure: 'write agents.list, or agents.defaults alone, which every release takes' },
  {
    path: ['agents', 'list'], isRetired: (release) => eraAt(agents, release) === 'entries', severity: 'warning',
    what: 'is the form before 2026.8.1', cure: (subject) => `let OpenClaw rewrite it: ${onMachine(subject, 'doctor', '--fix', '--non-interactive')}`,
  },
  {
    path: ['channels', 'discord', 'guilds', '*', 'channels', '*', 'allow'], isRetired: (release) => !eraAt(discordChannelAllow, release),
    what: 'is called enabled now', cure: 'write enabled instead of allow',
    edits: (path, value) => [{ kind: 'set', path: [...path.slice(0, -1), 'enabled'], value }, { kind: 'delete', path }],
  },
  { path: ['gateway', 'reload', 'mode'], values: ['hot', 'restart'], isRetired: since('2026.8.1'), what: 'is off or hybrid now', cure: 'gateway.reload.mode: "hybrid"', edits: (path) => [{ kind: 'set', path, value: 'hybrid' }] },
  { path: ['gateway', 'reload', 'debounceMs'], isRetired: since('2026.8.1'), what: 'is not known any more', cure: 'take it out', edits: remove },
  {
    path: ['env', '*'], except: ['vars', 'shellEnv'], isRetired: since('2026.8.1'), what: 'is not known any more: variables are in env.vars', cure: 'put it into env.vars',
    edits: (path, value) => [{ kind: 'set', path: ['env', 'vars', path[1]!], value }, { kind: 'delete', path }],
  },
  { path: ['gateway', 'controlUi', 'allowedOrigins'], isRetired: (release) => eraAt(allowedOrigins, release) === 'unknown', what: 'is not known before 2026.2.2', cure: 'take it out, or run a newer release' },
  { path: ['gateway', 'auth', 'rateLimit'], isRetired: (release) => !has(release, 'authRateLimit'), what: 'is not known before 2026.2.17', cure: 'take it out, or run a newer release', edits: remove },
  { path: ['bindings', '*', 'type'], isRetired: (release) => !has(release, 'bindingType'), what: 'is not known before 2026.3.7', cure: 'take it out: a binding without it means the same', edits: remove },
  { path: ['channels', 'whatsapp', 'enabled'], isRetired: (release) => !has(release, 'whatsappEnabled'), what: 'is not known before 2026.2.26', cure: 'take it out', edits: remove },
  ...['token', 'botToken', 'appToken'].map((name): RetiredKey => ({
    path: ['channels', '*', name], isMeant: isTable, isRetired: (release) => !has(release, 'secretReference'), what: 'must be a text before 2026.3.13', cure: 'name the variable in a text: "${NAME}"',
  })),
  { path: ['gateway', 'publicOrigin'], isRetired: (release) => !has(release, 'publicOrigin'), what: 'is not known before 2026.8.1', cure: 'take it out, or run a newer release', edits: remove },
  { path: ['gateway', 'terminal'], isRetired: (release) => !has(release, 'terminal'), what: 'is not known before 2026.7.1', cure: 'take it out, or run a newer release', edits: remove },
]
