/** A place where Fly runs machines. */
export interface Region {
  /** Three letters, as in `primary_region`. */
  readonly code: string
  readonly city: string
  readonly country: string
}

/** Fly's regions, from its documentation's regions page of 2025-10-28; `fly platform regions` is the live list. */
export const regions: readonly Region[] = [
  { code: 'ams', city: 'Amsterdam', country: 'Netherlands' },
  { code: 'arn', city: 'Stockholm', country: 'Sweden' },
  { code: 'bom', city: 'Mumbai', country: 'India' },
  { code: 'cdg', city: 'Paris', country: 'France' },
  { code: 'dfw', city: 'Dallas, Texas', country: 'US' },
  { code: 'ewr', city: 'Secaucus, New Jersey', country: 'US' },
  { code: 'fra', city: 'Frankfurt', country: 'Germany' },
  { code: 'gru', city: 'São Paulo', country: 'Brazil' },
  { code: 'iad', city: 'Ashburn, Virginia', country: 'US' },
  { code: 'jnb', city: 'Johannesburg', country: 'South Africa' },
  { code: 'lax', city: 'Los Angeles, California', country: 'US' },
  { code: 'lhr', city: 'London', country: 'United Kingdom' },
  { code: 'nrt', city: 'Tokyo', country: 'Japan' },
  { code: 'ord', city: 'Chicago, Illinois', country: 'US' },
  { code: 'sin', city: 'Singapore', country: 'Singapore' },
  { code: 'sjc', city: 'San Jose, California', country: 'US' },
  { code: 'syd', city: 'Sydney', country: 'Australia' },
  { code: 'yyz', city: 'Toronto', country: 'Canada' },
]

/** Codes that Fly once had: they stand in old guides and scripts, and a deploy to them fails. */
export const retiredRegions: readonly string[] = [
  'atl', 'bog', 'bos', 'den', 'dxb', 'eze', 'gdl', 'gig', 'hkg', 'ist', 'mad', 'mel', 'mia', 'otp', 'phx', 'qro', 'scl', 'sea', 'waw', 'yul',
]

export function findRegion(code: string): Region | undefined {
  return regions.find((region) => region.code === code)
}

export function describeRegion(region: Region): string {
  return `${region.city}, ${region.country}`
}
