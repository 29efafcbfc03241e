import { readToml, type TomlFault } from '../answers/toml.ts'
import { exitCodes, ProblemsError, UserError, type Problem } from '../errors.ts'
import { splitWords } from './split-words.ts'
import { tableOf, type Table } from './tables.ts'

/** A file that Fly puts into the machine. */
export interface GuestFile {
  readonly guestPath: string
  readonly content: { readonly localPath: string } | { readonly base64: string } | { readonly secret: string }
}

/** A request with which Fly looks whether the machine is well. */
export interface HealthCheck {
  readonly port: number
  readonly path: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
}

/** What of a fly.toml decides how the machine runs, as it is on disk. */
export interface FlyFile {
  readonly app: string
  /** Words of the command that replaces the image's. */
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly files: readonly GuestFile[]
  /** Port that Fly's edge calls; null where no service is declared, so that nothing public reaches the machine. */
  readonly edgePort: number | null
  readonly checks: readonly HealthCheck[]
  readonly memoryMb: number | null
  /** Where volumes are mounted. */
  readonly mounts: readonly string[]
  /** `[build] image`; null for a build of one's own. */
  readonly image: string | null
}

/**
 * Reads a fly.toml as flyctl does, as far as a rehearsal needs it. Keys: https://fly.io/docs/reference/configuration/
 * @param name how messages call the file
 * @throws ProblemsError with everything that keeps it from being rehearsed
 */
export function readFlyFile(text: string, name: string): FlyFile {
  const table = parseToml(text, name)
  const problems: Problem[] = []
  const fault = (key: string, message: string, hint?: string): void => void problems.push({ where: `${name}: ${key}`, message, ...(hint !== undefined && { hint }) })
  const file: FlyFile = {
    app: appOf(table, fault),
    command: commandOf(table, fault),
    env: envOf(table, fault),
    files: tablesOf(table['files']).flatMap((entry, index) => guestFileOf(entry, index, fault)),
    edgePort: edgePortOf(table),
    checks: checksOf(table),
    memoryMb: memoryOf(table),
    mounts: tablesOf(table['mounts'] ?? table['mount']).flatMap(({ destination }) => (typeof destination === 'string' ? [destination] : [])),
    image: textOf(tableOf(table['build'])['image']) ?? null,
  }
  if (problems.length > 0) throw new ProblemsError('fly-file', `${name} cannot be rehearsed as it is.`, 'mend it and run the same command again; fly config validate says more', problems, exitCodes.failed)
  return file
}

type Fault = (key: string, message: string, hint?: string) => void

function parseToml(text: string, name: string): Table {
  try {
    return readToml(text)
  } catch (error) {
    const { line } = error as TomlFault
    throw new UserError('fly-file', `${name}${line === undefined ? '' : `, line ${line}`}: this is not TOML`, 'mend it there and run the same command again')
  }
}

/** The name becomes a host name: `<app>.fly.dev`. */
function appOf(table: Table, fault: Fault): string {
  const app = textOf(table['app']) ?? ''
  if (!/^[a-z0-9][a-z0-9-]*$/.test(app)) fault('app', 'this is not the name of an app', 'lower-case letters, digits and dashes')
  return app
}

/** `[processes] app`, or the only process where there is one alone. */
function commandOf(table: Table, fault: Fault): readonly string[] {
  const processes = tableOf(table['processes'])
  const names = Object.keys(processes)
  const command = textOf(processes['app'] ?? (names.length === 1 ? processes[names[0]!] : undefined))
  const words = splitWords(command ?? '')
  if (command === undefined) fault('[processes] app', 'no command is given, so nothing starts the boot program', 'app = "node /opt/openclaw-fly/boot.mjs node openclaw.mjs gateway …"')
  else if (words === undefined || words.length === 0) fault('[processes] app', words === undefined ? 'a quote is never closed' : 'this is empty')
  return words ?? []
}

function envOf(table: Table, fault: Fault): Readonly<Record<string, string>> {
  const entries = Object.entries(tableOf(table['env'])).flatMap(([key, value]): [string, string][] => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [[key, String(value)]]
    fault(`[env] ${key}`, 'this must be a text')
    return []
  })
  return Object.fromEntries(entries)
}

function guestFileOf(entry: Table, index: number, fault: Fault): GuestFile[] {
  const [guestPath, localPath, base64, secret] = ['guest_path', 'local_path', 'raw_value', 'secret_name'].map((key) => textOf(entry[key]))
  const content = localPath !== undefined ? { localPath } : base64 !== undefined ? { base64 } : secret !== undefined ? { secret } : undefined
  if (guestPath === undefined || !guestPath.startsWith('/') || guestPath.split('/').includes('..')) fault(`[[files]] ${index + 1}`, 'guest_path must be an absolute path', 'such as /opt/openclaw-fly/boot.mjs')
  else if (content === undefined) fault(`[[files]] ${index + 1}`, 'it has no content', 'give local_path')
  else return [{ guestPath, content }]
  return []
}

/** A service is public in our sense when Fly's edge speaks HTTP for it. */
function edgePortOf(table: Table): number | null {
  const http = numberOf(tableOf(table['http_service'])['internal_port'])
  if (table['http_service'] !== undefined) return http ?? 8080 // Fly's default
  const service = tablesOf(table['services']).find(({ ports }) => tablesOf(ports).some(({ handlers }) => Array.isArray(handlers) && handlers.includes('http')))
  return service === undefined ? null : (numberOf(service['internal_port']) ?? 8080)
}

function checksOf(table: Table): readonly HealthCheck[] {
  const service = tableOf(table['http_service'])
  const edgePort = edgePortOf(table)
  return [
    ...tablesOf(service['checks']).map((check) => ({ check, port: edgePort })),
    ...tablesOf(table['services']).flatMap((one) => tablesOf(one['http_checks']).map((check) => ({ check, port: numberOf(one['internal_port']) }))),
    ...Object.values(tableOf(table['checks'])).map(tableOf).filter(({ type }) => type === 'http').map((check) => ({ check, port: numberOf(check['port']) })),
  ].flatMap(({ check, port }) => {
    const headers = Object.entries(tableOf(check['headers'])).flatMap(([key, value]): [string, string][] => (typeof value === 'string' ? [[key, value]] : []))
    return typeof port !== 'number' ? [] : [{ port, path: textOf(check['path']) ?? '/', method: (textOf(check['method']) ?? 'GET').toUpperCase(), headers: Object.fromEntries(headers) }]
  })
}

/** `memory = "3gb"`, `"3072mb"`, or `memory_mb = 3072`, of the first `[[vm]]`. */
function memoryOf(table: Table): number | null {
  const [vm = {}] = tablesOf(table['vm'])
  const [, amount, unit] = /^(\d+)\s*(mb|gb)?$/i.exec(String(vm['memory'] ?? vm['memory_mb'] ?? '')) ?? []
  return amount === undefined ? null : Number(amount) * (unit?.toLowerCase() === 'gb' ? 1024 : 1)
}

/** A table, or a list of tables, as a list. */
function tablesOf(value: unknown): readonly Table[] {
  return (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(tableOf)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : typeof value === 'bigint' ? Number(value) : undefined
}
