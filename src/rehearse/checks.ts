import type { Check } from '../report/rehearsal.ts'
import { askWith, type Caller } from './caller.ts'
import { whyExpected, type LogRecord } from './gateway-log.ts'
import { greet } from './handshake.ts'
import type { Statuses } from './start.ts'
import { tableOf, type Table } from './tables.ts'

/** What a check is called, for programs and for people, in the order of the report. */
const titles = {
  configuration: 'The configuration is valid',
  boot: 'The machine boots until the gateway is ready',
  health: 'Health checks are answered',
  log: 'The log has no unexpected warning',
  audit: 'The security audit finds nothing critical',
  'control-ui': 'The Control UI is reachable, and closed without the token',
  pairing: 'An unknown browser has to be approved',
  memory: 'The memory is enough',
} as const
export type CheckId = keyof typeof titles

function check(id: CheckId, outcome: Check['outcome'], line: string, more: readonly string[] = []): Check {
  return { id, title: titles[id], outcome, line, more }
}

export const passed = (id: CheckId, line: string, more?: readonly string[]): Check => check(id, 'passed', line, more)
export const failed = (id: CheckId, line: string, more?: readonly string[]): Check => check(id, 'failed', line, more)
export const unchecked = (id: CheckId, why: string): Check => check(id, 'unchecked', `could not be checked: ${why}`)

/** By what `openclaw config validate --json` printed. */
export function configurationCheck(stdout: string, log: string): Check {
  const verdict = tableIn(stdout)
  const [warnings, issues] = [textsOf(verdict?.['warnings']), textsOf(verdict?.['issues'] ?? verdict?.['errors'])]
  if (verdict?.['valid'] === true) return passed('configuration', `openclaw config validate: valid, ${count(warnings.length, 'warning')}`, warnings.map((warning) => `${warning}${/plugin not installed/.test(warning) ? ' (expected: the first start fetches it)' : ''}`))
  if (verdict?.['valid'] === false) return failed('configuration', `openclaw config validate: ${issues[0] ?? 'not valid'}`, issues.slice(1))
  return failed('configuration', lastLine(log) ?? 'openclaw config validate printed nothing')
}

/** By the statuses that health paths gave: while the gateway started, and when it was ready. */
export function healthCheck(paths: readonly { readonly path: string; readonly always: boolean; readonly ready: number | undefined }[], starting: Statuses, outside: string): Check {
  const lines = paths.map(({ path, ready }) => {
    const before = starting.get(path) ?? []
    return `${path}: ${before.length > 0 ? `${before.join(', then ')} while starting, ` : ''}${ready ?? 'no answer'} when ready`
  })
  const well = paths.every(({ path, always, ready }) => ready === 200 && (!always || (starting.get(path) ?? []).every((status) => status === 200)))
  return (well ? passed : failed)('health', lines[0] ?? '', [...lines.slice(1), outside])
}

/** By the warnings in the log until somebody called. */
export function logCheck(records: readonly LogRecord[], complaints: readonly string[], standIns: readonly string[]): Check {
  const judged = records.map((record) => ({ record, why: whyExpected(record, standIns) }))
  const surprises = [...complaints, ...judged.flatMap(({ record, why }) => (why === undefined ? [described(record)] : []))]
  const reasons = [...new Set(judged.flatMap(({ why }) => why ?? []))]
  const expected = reasons.map((reason) => expectedLine(reason, judged.flatMap(({ record, why }) => (why === reason ? [described(record)] : []))))
  if (surprises.length > 0) return failed('log', surprises[0]!, [...surprises.slice(1), ...expected])
  return passed('log', records.length === 0 ? 'no warning' : `${count(records.length, 'warning')}, all to be expected`, expected)
}

function expectedLine(reason: string, [first = '', ...others]: readonly string[]): string {
  return `expected (${reason}): ${first}${others.length === 0 ? '' : ` (and ${others.length} more)`}`
}

const LONGEST = 300

