import { isList, isTable, type KeyPath, type Table, type Value } from '../../merge/value.ts'
import type { Located } from './located.ts'
import { readPort } from './units.ts'

/** A way from outside into the machine: `[http_service]`, or one of `[[services]]`. */
export interface Service {
  readonly path: KeyPath
  readonly table: Table
  /** Undefined for what is no number. Without the key, flyctl takes 8080 for an http_service. */
  readonly internalPort: number | undefined
  /** Whether Fly's edge speaks HTTP for it, and so adds forwarded headers. */
  readonly isHttp: boolean
}

/** A request by which Fly looks whether the machine is well. */
export interface Check {
  readonly path: KeyPath
  readonly table: Table
  /** Undefined where it is the service's own. */
  readonly port: number | undefined
  /** A check of a service; Fly grants its grace period a minute at most. */
  readonly ofService: boolean
}

/** What a fly.toml says of how the machine runs (https://fly.io/docs/reference/configuration/), with its places. */
export interface FlyToml extends Located {
  readonly app: string | undefined
  readonly env: Table
  readonly image: string | undefined
  readonly services: readonly Service[]
  /** Checks over HTTP. */
  readonly checks: readonly Check[]
  /** Path of the process that starts the gateway, with its command; undefined where the image's own is used. */
  readonly gatewayProcess: { readonly path: KeyPath; readonly command: string } | undefined
  /** Every command in the file, one text. */
  readonly commands: string
  readonly mounts: readonly { readonly path: KeyPath; readonly table: Table; readonly destination: string }[]
  /** The first `[[vm]]` that the gateway may run on. */
  readonly vm: { readonly path: KeyPath; readonly table: Table } | undefined
}

export function flyTomlOf(file: Located): FlyToml {
  const processes = stringsOf(file.at('processes'))
  const gatewayProcess = processOf(file, processes)
  const group = gatewayProcess?.path[1]
  return {
    ...file,
    app: stringOf(file.at('app')),
    env: tableOf(file.at('env')),
    image: stringOf(file.at('build', 'image')),
    services: servicesOf(file),
    checks: checksOf(file),
    gatewayProcess,
    commands: [...Object.values(processes), commandOf(file.at('experimental', 'cmd')), commandOf(file.at('experimental', 'entrypoint'))].join('\n'),
    mounts: mountsOf(file),
    vm: tablesAt(file, 'vm').find(({ table }) => typeof group !== 'string' || !isList(table.processes) || table.processes.includes(group)),
  }
}

/** The one that names the gateway, else `app`, else the only one there is. */
function processOf(file: Located, processes: Readonly<Record<string, string>>): FlyToml['gatewayProcess'] {
  const names = Object.keys(processes)
  const name = names.find((one) => /\bgateway\b/.test(processes[one]!)) ?? names.find((one) => one === 'app') ?? (names.length === 1 ? names[0] : undefined)
  if (name !== undefined) return { path: ['processes', name], command: processes[name]! }
  const command = commandOf(file.at('experimental', 'cmd'))
  return command === '' ? undefined : { path: ['experimental', 'cmd'], command }
}

function servicesOf(file: Located): readonly Service[] {
  const http = file.at('http_service')
  const own = isTable(http) ? [{ path: ['http_service'], table: http, internalPort: http.internal_port === undefined ? 8080 : readPort(http.internal_port), isHttp: true }] : []
  const others = tablesAt(file, 'services').map(({ path, table }): Service => ({
    path,
    table,
    internalPort: readPort(table.internal_port),
    isHttp: tablesOf(table.ports).some(({ handlers }) => isList(handlers) && handlers.includes('http')),
  }))
  return [...own, ...others]
}

function checksOf(file: Located): readonly Check[] {
  const ofService = [...tablesAt(file, 'http_service', 'checks'), ...tablesAt(file, 'services').flatMap(({ path }) => tablesAt(file, ...path, 'http_checks'))]
  const own = Object.entries(tableOf(file.at('checks'))).flatMap(([name, table]) => (isTable(table) && table.type === 'http' ? [{ path: ['checks', name], table }] : []))
  return [...ofService.map((check) => ({ ...check, port: undefined, ofService: true })), ...own.map((check) => ({ ...check, port: readPort(check.table.port), ofService: false }))]
}

function mountsOf(file: Located): FlyToml['mounts'] {
  return [...tablesAt(file, 'mounts'), ...tablesAt(file, 'mount')].flatMap(({ path, table }) => (typeof table.destination === 'string' ? [{ path, table, destination: table.destination.replace(/(?<=.)\/+$/, '') }] : []))
}

/** Tables at a path, each with its own: flyctl takes one table for a list of one. */
export function tablesAt(file: Located, ...path: KeyPath): readonly { readonly path: KeyPath; readonly table: Table }[] {
  const value = file.at(...path)
  if (isTable(value)) return [{ path, table: value }]
  return isList(value) ? value.flatMap((table, index) => (isTable(table) ? [{ path: [...path, index], table }] : [])) : []
}

function tablesOf(value: Value | undefined): readonly Table[] {
  return [value].flat().filter((one): one is Table => isTable(one as Value | undefined))
}

export function tableOf(value: Value | undefined): Table {
  return isTable(value) ? value : {}
}

export function stringOf(value: Value | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function stringsOf(value: Value | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tableOf(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

/** A command of words, or of one text. */
function commandOf(value: Value | undefined): string {
  return isList(value) ? value.map(String).join(' ') : (stringOf(value) ?? '')
}
