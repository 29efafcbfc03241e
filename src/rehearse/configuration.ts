import { isTable, type Table } from './tables.ts'
import { toLocalPaths, type Translation } from './translate.ts'

/** What the copy of openclaw.json that is rehearsed has to say otherwise. */
export interface ConfigurationChanges {
  readonly translation: Translation
  /** Addresses that stand here for those that Fly's edge or the relay call from. */
  readonly trusted: readonly string[]
  /** Where the gateway logs; its usual place, /tmp/openclaw, is shared with a gateway of the person's own. */
  readonly logFile: string
}

/**
 * The configuration as it is rehearsed. An address is trusted here only where the range that Fly calls from is trusted
 * in the original, so that a configuration that would answer everybody 403 on Fly does so here too.
 */
export function rehearsedConfiguration(original: unknown, { translation, trusted, logFile }: ConfigurationChanges): unknown {
  if (!isTable(original)) return original
  const { gateway, logging, ...rest } = mapTexts(original, (text) => toLocalPaths(text, translation)) as Table
  return {
    ...rest,
    ...(gateway !== undefined && { gateway: isTable(gateway) ? rehearsedGateway(gateway, translation, trusted) : gateway }),
    logging: logging === undefined || isTable(logging) ? { ...logging, file: logFile } : logging,
  }
}

function rehearsedGateway(gateway: Table, { ports }: Translation, trusted: readonly string[]): Table {
  const { port, trustedProxies } = gateway
  const list = Array.isArray(trustedProxies) && trustedProxies.some(isOfFly) ? [...new Set<unknown>([...(trustedProxies as unknown[]), ...trusted])] : trustedProxies
  return {
    ...gateway,
    ...(typeof port === 'number' && { port: ports.get(port) ?? port }),
    ...(list !== undefined && { trustedProxies: list }),
  }
}

/** Whether an entry lies in 172.16.0.0/12, which Fly Proxy calls from (FLY_LINK_RANGE). */
function isOfFly(entry: unknown): boolean {
  return typeof entry === 'string' && /^172\.(?:1[6-9]|2\d|3[01])\./.test(entry)
}

/** The port that the configuration names. */
export function portsOfConfiguration(configuration: unknown): readonly number[] {
  const gateway = isTable(configuration) ? configuration['gateway'] : undefined
  return isTable(gateway) && typeof gateway['port'] === 'number' ? [gateway['port']] : []
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((entry) => mapTexts(entry, change))
  if (!isTable(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, mapTexts(entry, change)]))
}
