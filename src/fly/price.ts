import type { MachineSize } from './sizes.ts'

/** Prices as Fly's pricing page gave them on this day; the person is always told the date with the estimate. */
export const PRICE_DATE = '2026-08-05'

/** Fly's pricing page of PRICE_DATE, per 30 days, in US dollars. */
export const prices = {
  extraMemoryPerGb: 5,
  volumePerGb: 0.15,
  snapshotPerGb: 0.08,
  snapshotFreeGb: 10,
  dedicatedIpv4: 2,
} as const

/**
 * Fly publishes no price table in text. These two follow from the points that it does state (shared-cpu-1x with
 * 256, 512 and 1024 MB in sjc; shared-cpu-2x with 4 GB), so an estimate may be off by a region's markup.
 */
const SHARED_CPU = 1.94
const SHARED_CPU_MEMORY_MB = 256
const HIGHEST_MARKUP = 1.19

export interface Estimate {
  /** US dollars a month in the cheapest regions, and in the dearest one that a price is stated for. */
  readonly low: number
  readonly high: number
  readonly machine: number
  readonly volume: number
}

/**
 * What the machine and its volume cost in a month of running all day; models and bandwidth are not in it. The addresses
 * cost nothing: the shared IPv4 does for every port on which Fly's edge speaks TLS.
 * Undefined for performance CPUs, for which Fly states no price in text.
 */
export function estimateMonth(size: MachineSize, memoryMb: number, volumeGb: number): Estimate | undefined {
  if (size.kind !== 'shared') return undefined
  const extraGb = Math.max(0, memoryMb - size.cpus * SHARED_CPU_MEMORY_MB) / 1024
  const machine = size.cpus * SHARED_CPU + extraGb * prices.extraMemoryPerGb
  const volume = volumeGb * prices.volumePerGb
  return { low: machine + volume, high: machine * HIGHEST_MARKUP + volume, machine, volume }
}

/** `$17–20`, or where to look where we have no figure. */
export function formatEstimate(estimate: Estimate | undefined): string {
  if (estimate === undefined) return 'see fly.io/docs/about/pricing'
  const [low, high] = [Math.round(estimate.low), Math.round(estimate.high)]
  return low === high ? `$${low}` : `$${low}–${high}`
}