function described({ level, subsystem, message }: LogRecord): string {
  const text = `${level === 'WARN' ? '' : `${level} `}${subsystem === '' ? '' : `[${subsystem}] `}${message}`
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

/** By what `openclaw security audit --json` printed. */
export function auditCheck(stdout: string, log: string): Check {
  const report = tableIn(stdout)
  const { critical, warn } = tableOf(report?.['summary'])
  if (typeof critical !== 'number' || typeof warn !== 'number') return unchecked('audit', tableOf(report?.['error'])['message']?.toString() ?? lastLine(log) ?? 'openclaw security audit printed nothing')
  const findings = (Array.isArray(report?.['findings']) ? report['findings'] : []).map(tableOf).filter(({ severity }) => severity === 'critical' || severity === 'warn')
  return (critical === 0 ? passed : failed)('audit', `openclaw security audit: ${critical} critical, ${count(warn, 'warning')}`, findings.map(({ severity, checkId, title }) => `${String(severity)}: ${String(title)} (${String(checkId)})`))
}

/** The page is there, and without the token there is no way in. Also gives the build of the Control UI. */
export async function controlUiCheck(caller: Caller): Promise<{ readonly check: Check; readonly buildId: string | null }> {
  const page = await askWith(caller.open({ path: '/' })).catch((error: Error) => error)
  if (page instanceof Error) return { check: failed('control-ui', `GET ${caller.origin}/: ${page.message}`), buildId: null }
  const got = `GET ${caller.origin}/: ${page.status} ${page.headers['content-type'] ?? ''}`.trim()
  // The attribute has the build, then the hash of the page's files.
  const buildId = /data-openclaw-control-ui-build-id="([^"]+?)(?:-[0-9a-f]{64})?"/.exec(page.body)?.[1] ?? null
  if (page.status !== 200 || !/^text\/html\b/.test(page.headers['content-type'] ?? '')) return { check: failed('control-ui', got, page.status === 403 ? [firstWords(page.body)] : []), buildId }
  const without = await greet(caller, null, buildId).catch((error: Error) => ({ code: error.name, message: error.message }))
  const refused = without.code.startsWith('AUTH_')
  return { check: (refused ? passed : failed)('control-ui', got, [`without the token: ${without.code}, ${without.message}`]), buildId }
}

/** A browser with the token that was never here: the gateway must want the owner's approval. */
export async function pairingCheck(caller: Caller, token: string, buildId: string | null): Promise<Check> {
  const answer = await greet(caller, token, buildId).catch((error: Error) => ({ code: error.name, message: error.message }))
  const line = `with the token, from a new browser: ${answer.code}, ${answer.message}`
  return (answer.code === 'PAIRING_REQUIRED' ? passed : failed)('pairing', line)
}

/** @param peak bytes in use at once by the gateway and all that it started; null where that cannot be measured */
export function memoryCheck(peak: number | null, memoryMb: number | null, platform: string): Check {
  if (peak === null) return unchecked('memory', `memory is measured on Linux and macOS, not on ${platform}`)
  const used = `at most ${Math.ceil(peak / 1024 / 1024)} MB in use at once`
  if (memoryMb === null) return unchecked('memory', `${used}, and [[vm]] names no memory`)
  return (peak <= memoryMb * 1024 * 1024 ? passed : failed)('memory', `${used}, of the machine's ${memoryMb} MB`)
}

function count(number: number, word: string): string {
  return number === 0 ? `no ${word}` : number === 1 ? `1 ${word}` : `${number} ${word}s`
}

/** The JSON object that a command printed, perhaps after other lines; undefined where there is none. */
function tableIn(text: string): Table | undefined {
  const start = text.search(/^\{/m)
  try {
    return start === -1 ? undefined : tableOf(JSON.parse(text.slice(start)))
  } catch {
    return undefined
  }
}

/** Messages with their places: OpenClaw gives texts, or objects with `path` and `message`. */
function textsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? (value as unknown[]) : []).map((entry) => {
    const { path, message } = tableOf(entry)
    return typeof entry === 'string' ? entry : `${typeof path === 'string' && path !== '' ? `${path}: ` : ''}${String(message)}`
  })
}

function lastLine(text: string): string | undefined {
  return text.split('\n').map((line) => line.trim()).findLast((line) => line !== '')
}

function firstWords(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, LONGEST)
}
