import type { Value } from '../../merge/value.ts'

/** As flyctl writes durations: `5m`, `1m30s`; a bare number counts in `unit`. Seconds, or undefined. */
export function readSeconds(value: Value | undefined, unit: 's' | 'ms' | 'ns' = 's'): number | undefined {
  const scale = { s: 1, ms: 1e-3, ns: 1e-9 } as const
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value) * scale[unit]
  if (typeof value !== 'string') return undefined
  if (/^\d+$/.test(value)) return Number(value) * scale[unit]
  if (!/^(?:\d+(?:\.\d+)?(?:h|ms|m|s))+$/.test(value)) return undefined
  const seconds = { h: 3600, m: 60, s: 1, ms: 1e-3 } as const
  return [...value.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)].reduce((sum, [, amount, of]) => sum + Number(amount) * seconds[of as keyof typeof seconds], 0)
}

/** `"3gb"`, `"3072mb"`, or a number of MB: flyctl counts memory by 1024. */
export function readMegabytes(value: Value | undefined): number | undefined {
  const [, amount, unit] = /^\s*(\d+)\s*(mb|mib|gb|gib|m|g)?\s*$/i.exec(plain(value)) ?? []
  return amount === undefined ? undefined : Number(amount) * (/^g/i.test(unit ?? '') ? 1024 : 1)
}

/** `"3gb"`, or a number of GB: the size of a volume. */
export function readGigabytes(value: Value | undefined): number | undefined {
  const [, amount, unit] = /^\s*(\d+)\s*(mb|mib|gb|gib|tb|m|g|t)?\s*$/i.exec(plain(value)) ?? []
  if (amount === undefined) return undefined
  return Number(amount) * (/^m/i.test(unit ?? '') ? 1 / 1000 : /^t/i.test(unit ?? '') ? 1000 : 1)
}

/** A port as a number, from TOML, JSON or an environment variable. */
export function readPort(value: Value | undefined): number | undefined {
  return /^\d{1,5}$/.test(plain(value)) ? Number(value) : undefined
}

function plain(value: Value | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : ''
}
